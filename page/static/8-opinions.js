// What a reader says of an answer: right or not, a note, and which sentences of its record would have been right.
OnRecord.showOpinions = async () => {
  const conversation = OnRecord.conversation;
  if (!conversation) return;
  const { html } = await OnRecord.look("opinions", conversation);
  if (!html || conversation !== OnRecord.conversation) return;
  for (const [number, said] of Object.entries(html)) showOpinion(number, said);
};

function showOpinion(number, html) {
  const answer = byId(`turn-${number}`)?.querySelector(".answer");
  if (!answer) return;
  let part = answer.querySelector(".feedback");
  if (!part) {
    part = document.createElement("span");
    part.className = "feedback";
    (answer.querySelector(".made") ?? answer).append(part);
  }
  if (part.dataset.shown === html) return; // somebody may be writing a note in it
  const focused = part.contains(document.activeElement) ? document.activeElement.dataset : null;
  part.innerHTML = part.dataset.shown = html;
  if (!focused) return;
  const same = focused.opinion === undefined ? "[data-note]" : `[data-opinion="${focused.opinion}"]`;
  (part.querySelector(same) ?? part.querySelector("button")).focus();
}

async function judge(call, number, ...words) {
  const conversation = OnRecord.conversation;
  const { html, error } = await OnRecord.call(call, conversation, number, ...words);
  if (!error && conversation === OnRecord.conversation) showOpinion(number, html);
  return !error;
}

// What is seen stays, or a click that ended the writing would hit a button that is there no more.
async function noteDown(field) {
  const part = field.closest(".feedback"); // another conversation may stand there meanwhile
  const { html, error } = await OnRecord.call("noted", OnRecord.conversation, numberOf(field), field.value);
  if (!error) part.dataset.shown = html;
}

const choosing = () => byId("quotes").querySelector(".choosing");

async function choose(number) {
  const { html, error } = await OnRecord.look("choosable", OnRecord.conversation, number);
  if (error || !byId(`record-${number}`)) return;
  choosing()?.remove();
  activate(number);
  showTab("quotes");
  byId("desk").toggleAttribute("data-sheet", true);
  byId(`record-${number}`).insertAdjacentHTML("afterbegin", html);
  byId("record").scrollTop = 0;
  choosing().querySelector("input, button").focus({ preventScroll: true });
}

function endChoice() {
  comeFrom(byId(`turn-${choosing().dataset.number}`).querySelector('[data-opinion="choose"]'));
  choosing().remove();
  OnRecord.back();
}

document.addEventListener("submit", async (event) => {
  if (!event.target.matches(".choosing")) return;
  event.preventDefault();
  const form = event.target;
  const keys = [...form.querySelectorAll("input:checked")].map((box) => box.value);
  if (await judge("chosen", form.dataset.number, keys.join(" "))) endChoice();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-opinion]");
  if (!button) return;
  const { opinion } = button.dataset;
  if (opinion === "cancel") endChoice();
  else if (opinion === "choose") choose(numberOf(button));
  else judge("judged", numberOf(button), opinion);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-note]")) noteDown(event.target);
  const form = event.target.closest(".choosing");
  if (form) form.querySelector("[type=submit]").disabled = !form.querySelector(":checked");
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest?.(".choosing")) endChoice();
});
