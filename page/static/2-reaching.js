// How the server is reached: what it is asked to do or look up, and what is said when it is not there any more.
const LOST = "OnRecord does not answer.";
const LOST_HERE = "Unfinished: OnRecord stopped answering here.";
const CLOSED = `${LOST} If it was closed, start it again, and open the address that it shows then.`;
const ANEW = "OnRecord was started anew: open the address that it shows now. What was typed here stays, and this page goes on.";
const SIGNED_OUT = "You are not signed in any more. Sign in in another tab, and this page goes on, with what was typed here.";
const OF_ANOTHER_START = "OnRecord does not answer to this page any more. Load it anew: what was typed here stays.";
const LONGEST_PAUSE_MS = 30_000; // between two looks at whether the server is there again
const SHOWN_IN = { place: "text", article: "text", cited: "text" }; // looks at other things that are shown in one place
const looks = {}; // the latest in each place
const faults = {}; // what was wrong with what is looked at again and again
let missed = 0; // calls in a row that nobody answered
let isTelling = false; // why

// Has the server do something; what is wrong is shown below the conversation.
OnRecord.call = async (name, ...words) => heard(await replyTo(name, words));

// Has it looked up. Of two looks at the same, both tell what the later one found; one at something else makes those
// before it stale.
OnRecord.look = async (name, ...words) => {
  const told = await latestOf(name, words);
  return told.isStale ? { error: "stale" } : heard(told.reply);
};

// The same for what is looked at again by and by: what was wrong with it before is not said again.
OnRecord.peek = async (name, ...words) => {
  const { isStale, reply } = await latestOf(name, words);
  if (isStale) return { error: "stale" };
  const isKnown = reply?.error && reply.error === faults[name];
  faults[name] = reply?.error;
  return isKnown ? reply : heard(reply);
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

async function replyTo(name, words) {
  const reply = await OnRecord.server[name](words).catch(() => undefined);
  missed = reply ? 0 : missed + 1;
  return reply;
}

// The longer the server is away, the more seldom it is looked for.
const calmer = (pause, times) => Math.max(pause, Math.min(pause * 2 ** times, LONGEST_PAUSE_MS));

function heard(told) {
  if (told) dropLost();
  if (!told) endAll();
  if (!told) tellLost();
  if (told?.error) OnRecord.say(told.error);
  return told ?? { error: LOST };
}

async function tellLost() {
  if (isTelling) return;
  isTelling = true;
  const line = await whyLost();
  isTelling = false;
  if (missed) OnRecord.say(line, line === OF_ANOTHER_START ? "reload" : "wait");
}

// A server that was started anew knows nobody who came in before.
async function whyLost() {
  const reply = await fetch("/favicon.ico", { cache: "no-store" }).catch(() => null);
  if (!reply) return CLOSED;
  if (reply.status !== 403) return OF_ANOTHER_START;
  return document.querySelector("#head form").hidden ? ANEW : SIGNED_OUT;
}

const isLost = () => Boolean(byId("turns")?.querySelector(":scope > .note[data-lost]"));

// All that was missed meanwhile is shown.
function dropLost() {
  if (!isLost()) return;
  dropNotes();
  OnRecord.refresh();
}

// What went wrong stands until the next thing does, or a question is asked.
const dropNotes = () => byId("turns").querySelectorAll(":scope > .note").forEach((note) => note.remove());

OnRecord.say = (line, lost = "") => {
  if (byId("turns").querySelector(":scope > .note > span")?.textContent === line) return; // it is said, and nobody is moved again
  dropNotes();
  const note = document.createElement("li");
  note.className = "note";
  note.append(Object.assign(document.createElement("span"), { role: "alert", textContent: line }));
  if (lost) note.dataset.lost = lost;
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
