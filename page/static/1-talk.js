// The conversation that is open: its turns as they come over the wire, and its address.
const OnRecord = { conversation: "", server: null };
const known = new Set(); // conversations that were open here
const WAIT_MS = 1500; // between two looks at an answer that grew for somebody who has gone
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
document.head.append(Object.assign(document.createElement("style"), { textContent: ".toast-wrap { display: none; }" }));

// Gradio makes its parts in no order that can be relied on.
async function whenThere(id) {
  while (!byId(id)) await new Promise(requestAnimationFrame);
}

const idInAddress = () => new URLSearchParams(location.hash.slice(1)).get("conversation") ?? "";

const LOST = "OnRecord does not answer; load the page anew, at the address that it was started with.";
const calls = {}; // how many of each have been made

// Asks the server; what is wrong is shown below the conversation. A reply that a later one has overtaken is stale.
OnRecord.call = async (name, ...words) => {
  const turn = (calls[name] = (calls[name] ?? 0) + 1);
  const told = await OnRecord.server[name](words).catch(() => undefined);
  if (turn !== calls[name]) return { error: "stale" };
  if (!told) endAll();
  if (!told || told.error) OnRecord.say(told?.error ?? LOST);
  return told ?? { error: LOST };
};

OnRecord.say = (line) => {
  byId("turns").querySelectorAll(":scope > .note").forEach((earlier) => earlier.remove());
  const note = document.createElement("li");
  note.className = "note";
  note.role = "alert";
  note.textContent = line;
  byId("turns").append(note);
  note.scrollIntoView({ block: "nearest" });
};

// What is sent with a question: the conversation that is open here, whatever other tabs do. One that has just been
// asked is not asked twice; the server may have refused to hear it, so that holds for a moment.
const ASKED_MS = 5000;
let isAsked = false;
function asking() {
  isAsked = true;
  setTimeout(() => (isAsked = false), ASKED_MS);
}

OnRecord.withConversation = ([question, , allowed]) => {
  const asked = isAsked ? "" : question;
  if (asked?.trim()) asking();
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
  byId("turns").replaceChildren();
  OnRecord.clearRecord();
  markBusy();
  const told = id ? await OnRecord.call("opened", id) : { turns: [] };
  if (OnRecord.conversation !== id || told.error === "stale") return; // another was opened meanwhile
  if (told.error) return OnRecord.leave("replaceState");
  told.turns.forEach(show);
  if (told.turns.length) lastTurn().scrollIntoView();
  if (told.turns.at(-1)?.growing) setTimeout(() => OnRecord.conversation === id && OnRecord.open(id), WAIT_MS);
  OnRecord.refresh();
};

// A new conversation has no id before its first question is kept.
OnRecord.leave = (by = "pushState") => {
  history[by](null, "", location.pathname);
  const notes = [...byId("turns").querySelectorAll(":scope > .note")];
  OnRecord.open("").then(() => byId("turns").append(...notes));
};

const lastTurn = () => byId("turns").querySelector(".turn:last-of-type");

OnRecord.receive = (turn) => {
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
  if (turn.growing) setOnce(null);
  show(turn);
  if (isNew) byId(`turn-${turn.number}`).scrollIntoView(); // an answer is read from its beginning
  if (!turn.growing) OnRecord.refresh();
};

function show(turn) {
  isAsked = false;
  let item = byId(`turn-${turn.number}`);
  if (!item) {
    item = document.createElement("li");
    item.className = "turn";
    item.id = `turn-${turn.number}`;
    byId("turns").append(item);
  }
  byId("turns").querySelectorAll(":scope > .note").forEach((note) => note.remove());
  item.innerHTML = turn.said;
  item.setAttribute("aria-busy", turn.growing);
  markBusy();
  OnRecord.showRecord(turn.number, turn.record);
}

// Where the server is gone, nothing grows any more.
function endAll() {
  document.querySelectorAll('.turn[aria-busy="true"]').forEach((turn) => turn.setAttribute("aria-busy", false));
  isAsked = false;
  markBusy();
}

// Whether it is gone shows only when it is asked.
const ALIVE_LOOK_MS = 5000;
setInterval(() => byId("desk")?.hasAttribute("data-busy") && OnRecord.call("held"), ALIVE_LOOK_MS);

const markBusy = () => byId("desk").toggleAttribute("data-busy", Boolean(document.querySelector('.turn[aria-busy="true"]')));

// Each tab sees what others have changed as soon as it is looked at.
OnRecord.refresh = async () => {
  byId("first").hidden = Boolean(OnRecord.conversation) || Boolean(lastTurn());
  if (!byId("first").hidden) {
    const { html } = await OnRecord.call("first");
    if (html !== undefined && byId("first").dataset.shown !== html) byId("first").innerHTML = byId("first").dataset.shown = html;
  }
  byId("export").hidden = !OnRecord.conversation;
  OnRecord.listConversations();
  OnRecord.showOpinions();
  if (!byId("articles").hidden) listArticles();
  if (!byId("evaluation").hidden) OnRecord.showEvaluations();
  const { count } = await OnRecord.call("held");
  if (count) byId("count").textContent = count;
};

addEventListener("popstate", () => OnRecord.open(idInAddress()));
addEventListener("focus", () => OnRecord.server && OnRecord.refresh());
