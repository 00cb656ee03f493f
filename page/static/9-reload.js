// What is lost when the page is loaded anew, as nobody has asked with it yet: the words in the box, the filters, the
// model. It is this tab's, and that of the conversation that is open in it; another visit begins without, but for the one
// that finds the server again after it was lost.
const HERE = "onrecord here";
// Back leads to the same visit as a reload does.
const isSameVisit = ["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type);
let isTakenOver = isSameVisit;
let isTakenUp = false;

// Another visit may be another person's, which the page where one signs in forgets this for, too. Who finds the server
// again at its new address goes on in the conversation that was open.
try {
  const before = JSON.parse(sessionStorage.getItem(HERE));
  isTakenOver = isSameVisit || Boolean(before?.isLost);
  if (!isTakenOver) sessionStorage.removeItem(HERE);
  if (!isSameVisit && isTakenOver && before.conversation && !idInAddress()) {
    history.replaceState(null, "", `${location.pathname}#conversation=${before.conversation}`);
  }
} catch {}

addEventListener("pagehide", () => {
  if (!isTakenUp) return; // what was here before stands there still
  const model = modelField().value;
  const filters = Object.fromEntries(FILTERS.map((name) => [name, fieldOf(name).value]));
  const kept = { draft: allTyped(), filters, model: model.includes("@") ? "" : model };
  const here = { conversation: OnRecord.conversation, isLost: isLost(), ...kept };
  try {
    sessionStorage.setItem(HERE, JSON.stringify(here));
  } catch {} // a browser that keeps nothing
});

function takeUp() {
  isTakenUp = true;
  if (!isTakenOver) return;
  let here;
  try {
    here = JSON.parse(sessionStorage.getItem(HERE));
  } catch {}
  if (here?.conversation !== idInAddress()) return;
  for (const name of FILTERS) {
    if (here.filters[name] && !fieldOf(name).value) OnRecord.filter(name, here.filters[name]);
  }
  if (here.draft && !box().value) write(box(), here.draft);
  if (!here.model || here.model === modelField().value) return;
  write(modelField(), here.model);
  modelField().dispatchEvent(new Event("change", { bubbles: true }));
}

whenThere("during-field").then(async () => {
  await whenConnected();
  while (!box()) await new Promise(requestAnimationFrame);
  takeUp();
});
