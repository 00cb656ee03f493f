// The model that answers: which there are, who gets the text, how far it is loaded; and what this browser remembers.
const MOST_TYPED = 4; // names that are remembered, as many as a call takes
const STEP_MS = 400;
const modelField = () => byId("model-field");
const strictField = () => byId("strict");
const kept = { typed: [] };
let offered = [];
let showChoices = () => {};
let once = null; // the model of the next question alone

// What goes with a question beside its words, in the order in which it is asked with.
OnRecord.chosen = () => [once ?? modelField().value, ...filterValues(), strictField().checked];

// And with the gold file that is measured.
OnRecord.withModel = ([file, allowed]) => [file, allowed, modelField().value, strictField().checked];

const toldOf = ({ name, to }) => (to ? `articles go to ${to}` : name === "quotes" ? "no model" : "on this computer");

function choicesOf(typed) {
  const isLike = ({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase());
  return offered.filter(isLike).map((one) => ({ ...one, told: toldOf(one) }));
}

// Asks only now which models this computer offers; what was known before is there at once.
OnRecord.listModels = async () => {
  const { models } = await OnRecord.look("models", ...kept.typed);
  if (models) offered = models;
  showChoices();
};

async function showModel(begin = "begin") {
  const name = modelField().value.trim();
  const told = await OnRecord.look("model", name, begin);
  if (told.error || name !== modelField().value.trim()) return;
  const line = { loading: "loading …", failed: told.line }[told.state] ?? "";
  const to = told.to ? `Articles go to ${told.to}. ` : "";
  const rest = name === "quotes" ? modelField().dataset.names : "";
  tellBelow(modelField(), `${to}${line}` || rest, told.state === "failed");
  showModelChip(name, told);
  if (told.state === "loading") setTimeout(showModel, STEP_MS, "");
  else if (told.state === "ready" && begin !== "start") remember(name);
}

// Asks one question of another model than the one that is chosen; it is that question's until it is answered, also
// while its host is still to be allowed.
OnRecord.askOnce = (question, name) => {
  setOnce(name);
  OnRecord.ask(question);
};

function setOnce(name) {
  once = name;
  byId("chips").querySelector(".once")?.remove();
  if (name === null) return;
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "chip once";
  chip.dataset.do = "not-once";
  chip.textContent = `This one: ${shortOf(name)} ×`;
  chip.ariaLabel = `Don't ask ${shortOf(name)}`;
  byId("chips").prepend(chip);
}

actions["not-once"] = chooseAnother;

// Who was to be allowed for the model before is not asked for any more.
function chooseAnother() {
  setOnce(null);
  if (byId("consent")?.checkVisibility()) document.querySelector("#forgo").click();
}

const shortOf = (name) => name.split("#").at(-1).replace(/^gguf:.*\//, "");

function fillMenu(button) {
  const entries = [...offered, { shown: "By its name …" }].map(({ name, shown, to }) => {
    const [item, choice] = [document.createElement("li"), document.createElement("button")];
    choice.type = "button";
    choice.textContent = shown;
    if (name) choice.append(Object.assign(document.createElement("small"), { textContent: toldOf({ name, to }) }));
    if (name) choice.dataset.once = name;
    else choice.dataset.do = "to-model";
    item.append(choice);
    return item;
  });
  button.nextElementSibling.replaceChildren(...entries);
}

function showModelChip(name, { shown, to, state }) {
  byId("chips").querySelector(".model")?.remove();
  if (name === "quotes" || !name) return;
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = `chip model ${state}`;
  chip.dataset.do = "to-model";
  chip.textContent = (shown ? shortOf(shown) : "No such model") + { loading: " · loading …", failed: " · failed", ready: to ? ` → ${to}` : "" }[state];
  byId("chips").prepend(chip);
}

actions["to-model"] = () => {
  if (!byId("settings").classList.contains("open")) settingsButton().click();
  modelField().focus();
};

// A name with a key in it is nothing to keep; filters are of one question, and aren't kept either.
function remember(name) {
  kept.model = name.includes("@") ? undefined : name;
  if (!name.includes("@") && !JSON.parse(modelField().dataset.offered).some((one) => one.name === name)) {
    kept.typed = [name, ...kept.typed.filter((other) => other !== name)].slice(0, MOST_TYPED);
  }
  keep();
}

function keep() {
  kept.strict = strictField().checked;
  try {
    localStorage.setItem(keptAs(), JSON.stringify(kept));
  } catch {} // a browser that keeps nothing
}

// A page that was started with another model begins with that one.
const keptAs = () => `onrecord ${modelField().defaultValue}`;

function recall() {
  try {
    const told = JSON.parse(localStorage.getItem(keptAs())) ?? {};
    if (Array.isArray(told.typed)) kept.typed = told.typed.filter((name) => typeof name === "string").slice(0, MOST_TYPED);
    if (typeof told.strict === "boolean") strictField().checked = told.strict;
    if (typeof told.model === "string" && isAllowed(told.model)) modelField().value = told.model;
  } catch {}
}

// Where others can see the page, only what is offered may be chosen.
const isFixed = () => !modelField().dataset.names;
const isAllowed = (name) => !isFixed() || offered.some((one) => one.name === name);

whenThere("strict").then(() => {
  offered = JSON.parse(modelField().dataset.offered);
  recall();
  let last = modelField().value;
  showChoices = offerChoices(modelField(), (typed) => choicesOf(typed));
  modelField().addEventListener("change", () => {
    if (!isAllowed(modelField().value.trim())) modelField().value = last;
    last = modelField().value;
    chooseAnother();
    showModel();
  });
  strictField().addEventListener("change", keep);
  whenConnected().then(() => showModel("start"));
});

const whenConnected = async () => {
  while (!OnRecord.server) await new Promise(requestAnimationFrame);
};

document.addEventListener("click", async (event) => {
  const isOpened = event.target.closest("#head [data-do=settings]") && byId("settings").classList.contains("open");
  if (isOpened) OnRecord.listModels();
  const menu = event.target.closest("[data-menu=models]");
  if (menu) fillMenu(menu);
  if (menu) OnRecord.listModels().then(() => fillMenu(menu));
  const choice = event.target.closest("[data-once]");
  if (choice) OnRecord.askOnce(choice.closest(".turn").querySelector("h2").textContent, choice.dataset.once);
});
