// The evaluations: the one that runs, those that were run, and the answers to their questions.
const LOOK_MS = 700; // between two looks at how far one is
let shownOf = ""; // the evaluation that was the last to end while this page looked

OnRecord.showEvaluations = keepLooking(LOOK_MS, () => OnRecord.peek("evaluations"), (told) => {
  byId("saved-gold").textContent = told.saved;
  byId("save-gold").hidden = told.saved.startsWith("0 ");
  if (byId("going").dataset.shown !== told.going) byId("going").innerHTML = byId("going").dataset.shown = told.going;
  const isNew = told.latest && told.latest !== shownOf;
  listRuns(told.runs, isNew ? told.latest : byId("run").value);
  shownOf = told.latest;
  return told.is_going && LOOK_MS;
});

function listRuns(runs, chosen) {
  byId("runs").hidden = !runs.length;
  byId("no-runs").hidden = Boolean(runs.length);
  if (!runs.length) byId("run").replaceChildren();
  if (!runs.length) return byId("report").replaceChildren();
  const isSame = [...byId("run").options].map((one) => one.value).join() === runs.map((one) => one.id).join();
  const id = runs.some((one) => one.id === chosen) ? chosen : runs[0].id;
  if (isSame && id === byId("run").value) return;
  byId("run").replaceChildren(...runs.map(option));
  byId("run").value = id;
  listEarlier(runs);
}

const option = ({ id, label }) => new Option(label, id);

// What an evaluation is compared with is, until another is chosen, the one before it of the same gold questions.
function listEarlier(runs) {
  const at = runs.findIndex((one) => one.id === byId("run").value);
  byId("earlier").replaceChildren(new Option("nothing", ""), ...runs.filter((one, place) => place !== at).map(option));
  byId("earlier").value = runs.slice(at + 1).find((one) => one.gold === runs[at].gold)?.id ?? "";
  showReport();
}

async function showReport(shown = "worst") {
  showOverview();
  const { html } = await OnRecord.look("report", byId("run").value, byId("earlier").value, shown);
  if (html !== undefined) byId("report").innerHTML = html;
}

function showOverview() {
  OnRecord.overtake("asked");
  byId("overview").hidden = false;
  byId("asked").hidden = true;
}

async function showAsked(button) {
  const { html } = await OnRecord.look("asked", byId("run").value, button.dataset.asked);
  if (html === undefined) return;
  byId("asked-answer").innerHTML = html;
  byId("asked-answer").dataset.number = button.dataset.asked;
  byId("overview").hidden = true;
  byId("asked").hidden = false;
  byId("record").scrollTop = 0;
  byId("asked").querySelector("button").focus();
}

// Opens the article that a citation of an answer to a gold question stands in.
OnRecord.openAsked = async (number) => {
  const { html, error } = await OnRecord.look("cited", byId("run").value, byId("asked-answer").dataset.number, number);
  if (!error) showArticle(html, number);
};

Object.assign(actions, {
  "save-gold": async () => {
    const { name, text, error } = await OnRecord.call("gold");
    if (!error) download(name, text);
  },
  "cancel-evaluation": () => OnRecord.call("cancelled").then(OnRecord.showEvaluations),
  "remove-run": async () => {
    const run = byId("run").value;
    if ((await OnRecord.call("remove_run", run)).error) return;
    byId("run-undo").dataset.run = run;
    byId("run-undo").hidden = false;
    byId("run-undo").querySelector("button").focus(); // the button that was pressed may be gone
    OnRecord.showEvaluations();
  },
  "restore-run": async () => {
    if ((await OnRecord.call("restore_run", byId("run-undo").dataset.run)).error) return;
    byId("run-undo").hidden = true;
    await OnRecord.showEvaluations();
    byId("run").focus();
  },
  "all-questions": () => showReport("all"),
  overview: () => {
    const number = byId("asked-answer").dataset.number;
    showOverview();
    byId("report").querySelector(`[data-asked="${number}"]`)?.focus();
  },
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-asked]");
  if (button) showAsked(button);
});

document.addEventListener("change", async (event) => {
  if (event.target.id === "earlier") showReport();
  if (event.target.id !== "run") return;
  const { runs } = await OnRecord.look("evaluations");
  if (runs) listEarlier(runs);
});
