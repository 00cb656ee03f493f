// What is looked at again by and by, as nobody tells the page: whether the server is there, and what it holds.
const HELD_LOOK_MS = 5000;
let isAnyGrowing = false;

// Whether the server is gone, or the wire alone is, shows only when it is asked.
async function watchOver() {
  if (OnRecord.server) {
    const isBusy = byId("desk").hasAttribute("data-busy");
    if (isBusy && OnRecord.conversation) catchUp();
    if (isAnyGrowing) lookElsewhere();
    if ((isBusy || !document.hidden) && (await tellHeld())) OnRecord.refresh();
  }
  setTimeout(watchOver, calmer(HELD_LOOK_MS, missed));
}
setTimeout(watchOver, HELD_LOOK_MS);

// An answer that grows in another conversation goes on as long as somebody asks for it.
async function lookElsewhere() {
  const { growing } = await OnRecord.peek("elsewhere");
  isAnyGrowing = growing ?? isAnyGrowing; // one look that failed tells nothing
}

// Says how much the library holds; tells whether that is other than it was.
async function tellHeld() {
  const held = await OnRecord.peek("held");
  if (held.error) return false;
  const isOther = byId("count").textContent !== held.count;
  if (isOther) byId("count").textContent = held.count;
  OnRecord.tellWaiting(held);
  return isOther;
}
