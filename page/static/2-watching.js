// What is looked at again by and by, as nobody tells the page: whether the server is there, and what it holds.
const HELD_LOOK_MS = 5000;
let isAnyGrowing = false;

// Whether the server is gone, or the wire alone is, shows only when it is asked.
setInterval(async () => {
  if (!OnRecord.server) return;
  const isBusy = byId("desk").hasAttribute("data-busy");
  if (isBusy && OnRecord.conversation) catchUp();
  if (isAnyGrowing) lookElsewhere();
  if ((isBusy || !document.hidden) && (await tellHeld())) OnRecord.refresh();
}, HELD_LOOK_MS);

// An answer that grows in another conversation goes on as long as somebody asks for it.
async function lookElsewhere() {
  const { growing } = await OnRecord.look("elsewhere");
  isAnyGrowing = growing ?? false;
}

// Says how much the library holds; tells whether that is other than it was.
async function tellHeld() {
  const held = await OnRecord.look("held");
  if (held.error) return false;
  const isOther = byId("count").textContent !== held.count;
  if (isOther) byId("count").textContent = held.count;
  OnRecord.tellWaiting(held);
  return isOther;
}
