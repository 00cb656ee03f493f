// The articles of the library: found, sorted, opened, removed and brought back, and pictures that narrow the search.
let articleOrder = "-date";

async function listArticles() {
  const [since, until, source, during] = filterValues();
  byId("not-narrowed").hidden = !during;
  const [words, state] = [byId("find-article").value, byId("article-state").value];
  const { html } = await OnRecord.look("articles", words, state, articleOrder, since, until, source);
  if (html === undefined) return; // another list has been asked for since
  replaceWith(byId("table"), html);
  const { html: picture } = await OnRecord.look("picture", since, until, source);
  if (picture !== undefined) replaceWith(byId("picture"), picture);
  for (const bars of byId("picture").querySelectorAll("[role=toolbar]:not(:has([tabindex='0']))")) chosenBar(bars).tabIndex = 0;
}

// Puts in what has changed; what was focused keeps the focus.
function replaceWith(part, html) {
  if (part.dataset.shown === html) return;
  const { label } = part.contains(document.activeElement) ? { label: labelOf(document.activeElement) } : {};
  part.innerHTML = part.dataset.shown = html;
  if (label) [...part.querySelectorAll("button")].find((one) => labelOf(one) === label)?.focus();
}

const labelOf = (button) => button.ariaLabel ?? button.textContent;
const chosenBar = (bars) => bars.querySelector("[aria-pressed=true]") ?? bars.querySelector("button");

function narrow(bar) {
  const isChosen = bar.ariaPressed === "true";
  for (const name of ["since", "until", "source"]) {
    if (name in bar.dataset) OnRecord.filter(name, isChosen ? "" : bar.dataset[name]);
  }
}

// The bars are one stop of the tab key; the arrows go from one to the next.
document.addEventListener("keydown", (event) => {
  const bar = event.target.closest?.("#picture button");
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
  if (!bar || !by) return;
  event.preventDefault();
  const bars = [...bar.parentElement.querySelectorAll("button")];
  const other = bars[(bars.indexOf(bar) + by + bars.length) % bars.length];
  bars.forEach((one) => (one.tabIndex = one === other ? 0 : -1));
  other.focus();
});

async function setAside(id, title) {
  const { said, error } = await OnRecord.call("set_aside", id);
  if (error) return;
  OnRecord.asideId = id;
  tellRemoved(said ?? `Removed “${title}”. Its file stays where it is, and no sync takes it up again.`, !said);
  OnRecord.refresh();
}

async function bringBack(id) {
  const { said, error } = await OnRecord.call("bring_back", id);
  if (error) return;
  tellRemoved(said ?? "It is back.", false);
  await OnRecord.refresh();
  const article = byId("table").querySelector(`[data-article="${CSS.escape(id)}"]`);
  (article ?? byId("find-article")).focus(); // the button that was pressed is gone; a search may leave the article out
}

function tellRemoved(line, canUndo) {
  const [words, undo] = byId("article-undo").children;
  words.textContent = line;
  undo.hidden = !canUndo;
  byId("article-undo").hidden = false;
  if (canUndo) undo.focus(); // the button that was pressed is gone
}

Object.assign(actions, {
  sort: (button) => {
    articleOrder = button.dataset.order;
    listArticles();
  },
  narrow,
  "undo-article": () => bringBack(OnRecord.asideId),
});

document.addEventListener("click", (event) => {
  const { setAside: aside, bringBack: back } = event.target.closest("[data-set-aside], [data-bring-back]")?.dataset ?? {};
  if (aside) setAside(aside, event.target.closest("tr").querySelector("[data-article]").textContent);
  if (back) bringBack(back);
});

document.addEventListener("change", (event) => event.target.id === "article-state" && listArticles());
document.addEventListener("input", (event) => {
  if (event.target.closest("#settings") && !byId("articles").hidden) soon(listArticles);
});

// Where others see the page, what was removed or could not be read is not theirs.
whenThere("articles").then(() => byId("adding") || document.querySelectorAll("#article-state [data-own]").forEach((one) => one.remove()));
