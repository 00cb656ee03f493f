// The conversation that is open: its turns as they come over the wire, and its address.
const OnRecord = { conversation: "", server: null };
const known = new Set(); // conversations that were open here
const WAIT_MS = 1500; // between two looks at an answer that grows for another tab, or for somebody who has gone
const IDLE_MS = 4000; // between two looks at whether another window has asked something, while this one is seen
let receiving = 0; // the number of the turn that grows here, of which the wire tells
window.OnRecord = OnRecord;

const byId = (id) => document.getElementById(id);
const calmly = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

OnRecord.connect = (server, watch, props) => {
  OnRecord.server = server;
  watch("value", () => props.value && OnRecord.receive(props.value));
  whenThere("turns").then(() => OnRecord.open(idInAddress()));
  whenThere("articles").then(OnRecord.watchAdding);
};

// Gradio says, over the head, that it will connect again; a server that was started anew has another address.
const quiet = ".toast-wrap { display: none !important; }";
document.head.append(Object.assign(document.createElement("style"), { textContent: quiet }));

// Gradio makes its parts in no order that can be relied on.
async function whenThere(id) {
  while (!byId(id)) await new Promise(requestAnimationFrame);
}

const idInAddress = () => new URLSearchParams(location.hash.slice(1)).get("conversation") ?? "";

// What is sent with a question: the conversation that is open here, whatever other tabs do. One that has just been
// asked is not asked twice; the server may have refused to hear it, so that holds for a moment.
const ASKED_MS = 5000;
let isAsked = false;
let askedFor; // that moment
function asking(question = "") {
  dropNotes();
  isAsked = true;
  if (question) sendOff(question);
  closeSettings(); // what is active stands above, and the answer gets their room
  soon(tellHeld); // else nobody says that there is nobody who hears it
  clearTimeout(askedFor);
  askedFor = setTimeout(() => {
    isAsked = false;
    giveBackUnheard();
  }, ASKED_MS);
}

OnRecord.withConversation = ([question, , allowed]) => {
  const asked = isAsked || (question?.trim() && OnRecord.leadsToFault()) ? "" : question;
  if (asked?.trim()) asking(asked);
  return [asked, OnRecord.conversation, allowed, ...OnRecord.chosen()];
};

// The same for what is asked again, by its number.
OnRecord.withTurn = ([, , allowed]) => {
  const anew = isAsked ? "" : OnRecord.anew;
  if (anew) asking();
  return [anew, OnRecord.conversation, allowed];
};

OnRecord.open = async (id) => {
  OnRecord.conversation = id;
  known.add(id);
  isAsked = false;
  receiving = 0;
  byId("turns").replaceChildren();
  OnRecord.clearRecord();
  markBusy();
  const told = id ? await OnRecord.look("opened", id) : { turns: [] };
  if (OnRecord.conversation !== id || told.error === "stale") return; // another was opened meanwhile
  if (told.lost || told.isFault) return catchUp(); // which opens it once the server is back
  if (told.error) return OnRecord.leave("replaceState");
  told.turns.forEach((turn) => show(turn));
  if (told.turns.length) lastTurn().scrollIntoView();
  OnRecord.refresh();
  if (!id) showLibrary();
};

// Before anything is asked, there is nothing to see but what the library holds.
async function showLibrary() {
  await whenThere("during-field");
  if (!OnRecord.conversation && !lastTurn()) showTab("articles");
}

// What other tabs asked in this conversation is shown below what stands here; it moves nothing that is being read.
const catchUp = keepLooking(
  IDLE_MS,
  async () => {
    const id = OnRecord.conversation;
    if (!id) return {};
    const told = await OnRecord.peek("later", id, String(lastSettled()));
    return id === OnRecord.conversation ? told : { error: "stale" };
  },
  ({ turns }) => {
    if (turns && showUnseen(turns)) return WAIT_MS;
    return turns && !document.hidden ? IDLE_MS : 0;
  },
);

// Tells whether one of them grows that the wire says nothing of.
function showUnseen(turns) {
  const isOfWire = ({ number, growing }) => number === receiving && growing;
  const unseen = turns.filter((turn) => !isOfWire(turn) && !isSettled(byId(`turn-${turn.number}`)));
  if (unseen.some(({ number }) => number === receiving)) receiving = 0; // it has ended, and the wire did not say so
  unseen.forEach((turn) => show(turn, "elsewhere"));
  const isGrowing = unseen.some((turn) => turn.growing);
  if (!isGrowing && unseen.length) OnRecord.showOpinions();
  return isGrowing;
}

const isSettled = (item) => item?.dataset.kept === "true" && item.getAttribute("aria-busy") === "false";

// The number of the turn up to which all that is kept stands here.
function lastSettled() {
  let last = 0;
  while (isSettled(byId(`turn-${last + 1}`))) last += 1;
  return last;
}

// A new conversation has no id before its first question is kept.
OnRecord.leave = (by = "pushState") => {
  history[by](null, "", location.pathname);
  const notes = [...byId("turns").querySelectorAll(":scope > .note")];
  OnRecord.open("").then(() => byId("turns").append(...notes));
};

const lastTurn = () => [...byId("turns").querySelectorAll(".turn")].at(-1);

OnRecord.receive = (turn) => {
  if (turn.error || !turn.kept) giveBack();
  else take(turn);
  if (turn.error) {
    isAsked = false;
    return OnRecord.say(turn.error);
  }
  if (!OnRecord.conversation && turn.conversation && !known.has(turn.conversation)) {
    OnRecord.conversation = turn.conversation;
    known.add(turn.conversation);
    history.pushState(null, "", `${location.pathname}#conversation=${turn.conversation}`);
  }
  if (turn.conversation !== OnRecord.conversation) return; // the reader is elsewhere; it is kept
  const isNew = !byId(`turn-${turn.number}`);
  if (turn.growing) receiving = turn.number;
  else if (turn.number === receiving) receiving = 0;
  if (turn.growing) setOnce(null);
  show(turn);
  if (isNew && turn.number > 1 && !byId(`turn-${turn.number - 1}`)) catchUp();
  if (isNew) byId(`turn-${turn.number}`).scrollIntoView(); // an answer is read from its beginning
  if (!turn.growing) OnRecord.refresh();
};

function show(turn, from = "here") {
  if (from === "here") isAsked = false;
  byId("first").hidden = true;
  let item = byId(`turn-${turn.number}`);
  if (!item) {
    item = document.createElement("li");
    item.className = "turn";
    item.id = `turn-${turn.number}`;
    const numberOfItem = (other) => Number(other.id.slice(5));
    const isAfter = (other) => other.matches(".note") || numberOfItem(other) > turn.number;
    byId("turns").insertBefore(item, [...byId("turns").children].find(isAfter) ?? null);
  }
  if (item.said !== turn.said) item.innerHTML = item.said = turn.said; // else whoever stands in it would lose the place
  item.setAttribute("aria-busy", turn.growing);
  item.dataset.kept = turn.kept;
  markBusy();
  OnRecord.showRecord(turn.number, turn.record, from === "here");
}

const markBusy = () => byId("desk").toggleAttribute("data-busy", Boolean(document.querySelector('.turn[aria-busy="true"]')));

// Each tab sees what others have changed as soon as it is looked at.
OnRecord.refresh = async () => {
  byId("first").hidden = Boolean(OnRecord.conversation) || Boolean(lastTurn());
  if (!byId("first").hidden) {
    const { html } = await OnRecord.look("first");
    if (html !== undefined && byId("first").dataset.shown !== html) byId("first").innerHTML = byId("first").dataset.shown = html;
  }
  byId("export").hidden = !OnRecord.conversation;
  OnRecord.listConversations();
  catchUp();
  lookElsewhere();
  OnRecord.showOpinions();
  const articles = byId("articles").hidden ? null : listArticles();
  if (!byId("evaluation").hidden) OnRecord.showEvaluations();
  await tellHeld();
  await articles;
};

addEventListener("popstate", () => OnRecord.open(idInAddress()));

// A tab that is looked at again tells so twice.
const AT_ONCE_MS = 50;
let lookedAt;
function lookAgain() {
  clearTimeout(lookedAt);
  lookedAt = setTimeout(() => OnRecord.server && !document.hidden && OnRecord.refresh(), AT_ONCE_MS);
}

addEventListener("focus", lookAgain);
document.addEventListener("visibilitychange", lookAgain);
