// What is done with an answer: its words and places copied, saved, asked again; and why a sentence of it is doubted.
const COPIED_MS = 2000; // for which a button says so

async function copyText(text, button) {
  if (!navigator.clipboard) return OnRecord.say("A browser copies nothing over plain http from elsewhere; save it instead.");
  await navigator.clipboard.writeText(text);
  button.dataset.name ??= button.textContent; // it may say so already
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = button.dataset.name), COPIED_MS);
}

const menuOf = (entry) => entry.closest(".menu").querySelector("button");

async function save(form, number) {
  const { name, text, bytes, error } = await OnRecord.call("exported", OnRecord.conversation, number, form);
  if (error) return;
  download(name, bytes ? Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0)) : text);
}

function download(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

Object.assign(actions, {
  copy: async (button) => {
    const { text, error } = await OnRecord.call("exported", OnRecord.conversation, numberOf(button), "md");
    if (!error) copyText(text, button);
  },
  unfiltered: (button) => {
    for (const name of FILTERS) OnRecord.filter(name, "");
    OnRecord.ask(button.closest(".turn").querySelector("h2").textContent);
  },
  again: (button) => {
    OnRecord.anew = numberOf(button);
    document.querySelector("#again").click();
  },
});

document.addEventListener("click", (event) => {
  const entry = event.target.closest("[data-copy], [data-export]");
  if (entry?.dataset.copy) copyText(entry.dataset.copy, menuOf(entry));
  if (entry?.dataset.export) save(entry.dataset.export, entry.closest(".turn") ? numberOf(entry) : "");
});

// A doubt leads to the verdict in the record, and "what comes nearest" to the passages there.
const leading = (event) => event.target.closest?.('#talk :is(a[href^="#judged-"], a[href^="#nearest-"])');

document.addEventListener("click", (event) => {
  const link = leading(event);
  const place = link && byId(link.hash.slice(1));
  if (!place) return;
  event.preventDefault(); // as for citations
  hideCard();
  comeFrom(link);
  activate(Number(link.closest(".turn").id.slice(5)));
  showTab("quotes");
  byId("desk").toggleAttribute("data-sheet", true);
  byId("quotes").querySelectorAll("li.found").forEach((other) => other.classList.remove("found"));
  place.classList.add("found");
  place.scrollIntoView({ block: "nearest" });
});

function showReasons(event) {
  const sentence = !cited(event) && event.target.closest?.("#talk .doubtful");
  const link = sentence && sentence.querySelector(".doubt");
  const verdict = link && byId(link.hash.slice(1));
  if (!verdict) return;
  const reasons = document.createElement("div");
  reasons.append(...verdict.cloneNode(true).childNodes);
  fillCard(reasons, link, verdict);
}

document.addEventListener("mouseover", showReasons);
document.addEventListener("focusin", showReasons);
