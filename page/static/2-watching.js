// What is looked at again by and by, as nobody tells the page: whether the server is there, and what it holds.
const HELD_LOOK_MS = 5000;
const LONGEST_PAUSE_MS = 30_000; // between two looks that fail
let isAnyGrowing = false;

// Returns what looks at something, and then again and again: `ask` asks for it, and `show` is given what was told, and
// returns the pause until the next look, if there is to be one. The more looks in a row fail, the longer their pauses.
function keepLooking(pause, ask, show) {
  let next;
  let failed = 0; // in a row
  return async function look() {
    clearTimeout(next);
    const told = await ask();
    if (told.error === "stale") return; // another look goes on
    failed = told.error ? failed + 1 : 0;
    const after = told.error ? Math.max(pause, Math.min(pause * 2 ** failed, LONGEST_PAUSE_MS)) : show(told);
    clearTimeout(next);
    if (after) next = setTimeout(look, after);
  };
}

// Whether the server is gone, or the wire alone is, shows only when it is asked.
const watchOver = keepLooking(
  HELD_LOOK_MS,
  async () => {
    if (!OnRecord.server) return {};
    const isBusy = byId("desk").hasAttribute("data-busy");
    if (isBusy && OnRecord.conversation) catchUp();
    if (isAnyGrowing) lookElsewhere();
    return isBusy || !document.hidden ? OnRecord.peek("held") : {};
  },
  (held) => {
    if (held.count && showHeld(held)) OnRecord.refresh();
    return HELD_LOOK_MS;
  },
);
setTimeout(watchOver, HELD_LOOK_MS);

// An answer that grows in another conversation goes on as long as somebody asks for it.
async function lookElsewhere() {
  const { growing } = await OnRecord.peek("elsewhere");
  isAnyGrowing = growing ?? isAnyGrowing; // one look that failed tells nothing
}

async function tellHeld() {
  const held = await OnRecord.peek("held");
  if (!held.error) showHeld(held);
}

// Says how much the library holds; tells whether that is other than it was.
function showHeld(held) {
  const isOther = byId("count").textContent !== held.count;
  if (isOther) byId("count").textContent = held.count;
  OnRecord.tellWaiting(held);
  return isOther;
}
