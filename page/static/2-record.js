// The record of an answer: the passages behind it, and the article that a citation stands in.
OnRecord.clearRecord = () => {
  OnRecord.overtake("text", "choosable");
  byId("quotes").querySelectorAll("section").forEach((section) => section.remove());
  byId("quotes").querySelector(".empty").hidden = false;
  byId("text").replaceChildren();
  byId("article").querySelector(".empty").hidden = false;
  byId("article").querySelector(".between").hidden = true;
  comeFrom(null);
  showTab("quotes");
  byId("desk").removeAttribute("data-sheet");
};

// The record of what was asked here takes the place of the one that is seen.
OnRecord.showRecord = (number, html, isOurs) => {
  let section = byId(`record-${number}`);
  const isNew = !section;
  if (isNew) {
    section = document.createElement("section");
    section.id = `record-${number}`;
    section.hidden = !isOurs;
    byId("quotes").append(section);
  }
  section.innerHTML = html;
  if (isNew && isOurs) activate(number);
  const isOfEarlier = ["article", number === 1 && "articles"].includes(byId("side").dataset.tab);
  if (isNew && isOurs && isOfEarlier) showTab("quotes");
  byId("quotes").querySelector(".empty").hidden = Boolean(byId("quotes").querySelector("section:not([hidden])")?.innerHTML);
};

// The record that is seen is that of one answer: the latest, or the one whose citation was chosen.
function activate(number) {
  for (const section of byId("quotes").querySelectorAll("section")) {
    section.hidden = section.id !== `record-${number}`;
  }
  byId("quotes").querySelector(".empty").hidden = Boolean(byId(`record-${number}`)?.innerHTML);
}

function showTab(name) {
  for (const tab of document.querySelectorAll("#side [role=tab]")) {
    const chosen = tab.getAttribute("aria-controls") === name;
    tab.setAttribute("aria-selected", chosen);
    tab.tabIndex = chosen ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = !chosen;
  }
  byId("side").dataset.tab = name;
  showBack();
  if (byId("adding")) byId("adding").hidden = name !== "articles";
  if (name === "articles") {
    listArticles();
    tellHeld();
  }
  if (name === "evaluation") OnRecord.showEvaluations();
  if (name === "draft") OnRecord.showDraft();
}

// "#source-2-1" is the first citation of the second answer.
const citationOf = (link) => link?.hash.match(/^#source-(\d+)-(\d+)$/)?.slice(1);

async function openArticle(turn, number) {
  activate(turn);
  const { html, error } = await OnRecord.look("place", OnRecord.conversation, turn, number);
  if (!error) showArticle(html, number, turn);
}

function showArticle(html, number, turn = "") {
  byId("text").innerHTML = html;
  byId("text").dataset.turn = turn;
  byId("article").querySelector(".empty").hidden = true;
  showTab("article");
  byId("desk").toggleAttribute("data-sheet", true);
  byId("which").textContent = "";
  goTo(byId(`place-${number}`) ?? byId("text").querySelector("mark[data-number]")); // an article that was edited may have it no more
}

async function readArticle(id, button) {
  if (!button.closest("#text")) comeFrom(button); // a copy of the article that is open leads back to where that did
  const { html } = await OnRecord.look("article", id);
  if (html === undefined) return;
  byId("text").innerHTML = html;
  byId("text").dataset.turn = "";
  byId("article").querySelector(".empty").hidden = true;
  byId("article").querySelector(".between").hidden = true;
  showTab("article");
  byId("record").scrollTop = 0;
}

function goTo(mark) {
  if (!mark) return;
  byId("text").querySelectorAll(".found").forEach((other) => other.classList.remove("found"));
  mark.classList.add("found");
  const room = byId("record");
  room.scrollTop = 0; // what begins near it is read from the title on
  if (mark.getBoundingClientRect().bottom > room.getBoundingClientRect().bottom) mark.scrollIntoView({ block: "center" });
  const marks = [...byId("text").querySelectorAll("mark[data-number]")];
  byId("which").textContent = `${marks.indexOf(mark) + 1} of ${marks.length}`;
  byId("article").querySelector(".between").hidden = marks.length < 2;
}

function step(by) {
  const marks = [...byId("text").querySelectorAll("mark[data-number]")];
  const at = marks.findIndex((mark) => mark.classList.contains("found"));
  goTo(marks[(at + by + marks.length) % marks.length]);
}

document.addEventListener("click", (event) => {
  const cited = citationOf(event.target.closest('a[href^="#source-"]'));
  if (cited) {
    event.preventDefault(); // the page has a <base>: following "#…" would load it anew
    hideCard();
    comeFrom(event.target.closest("a"));
    if (OnRecord.origin === "evaluation") OnRecord.openAsked(cited[1]);
    else openArticle(...cited);
    return;
  }
  const tab = event.target.closest("#side [role=tab]");
  if (tab) OnRecord.overtake("text", "choosable"); // who has gone on is not called back
  if (tab) showTab(tab.getAttribute("aria-controls"));
  else if (event.target.closest(".turn")) activate(Number(event.target.closest(".turn").id.slice(5)));
});

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.("#side [role=tab]");
  if (!tab || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const tabs = [...document.querySelectorAll("#side [role=tab]")];
  const other = tabs.at((tabs.indexOf(tab) + (event.key === "ArrowRight" ? 1 : -1)) % tabs.length);
  showTab(other.getAttribute("aria-controls"));
  other.focus();
});

// Where the reader came from to what the record shows, which part of the page that is in, and what opened the record.
function comeFrom(link) {
  OnRecord.from = link;
  if (!link?.closest("#side")) OnRecord.opener = link;
  OnRecord.origin = link?.closest("#talk, #articles, #evaluation, #draft")?.id ?? "";
}

const ORIGINS = { talk: "the answer", articles: "the articles", evaluation: "the evaluation", draft: "the draft" };
const hasBack = () => Boolean(OnRecord.origin) && byId("side").dataset.tab !== OnRecord.origin;

// A way back is offered where there is one; a sheet, which covers the page, can always be closed.
function showBack() {
  const back = document.querySelector("#side .back");
  const where = hasBack() ? ` to ${ORIGINS[OnRecord.origin]}` : "";
  back.firstChild.textContent = where ? "Back" : "Close";
  back.lastElementChild.textContent = where;
  back.ariaLabel = where ? `Back${where}` : "Close";
  back.toggleAttribute("data-close", !where);
}

// What was shown anew since is found by what it leads to.
function asItStands(link) {
  if (!link || link.isConnected) return link;
  const [name] = ["href", "data-article"].filter((one) => link.hasAttribute(one));
  return name && document.querySelector(`:is(#turns, #table, #evaluation) [${name}="${CSS.escape(link.getAttribute(name))}"]`);
}

OnRecord.back = () => {
  const isWithin = hasBack() && OnRecord.origin !== "talk";
  if (isWithin) showTab(OnRecord.origin);
  else byId("desk").removeAttribute("data-sheet");
  const to = asItStands(isWithin ? OnRecord.from : OnRecord.opener);
  to?.scrollIntoView({ behavior: calmly(), block: "nearest" });
  to?.focus({ preventScroll: true });
  if (!to || document.activeElement !== to) box().focus({ preventScroll: true });
  hideCard(); // which focus shows, over the answer that was asked for
};

// A citation that is pointed at or focused shows its quote in its place.
const card = document.createElement("div");
card.id = "card";
card.role = "tooltip";
card.hidden = true;

function showCard(link) {
  const mark = byId(citationOf(link) ? link.hash.slice(1) : "");
  if (!mark) return;
  const source = mark.closest("article").cloneNode(true);
  source.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
  source.querySelectorAll("mark").forEach((one) => one.classList.toggle("found", one.dataset.number === mark.dataset.number));
  fillCard(source, link, mark, openedPlace(link));
  const [found, header] = [card.querySelector("mark.found"), card.querySelector("header")];
  const isBelow = found && found.offsetTop + found.offsetHeight > card.clientHeight;
  card.scrollTop = isBelow ? found.offsetTop - header.offsetHeight - 4 : 0; // it begins right below the title
}

// What the record already shows is pointed out there; a card would lie over it, and say it again.
function fillCard(content, link, ...places) {
  hideCard();
  card.replaceChildren(content);
  if (!card.isConnected) byId("desk").append(card); // within the page's landmark
  link.setAttribute("aria-describedby", "card");
  const shown = places.find(isSeen);
  if (shown) return shown.classList.add("pointed");
  card.hidden = false;
  const at = link.getBoundingClientRect();
  const below = at.bottom + card.offsetHeight + 8 < innerHeight;
  card.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - card.offsetHeight - 6)}px`;
  const end = link.closest("#middle, #desk").getBoundingClientRect().right;
  card.style.left = `${Math.max(8, Math.min(at.left - 20, end - card.offsetWidth - 8))}px`;
}

function isSeen(place) {
  if (!place?.checkVisibility({ visibilityProperty: true })) return false;
  const [at, room] = [place.getBoundingClientRect(), byId("record").getBoundingClientRect()];
  const top = document.querySelector("#side .tabs").getBoundingClientRect().bottom; // which stay over what is scrolled
  return at.top >= top && at.bottom <= room.bottom;
}

// The place of a citation in the article that is open, if that was opened from its answer.
function openedPlace(link) {
  const [turn, number] = citationOf(link);
  return byId("text").dataset.turn === turn ? byId(`place-${number}`) : null;
}

function hideCard() {
  card.hidden = true;
  byId("record")?.querySelector(".pointed")?.classList.remove("pointed");
}

const cited = (event) => event.target.closest?.(':is(#talk, #evaluation) a[href^="#source-"]');
document.addEventListener("mouseover", (event) => (cited(event) ? showCard(cited(event)) : card.contains(event.target) || hideCard()));
document.addEventListener("focusin", (event) => (cited(event) ? showCard(cited(event)) : hideCard()));
