// A field with a list of what it may hold: chosen by pointer or keys, or typed. `find` gives the choices for what is
// typed, each with a `name` and what is `told` beside it. Returns what shows them anew, where they are shown.
function offerChoices(field, find) {
  const list = byId(field.getAttribute("aria-controls"));
  let asked = 0;
  let sought = "";

  const close = () => {
    asked += 1;
    list.hidden = true;
    field.setAttribute("aria-expanded", false);
    field.removeAttribute("aria-activedescendant");
  };

  const open = async (typed) => {
    const turn = (asked += 1);
    sought = typed;
    const choices = await find(typed);
    if (turn !== asked || document.activeElement !== field) return;
    list.replaceChildren(...choices.map(option));
    list.hidden = !choices.length;
    field.setAttribute("aria-expanded", !list.hidden);
    field.removeAttribute("aria-activedescendant");
  };

  const option = ({ name, shown, told }, number) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${number}`;
    item.role = "option";
    item.ariaSelected = "false";
    item.dataset.name = name;
    item.textContent = shown ?? name;
    if (told) item.append(document.createElement("small"));
    if (told) item.lastChild.textContent = told;
    return item;
  };

  const move = (by) => {
    const items = [...list.children];
    const at = items.findIndex((item) => item.ariaSelected === "true");
    items.forEach((item) => (item.ariaSelected = "false"));
    const item = items[at < 0 && by < 0 ? items.length - 1 : (at + by + items.length) % items.length];
    item.ariaSelected = "true";
    item.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", item.id);
  };

  const choose = (item) => {
    close();
    write(field, item.dataset.name);
    close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  field.addEventListener("input", () => open(field.value));
  field.addEventListener("click", () => (list.hidden ? open("") : close()));
  field.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // which would take the focus away
  list.addEventListener("click", (event) => event.target.closest("li") && choose(event.target.closest("li")));
  field.addEventListener("keydown", async (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      if (list.hidden) await open("");
      if (!list.hidden) move(by);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    } else if (event.key === "Enter") {
      const active = list.querySelector('[aria-selected="true"]');
      if (active) choose(active);
      else close();
    }
  });

  return () => list.hidden || open(sought);
}
