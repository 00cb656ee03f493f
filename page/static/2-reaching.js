// How the server is reached: what it is asked to do or look up, and what is said when it is not there any more.
const LOST = "OnRecord does not answer.";
const FAULT = "Something went wrong in OnRecord; try again. The terminal that it was started in says why.";
const LOST_HERE = "Unfinished: OnRecord stopped answering here.";
const CLOSED = `${LOST} If it was closed, start it again, and open the address that it shows then.`;
const ANEW = "OnRecord was started anew: open the address that it shows now. What was typed here stays, and this page goes on.";
const SIGNED_OUT = "You are not signed in any more. Sign in in another tab, and this page goes on, with what was typed here.";
const OF_ANOTHER_START = "OnRecord does not answer to this page any more. Load it anew: what was typed here stays.";
const SHOWN_IN = { place: "text", article: "text", cited: "text" }; // looks at other things that are shown in one place
const looks = {}; // the latest in each place
const faults = {}; // what was wrong with what is looked at again and again
let whyNot = null; // what is being found out of why a call was not answered

// Has the server do something; what is wrong is shown below the conversation.
OnRecord.call = async (name, ...words) => heard(await replyTo(name, words));

// Has it looked up. Of two looks at the same, both tell what the later one found; one at something else makes those
// before it stale.
OnRecord.look = async (name, ...words) => {
  const told = await latestOf(name, words);
  return told.isStale ? { error: "stale" } : heard(told.reply);
};

// The same for what is looked at again by and by: what was wrong with it before is not said again, and what went wrong
// once may not go wrong the next time.
OnRecord.peek = async (name, ...words) => {
  const { isStale, reply } = await latestOf(name, words);
  if (isStale) return { error: "stale" };
  const { error, isFault, lost } = reply;
  const times = error && error === faults[name]?.error ? faults[name].times + 1 : 1;
  faults[name] = { error, times };
  const isSaid = !error || lost || times === (isFault ? 2 : 1);
  return isSaid ? heard(reply, name) : reply;
};

async function latestOf(name, words) {
  const place = SHOWN_IN[name] ?? name;
  const asked = JSON.stringify([name, ...words]);
  let look = (looks[place] = { asked, told: replyTo(name, words) });
  let reply = await look.told;
  while (looks[place] !== look && looks[place].asked === asked) {
    look = looks[place];
    reply = await look.told;
  }
  return { isStale: looks[place] !== look, reply };
}

// What is still to be told is not asked for any more.
OnRecord.overtake = (...places) => places.forEach((place) => (looks[place] = {}));

// A call that got no answer has, in its place, why: the server is gone, or this one call went wrong.
async function replyTo(name, words) {
  const reply = await OnRecord.server[name](words).catch(() => undefined);
  if (reply) return reply;
  whyNot ??= whyUnanswered().finally(() => (whyNot = null));
  return whyNot;
}

// No call that is answered takes away what went wrong with another, but that the server was gone.
function heard(told, lookedAt = "") {
  if (told.lost) endAll();
  else if (!told.isFault) dropLost(lookedAt);
  if (told.error) OnRecord.say(told.error, told.lost, told.isFault && lookedAt);
  return told;
}

// A server that was started anew knows nobody who came in before; where somebody has come in since, it has other parts.
async function whyUnanswered() {
  const reply = await fetch("/gradio_api/app_id", { cache: "no-store" }).catch(() => null);
  if (!reply) return { error: CLOSED, lost: "wait" };
  if (reply.status === 403) return { error: document.querySelector("#head form").hidden ? ANEW : SIGNED_OUT, lost: "wait" };
  const { app_id: start } = await reply.json().catch(() => ({}));
  return start === window.gradio_config.app_id ? { error: FAULT, isFault: true } : { error: OF_ANOTHER_START, lost: "reload" };
}

const isLost = () => Boolean(said()?.dataset.lost);

// All that was missed meanwhile is shown.
function dropLost(lookedAt) {
  const wasLost = isLost();
  if (wasLost || (lookedAt && said()?.dataset.lookedAt === lookedAt)) dropNotes();
  if (wasLost) OnRecord.refresh();
}

// What went wrong stands until the next thing does, or a question is asked.
const said = () => byId("turns")?.querySelector(":scope > .note");
const dropNotes = () => byId("turns").querySelectorAll(":scope > .note").forEach((note) => note.remove());

OnRecord.say = (line, lost = "", lookedAt = "") => {
  if (said()?.querySelector(":scope > span")?.textContent === line) { // nobody is moved again
    if (!lookedAt) delete said().dataset.lookedAt;
    return;
  }
  dropNotes();
  const note = document.createElement("li");
  note.className = "note";
  note.append(Object.assign(document.createElement("span"), { role: "alert", textContent: line }));
  if (lost) note.dataset.lost = lost;
  if (lookedAt) note.dataset.lookedAt = lookedAt;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Load anew" });
  button.dataset.do = "reload";
  if (lost === "reload") note.append(" ", button);
  byId("turns").append(note);
  note.scrollIntoView({ block: "nearest" });
};

// Where the server is gone, nothing grows any more.
function endAll() {
  for (const turn of document.querySelectorAll('.turn[aria-busy="true"]')) {
    turn.setAttribute("aria-busy", false);
    turn.dataset.kept = false; // as it stands: what has become of it is asked for once the server is back
    turn.said = null; // and shown, whatever it is
    turn.append(Object.assign(document.createElement("p"), { className: "note", textContent: LOST_HERE }));
  }
  isAsked = false;
  receiving = 0;
  markBusy();
  giveBack();
}
