// What narrows a search: how it is understood stands below each field, and what is active stands above all.
const FILTERS = { since: "Since", until: "Until", source: "From", during: "Speaks of" };
const fieldOf = (name) => byId(`${name}-field`);
const filterValues = () => Object.keys(FILTERS).map((name) => fieldOf(name).value.trim());

// Sets a filter from elsewhere on the page; an empty value takes it away.
OnRecord.filter = (name, value) => {
  write(fieldOf(name), value);
  fieldOf(name).dispatchEvent(new Event("change", { bubbles: true }));
};

function tellBelow(field, line, isWrong) {
  const told = byId(field.getAttribute("aria-describedby"));
  if (told.textContent !== line) told.textContent = line;
  told.classList.toggle("wrong", isWrong);
  field.setAttribute("aria-invalid", isWrong);
}

async function readFilters() {
  showFilters();
  const { told } = await OnRecord.call("within", ...filterValues());
  if (!told) return;
  for (const name of Object.keys(FILTERS)) {
    tellBelow(fieldOf(name), told[name]?.line ?? "", told[name]?.wrong ?? false);
  }
}

function showFilters() {
  const values = filterValues();
  const chips = Object.entries(FILTERS).flatMap(([name, label], at) => {
    if (!values[at]) return [];
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "chip";
    chip.dataset.clear = name;
    chip.textContent = `${label} ${values[at]} ×`;
    chip.ariaLabel = `Remove the filter: ${label} ${values[at]}`;
    return [chip];
  });
  byId("chips").querySelectorAll("[data-clear]").forEach((chip) => chip.remove());
  byId("chips").append(...chips);
}

whenThere("source-field").then(() => {
  offerChoices(fieldOf("source"), async (typed) => (await OnRecord.call("sources", typed)).sources ?? []);
  for (const name of Object.keys(FILTERS)) {
    fieldOf(name).addEventListener("input", () => showFilters() ?? soon(readFilters));
    fieldOf(name).addEventListener("change", readFilters);
  }
  for (const button of document.querySelectorAll("[data-pick]")) {
    const day = button.nextElementSibling;
    button.addEventListener("click", () => {
      day.value = /^\d{4}-\d\d-\d\d$/.test(fieldOf(button.dataset.pick).value) ? fieldOf(button.dataset.pick).value : "";
      day.showPicker();
    });
    day.addEventListener("change", () => OnRecord.filter(button.dataset.pick, day.value));
  }
});
