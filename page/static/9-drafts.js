// A draft that is checked: pasted or a file, how far it is, and what was found, with its marks and places.
const PIECE = /[\s\S]{1,4000}/gu; // characters of a draft that are sent at once
const DRAFT_LOOK_MS = 700; // between two looks at how far it is

function tellDraft(html) {
  const told = byId("draft-going");
  if (told.dataset.shown !== html) told.innerHTML = told.dataset.shown = html;
}

const goingHtml = (done) =>
  `<progress max="1" value="${done}" aria-label="Checking the draft"></progress>
  <p class="aside">${Math.round(done * 100)}% of the draft is checked <button type="button" data-do="cancel-draft">Cancel</button></p>`;

OnRecord.showDraft = keepLooking(DRAFT_LOOK_MS, () => OnRecord.peek("drafted"), ({ html, note, running, done }) => {
  tellDraft(running ? goingHtml(done) : note ? noteOf(note) : "");
  const found = byId("draft-found");
  if (!running && found.dataset.shown !== html) found.innerHTML = found.dataset.shown = html;
  return running && DRAFT_LOOK_MS;
});

async function beginDraft(...how) {
  const { error } = await OnRecord.call(...how);
  if (!error) OnRecord.showDraft();
}

async function checkDraft(text) {
  for (const [at, piece] of (text.toWellFormed().match(PIECE) ?? []).entries()) {
    if ((await OnRecord.call("draft_piece", piece, at ? "" : "first")).error) return;
  }
  await beginDraft("check_draft");
}

async function checkDraftFile(file) {
  if (sending) return tellDraft(noteOf("Articles are being added; wait, or cancel it."));
  const batch = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  sending = new AbortController();
  try {
    const why = await send(batch, file, file.name);
    if (why) return tellDraft(noteOf(`${file.name}: ${why}`));
  } finally {
    sending = null;
  }
  await beginDraft("check_file", batch);
}

Object.assign(actions, {
  "choose-draft": () => byId("draft-file").click(),
  "cancel-draft": () => OnRecord.call("cancel_draft").then(OnRecord.showDraft),
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "drafting") return;
  event.preventDefault();
  checkDraft(byId("draft-text").value);
});

document.addEventListener("change", (event) => {
  if (event.target.id !== "draft-file" || !event.target.files.length) return;
  checkDraftFile(event.target.files[0]);
  event.target.value = "";
});

// A mark in the draft leads to what was found, and back.
function followInDraft(link) {
  const to = byId(link.hash.slice(1));
  if (!to) return;
  const folded = to.closest("details");
  if (folded) folded.open = true;
  to.scrollIntoView({ behavior: calmly(), block: "center" });
  to.focus({ preventScroll: true });
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest('#draft a[href^="#draft-"]');
  if (link) {
    event.preventDefault(); // the page has a <base>: following "#…" would load it anew
    followInDraft(link);
  }
  const place = event.target.closest("#draft [data-of]");
  if (!place) return;
  comeFrom(place);
  const { of, start, end } = place.dataset;
  const { html, error } = await OnRecord.look("draft_place", of, start, end);
  if (!error) showArticle(html, 1);
});
