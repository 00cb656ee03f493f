// Whoever goes by the keyboard keeps the place: where what is focused is hidden or goes away, what comes next gets the
// focus, instead of nothing.
const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";
let focused = null; // with where it stood: the parts around it, the innermost first, and the stops before it

const canBeSeen = (part) => part.isConnected && part.checkVisibility({ checkVisibilityCSS: true });
const isStop = (part) => part.tabIndex >= 0 && !part.disabled && canBeSeen(part);
const isBefore = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

function partsAround(part) {
  const parts = [];
  for (let around = part.parentElement; around; around = around.parentElement) parts.push(around);
  return parts;
}

// A sheet lies over all else, as on a phone.
function isWithinReach(part) {
  const isSheet = byId("desk").hasAttribute("data-sheet") && getComputedStyle(byId("side")).position === "fixed";
  return !isSheet || byId("side").contains(part);
}

// The next stop of the innermost part that has one left, else its last. Who asked writes on, but on a phone, where the
// keys would hide the answer.
function nextOf({ part, around, before }) {
  if (around.includes(byId("dock"))) return matchMedia("(pointer: fine)").matches ? boxOf("dock") : null;
  const last = part.isConnected ? part : before.findLast((stop) => stop.isConnected);
  for (const room of around.filter((one) => one.isConnected)) {
    const stops = [...room.querySelectorAll(STOPS)].filter((stop) => stop !== part && isStop(stop) && isWithinReach(stop));
    if (stops.length) return stops.find((stop) => !last || isBefore(last, stop)) ?? stops.at(-1);
  }
}

const boxOf = (room) => byId(room).querySelector("textarea");

function keepPlace() {
  const isNowhere = [document.body, null, focused?.part].includes(document.activeElement);
  if (!focused || !isNowhere || (canBeSeen(focused.part) && !focused.part.disabled)) return;
  const next = nextOf(focused);
  if (!next) return;
  next.focus({ preventScroll: true });
  if (next.matches(":focus-visible")) next.scrollIntoView({ block: "nearest" });
  else hideCard(); // nobody points at it
}

document.addEventListener("focusin", ({ target: part }) => {
  const before = [...document.querySelectorAll(STOPS)].filter((stop) => stop !== part && isBefore(stop, part));
  focused = { part, around: partsAround(part), before };
});

// Who clicks beside it has left it.
document.addEventListener("focusout", ({ target: part }) =>
  setTimeout(() => {
    if (part === focused?.part && document.activeElement === document.body && canBeSeen(part)) focused = null;
    else keepPlace();
  }),
);

let isLooking = false;
function look() {
  if (!focused || isLooking) return;
  isLooking = true;
  requestAnimationFrame(() => {
    isLooking = false;
    keepPlace();
  });
}

document.addEventListener("transitionend", look); // what is hidden by and by
new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });

// Esc empties a field that is searched in; once it is empty, it closes what the field stands in.
function leaveSearch(field) {
  if (field.value) write(field, "");
  else if (field.closest("#conversations")) closeList();
  else if (byId("desk").hasAttribute("data-sheet")) OnRecord.back();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.target.matches("input[type=search]")) return;
  event.preventDefault(); // a browser would empty it as well
  leaveSearch(event.target);
});
