// The buttons of the page, and the list of conversations.
const actions = {
  new: () => OnRecord.leave(),
  back: OnRecord.back,
  previous: () => step(-1),
  next: () => step(1),
  settings: (button) => toggle(button, byId("settings")),
  articles: () => {
    showTab("articles");
    byId("desk").toggleAttribute("data-sheet", true);
  },
  menu: (button) => {
    toggle(button, button.nextElementSibling);
    button.nextElementSibling.scrollIntoView({ block: "nearest" });
  },
  "to-box": () => box().focus(),
  undo: () => OnRecord.call("restored", OnRecord.gone).then(() => (byId("undo").hidden = true) && OnRecord.refresh()),
};

const numberOf = (part) => part.closest(".turn").id.slice(5);
const box = () => document.querySelector("#box textarea");

function toggle(button, part) {
  const open = part.hidden || !part.classList.contains("open");
  part.hidden = !open;
  part.classList.toggle("open", open);
  button.setAttribute("aria-expanded", open);
}

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-do], [data-ask], [data-open], [data-clear], [data-rename], [data-remove], [data-article]");
  if (!chosen) return;
  event.preventDefault();
  const { do: action, ask, open, clear, rename, remove, article } = chosen.dataset;
  if (action) actions[action](chosen);
  if (ask) OnRecord.ask(ask);
  if (open) goToConversation(open);
  if (clear) OnRecord.filter(clear, "");
  if (rename) renameConversation(rename, chosen);
  if (remove) removeConversation(remove);
  if (article) readArticle(article);
});

// Writes into a field as a person would, so that Gradio takes note.
function write(field, text) {
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

OnRecord.ask = (question) => {
  write(box(), question);
  requestAnimationFrame(() => document.querySelector("#ask").click());
};

// Over most screens the list of conversations lies on what is read.
function closeList() {
  const toggleButton = document.querySelector(".sidebar.open .toggle-button");
  toggleButton?.click();
  return Boolean(toggleButton);
}

function goToConversation(id) {
  closeList();
  history.pushState(null, "", `${location.pathname}#conversation=${id}`);
  OnRecord.open(id);
}

OnRecord.listConversations = async () => {
  const { listed } = await OnRecord.call("listed", byId("find-conversation")?.value ?? "");
  const isRenamed = byId("listed")?.querySelector("input"); // which would be lost
  if (listed && !isRenamed) byId("listed")?.replaceChildren(...listed.map(entry));
};

function entry({ id, title }) {
  const item = document.createElement("li");
  if (id === OnRecord.conversation) item.ariaCurrent = "true";
  for (const [what, label, text] of [["open", null, title], ["rename", "Rename", "✎"], ["remove", "Remove", "×"]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset[what] = id;
    button.textContent = text;
    if (label) button.ariaLabel = `${label}: ${title}`;
    else button.title = title;
    item.append(button);
  }
  return item;
}

function renameConversation(id, button) {
  const name = button.previousElementSibling;
  const field = document.createElement("input");
  field.value = name.textContent;
  field.ariaLabel = "Title";
  name.replaceWith(field);
  field.select();
  const end = async (event) => {
    if (event.type === "keydown" && !["Enter", "Escape"].includes(event.key)) return;
    field.onblur = field.onkeydown = null;
    if (event.key !== "Escape") await OnRecord.call("renamed", id, field.value);
    field.remove();
    OnRecord.listConversations();
  };
  field.onblur = field.onkeydown = end;
}

async function removeConversation(id) {
  await OnRecord.call("removed", id);
  OnRecord.gone = id;
  byId("undo").hidden = false;
  if (id === OnRecord.conversation) OnRecord.leave("replaceState");
  else OnRecord.listConversations();
}

function closeMenus(but) {
  for (const button of document.querySelectorAll('[data-do="menu"][aria-expanded="true"]')) {
    if (button === but) continue;
    if (button.nextElementSibling.contains(document.activeElement)) button.focus();
    toggle(button, button.nextElementSibling);
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest('[data-do="menu"]')));

const PAUSE_MS = 200; // of somebody who types
let waiting;

function soon(act) {
  clearTimeout(waiting);
  waiting = setTimeout(act, PAUSE_MS);
}

document.addEventListener("input", (event) => {
  if (event.target.id === "find-article") soon(listArticles);
  if (event.target.id === "find-conversation") soon(OnRecord.listConversations);
});

document.addEventListener("keydown", (event) => {
  const isElsewhere = event.target.matches("input, select") || event.target.closest("#settings");
  if (event.key !== "Escape" || isElsewhere || closeList()) return;
  hideCard();
  closeMenus();
  if (byId("desk").hasAttribute("data-busy")) document.querySelector("#stop").click();
  else if (byId("desk").hasAttribute("data-sheet")) OnRecord.back();
});
