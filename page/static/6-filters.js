// What narrows a search: how it is understood stands below each field, and what is active stands above all.
const FILTERS = ["since", "until", "source", "during"];
const fieldOf = (name) => byId(`${name}-field`);
const filterValues = () => FILTERS.map((name) => fieldOf(name).value.trim());

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
  dropChips();
  const typed = filterValues();
  const { told } = await OnRecord.look("within", ...typed);
  if (!told || typed.join("\n") !== filterValues().join("\n")) return; // they are read again
  for (const name of FILTERS) tellBelow(fieldOf(name), told[name]?.line ?? "", told[name]?.wrong ?? false);
  showChips(FILTERS.filter((name) => told[name]?.words).map((name) => [name, told[name].words]));
}

// What is typed anew is no filter before it is read, nor is what can't be read.
const filterChips = () => [...byId("chips").querySelectorAll("[data-clear]")];
const dropChips = () => filterChips().forEach((chip) => chip.dataset.typed === fieldOf(chip.dataset.clear).value || chip.remove());

// A chip that stays is left where it is: it may have the focus.
function showChips(read) {
  const shown = Object.fromEntries(filterChips().map((chip) => [chip.dataset.words, chip]));
  const chips = read.map(([name, words]) => shown[words] ?? chipOf(name, words));
  filterChips().filter((chip) => !chips.includes(chip)).forEach((chip) => chip.remove());
  let next = null;
  for (const chip of chips.toReversed()) {
    chip.dataset.typed = fieldOf(chip.dataset.clear).value;
    if (!chip.isConnected) byId("chips").insertBefore(chip, next);
    next = chip;
  }
}

function chipOf(name, words) {
  const chip = Object.assign(document.createElement("button"), { type: "button", className: "chip", ariaLabel: `Remove the filter: ${words}`, title: words });
  Object.assign(chip.dataset, { clear: name, words });
  chip.append(Object.assign(document.createElement("span"), { textContent: words }), " ×");
  return chip;
}

// Shows a filter that can't be used where it was typed, and tells whether there is one.
OnRecord.leadsToFault = () => {
  const wrong = FILTERS.map(fieldOf).find((field) => field.value.trim() && field.ariaInvalid === "true");
  if (wrong && !byId("settings").classList.contains("open")) settingsButton().click();
  wrong?.focus();
  return Boolean(wrong);
};

whenThere("source-field").then(() => {
  offerChoices(fieldOf("source"), async (typed) => (await OnRecord.look("sources", typed)).sources ?? []);
  for (const field of FILTERS.map(fieldOf)) {
    field.addEventListener("input", () => {
      dropChips();
      field.ariaInvalid = "false"; // until it is read
      soon(readFilters);
    });
    field.addEventListener("change", readFilters);
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
