// The buttons of the page, and the list of conversations.
const actions = {
  new: () => OnRecord.leave(),
  back: OnRecord.back,
  previous: () => step(-1),
  next: () => step(1),
  settings: (button) => toggle(button, byId("settings")),
  articles: (button) => {
    comeFrom(button);
    showTab("articles");
    byId("desk").toggleAttribute("data-sheet", true);
  },
  menu: (button) => {
    toggle(button, button.nextElementSibling);
    button.nextElementSibling.scrollIntoView({ block: "nearest" });
  },
  "to-box": () => box().focus(),
  undo: restoreConversation,
  reload: () => location.reload(),
};

const numberOf = (part) => part.closest(".turn").id.slice(5);
const box = () => document.querySelector("#box textarea");

function toggle(button, part) {
  const open = part.hidden || !part.classList.contains("open");
  part.hidden = !open;
  part.classList.toggle("open", open);
  button.setAttribute("aria-expanded", open);
}

function closeSettings() {
  if (byId("settings").classList.contains("open")) toggle(settingsButton(), byId("settings"));
}

const settingsButton = () => document.querySelector("#head [data-do=settings]");

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
  if (remove) removeConversation(remove, chosen);
  if (article) readArticle(article, chosen);
});

// Writes into a field as a person would, so that Gradio takes note.
function write(field, text) {
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

OnRecord.ask = (question) => {
  putAside();
  write(box(), question);
  requestAnimationFrame(() => document.querySelector("#ask").click());
};

// Gradio does not tell whether its button has opened the list.
whenThere("listed").then(() => {
  const list = byId("conversations");
  const button = list.querySelector(".toggle-button");
  const tell = () => button.setAttribute("aria-expanded", list.classList.contains("open"));
  button.ariaLabel = "Conversations";
  new MutationObserver(tell).observe(list, { attributeFilter: ["class"] });
  tell();
});

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
  const sought = byId("find-conversation")?.value.trim() ?? "";
  const { listed, removed } = await OnRecord.look("listed", sought);
  if (!listed || !byId("listed")) return;
  const isRenamed = byId("listed").querySelector("input"); // which would be lost
  if (!isRenamed) byId("listed").replaceChildren(...listed.map(entry));
  byId("none-listed").hidden = listed.length > 0;
  byId("none-listed").textContent = sought ? `No title or question of a conversation has “${sought}”.` : "No conversations yet.";
  showRemoved(removed);
};

function showRemoved(removed) {
  const all = JSON.stringify(removed);
  if (byId("removed").dataset.shown === all) return; // whoever stands in it would lose the place
  byId("removed").dataset.shown = all;
  byId("removed").hidden = !removed.length;
  byId("removed").querySelector("ul").replaceChildren(...removed.map(({ id, title }) => broughtBackBy("li", id, title, title, ["Bring back", "Bring back:"])));
}

// A line that tells of a removed conversation, with the button that brings it back.
function broughtBackBy(kind, id, title, told, [text, label]) {
  const line = document.createElement(kind);
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: text, ariaLabel: `${label} ${title}` });
  Object.assign(button.dataset, { do: "undo", id });
  line.append(Object.assign(document.createElement("span"), { textContent: told, title }), " ", button);
  return line;
}

function entry({ id, title, when }) {
  const item = document.createElement("li");
  item.dataset.title = title;
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
  item.append(Object.assign(document.createElement("small"), { textContent: when }));
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
    await OnRecord.listConversations();
    if (event.type === "keydown") inList(id)?.focus(); // who clicked elsewhere is there already
  };
  field.onblur = field.onkeydown = end;
}

const inList = (id) => byId("listed").querySelector(`[data-open="${id}"]`);

// Each that is removed can be brought back at once, and from the list of those for a while.
async function removeConversation(id, button) {
  const { title } = button.parentElement.dataset; // a field stands in its place while it is renamed
  const { error } = await OnRecord.call("removed", id);
  if (error) return;
  const line = broughtBackBy("p", id, title, `Removed “${title}”.`, ["Undo", "Undo: remove"]);
  byId("gone").prepend(line);
  line.querySelector("button").focus(); // the button that was pressed goes away
  if (id === OnRecord.conversation) OnRecord.leave("replaceState");
  else OnRecord.listConversations();
}

async function restoreConversation(button) {
  const { error } = await OnRecord.call("restored", button.dataset.id);
  if (error) return;
  byId("gone").querySelector(`[data-id="${button.dataset.id}"]`)?.parentElement.remove();
  await OnRecord.listConversations();
  (inList(button.dataset.id) ?? byId("find-conversation")).focus(); // a search may leave it out
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
const waiting = new Map(); // what is done soon, each once

function soon(act) {
  clearTimeout(waiting.get(act));
  waiting.set(act, setTimeout(act, PAUSE_MS));
}

document.addEventListener("input", (event) => {
  if (event.target.id === "find-article") soon(listArticles);
  if (event.target.id === "find-conversation") soon(OnRecord.listConversations);
});

// A field takes only so much, and the browser cuts the rest off without a word.
function tellCut(event) {
  const field = event.target.closest?.("input, textarea");
  const most = field?.maxLength ?? -1;
  if (most < 0) return;
  const text = (event.clipboardData ?? event.dataTransfer).getData("text");
  const given = field.matches("input") ? text.replaceAll(/[\r\n]/g, "") : text.replaceAll("\r\n", "\n");
  const selected = field.value.slice(field.selectionStart, field.selectionEnd);
  const isMoved = event.type === "drop" && document.activeElement === field && selected === given;
  const left = field.value.length + given.length - most - (event.type === "paste" ? selected.length : 0);
  if (!given || left <= 0 || isMoved) return;
  const came = event.type === "paste" ? "pasted" : "dropped";
  sayFull(field, `the last ${left.toLocaleString("en")} of what was ${came} were left out.`);
}

function tellFull(event) {
  const field = event.target;
  const isFull = field.maxLength >= 0 && field.value.length >= field.maxLength && field.selectionStart === field.selectionEnd;
  if (isFull && ["insertText", "insertLineBreak", "insertCompositionText"].includes(event.inputType)) sayFull(field, "what you type is left out.");
}

function sayFull(field, what) {
  const line = `Only ${field.maxLength.toLocaleString("en")} characters fit in here: ${what}`;
  const elsewhere = byId("adding") ? " A longer text can be added under Articles, and be asked about." : "";
  if (field === box()) return OnRecord.say(line + elsewhere);
  if (field.nextElementSibling?.matches(".cut")) field.nextElementSibling.remove();
  const told = Object.assign(document.createElement("small"), { className: "cut", role: "alert", textContent: line });
  field.after(told);
  requestAnimationFrame(() => field.addEventListener("input", () => told.remove(), { once: true }));
}

document.addEventListener("paste", tellCut);
document.addEventListener("drop", tellCut);
document.addEventListener("beforeinput", tellFull);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest("#settings")) {
    closeSettings();
    settingsButton().focus();
  }
  const isElsewhere = event.target.matches("input, select") || event.target.closest("#settings");
  if (event.key !== "Escape" || isElsewhere || closeList()) return;
  hideCard();
  closeMenus();
  if (byId("desk").hasAttribute("data-busy")) document.querySelector("#stop").click();
  else if (byId("desk").hasAttribute("data-sheet")) OnRecord.back();
});
