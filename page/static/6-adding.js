// Adding articles: files that are dropped or chosen, a text that is pasted, a path; how far it is, and what came of it.
const LARGEST = 100_000_000; // bytes of a file
const MOST_FILES = 10_000; // in one go
const LONGEST_NAME = 45; // characters of a file's, of which some are three bytes
const TITLE_WITHIN = 2000; // characters of a text
const SYNC_LOOK_MS = 400; // between two looks at a sync
const FOLLOW_LOOK_MS = 1500; // between two looks at what is followed
let sending = null; // what stops it

const isHidden = (path) => path.split("/").some((part) => part.startsWith(".") || part.startsWith("~$"));
const kinds = () => byId("adding").dataset.kinds.split(" ");
const suffixOf = (path) => path.toLowerCase().match(/\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,8}(\.(gz|bz2|xz|zst))?$/)?.[0] ?? "";
// A file without a suffix may be a text: that is told when it is read.
const isRead = (name) => !suffixOf(name) || kinds().some((kind) => name.toLowerCase().replace(/\.gz$/, "").endsWith(kind));

// What is not read, in one line: 23 other files were not read: .jpg 14, .mov 9.
function notRead(paths) {
  const counts = {};
  for (const path of paths) counts[suffixOf(path)] = (counts[suffixOf(path)] ?? 0) + 1;
  const named = Object.entries(counts).sort(([, one], [, other]) => other - one).map(([kind, count]) => `${kind} ${count}`);
  const begun = paths.length === 1 ? "1 other file was" : `${paths.length} other files were`;
  return paths.length ? [`${begun} not read: ${named.join(", ")} (read are ${kinds().join(" ")})`] : [];
}

function tellAdded(html, lines = []) {
  byId("synced").innerHTML = html;
  const list = document.createElement("ul");
  list.append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  if (lines.length) byId("synced").append(list);
}

function tellProgress(html) {
  byId("progress").hidden = !html;
  if (html) byId("progress").firstElementChild.innerHTML = html;
}

// What a sync that was cancelled or killed did not come to, and whether it can be read on.
OnRecord.tellWaiting = ({ waits, waiting }) => {
  byId("desk").dataset.waits = waits;
  const told = byId("waiting");
  if (!told || told.dataset.shown === waiting) return;
  told.hidden = !waiting;
  told.innerHTML = told.dataset.shown = waiting;
};

// The file of a text that was pasted: nobody gave it one, or should have to think of what a file can't be called.
const fileOf = (title) => `${title.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim().slice(0, LONGEST_NAME).trim() || "Pasted text"}.jsonl`;

const noteOf = (line) => Object.assign(document.createElement("p"), { className: "note", textContent: line }).outerHTML;

// Sends files, each with the path it had, one after another; then they are taken in together. Tells whether any were.
async function addFiles(files) {
  if (sending || !byId("progress").hidden) return tellAdded(noteOf("Articles are being added already; wait, or cancel it."));
  const seen = files.filter(({ path }) => !isHidden(path));
  const all = seen.filter(({ path }) => isRead(path));
  const skipped = notRead(seen.filter(({ path }) => !isRead(path)).map(({ path }) => path));
  if (!all.length && skipped.length) return tellAdded('<p class="aside">Nothing was added.</p>', skipped);
  if (!all.length) return tellAdded(noteOf("There is no file in it."));
  if (all.length > MOST_FILES) return tellAdded(noteOf(`More than ${MOST_FILES} files at once; give their folder's path below.`));
  const batch = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let refused = 0;
  tellAdded("");
  sending = new AbortController();
  try {
    for (const [at, { file, path }] of all.entries()) {
      tellProgress(`<progress max="${all.length}" value="${at}" aria-label="Sending"></progress><p class="aside">${at} of ${all.length} files sent</p>`);
      const why = await send(batch, file, path);
      if (why) {
        skipped.push(`${path}: ${why}`);
        refused += 1;
      }
    }
    if (sending.signal.aborted) throw new DOMException("", "AbortError");
    const { said, error } = await OnRecord.call("take", batch);
    if (said || error) throw new Error(said ?? error);
  } catch (error) {
    OnRecord.call("drop", batch);
    tellProgress("");
    return tellAdded(noteOf(error.name === "AbortError" ? "Cancelled; nothing was added." : error.message));
  } finally {
    sending = null;
  }
  if (refused < all.length) return watchSync(skipped).then(() => true);
  tellProgress("");
  tellAdded('<p class="aside">Nothing was added.</p>', skipped);
}

// Says why a file was not taken, if it was not.
async function send(batch, file, path) {
  if (file.size > LARGEST) return `larger than ${LARGEST / 1e6} MB; split it`;
  const options = { method: "POST", body: file, signal: sending.signal };
  const reply = await fetch(`/add/${batch}?name=${encodeURIComponent(path.toWellFormed())}`, options).catch((error) => {
    if (error.name === "AbortError") throw error;
  });
  if (!reply) return "could not be read or sent; see whether it is still there";
  return reply.ok ? "" : (await reply.text()).trim();
}

// Looks on until a sync has ended, and all that came of it is shown.
const watchSync = (skipped = []) =>
  new Promise((end) => {
    const show = (synced) => {
      OnRecord.tellWaiting(synced);
      tellProgress(synced.running ? synced.html : "");
      if (synced.running) return SYNC_LOOK_MS;
      tellAdded(synced.html, skipped);
      OnRecord.refresh();
      end();
    };
    keepLooking(SYNC_LOOK_MS, () => OnRecord.peek("synced"), show)();
  });

// What is followed, and what came of it, as long as something is.
const showFollowed = keepLooking(FOLLOW_LOOK_MS, () => OnRecord.peek("followed"), ({ html }) => {
  const line = byId("followed").firstElementChild;
  byId("followed").hidden = !html;
  if (line.dataset.shown !== html) {
    line.innerHTML = line.dataset.shown = html;
    OnRecord.refresh();
  }
  return html && FOLLOW_LOOK_MS;
});

// What a folder that was dropped holds is told by and by.
async function filesIn(entry) {
  if (entry instanceof File) return [{ file: entry, path: entry.name }];
  if (entry.isFile) return [{ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), path: entry.fullPath.slice(1) }];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    for (const one of some) found.push(...(isHidden(one.name) ? [] : await filesIn(one)));
    if (found.length > MOST_FILES) return found;
  }
}

const holdsFiles = (event) => byId("adding") && event.dataTransfer?.types.includes("Files");

document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault(); // else the browser would go to the file
  byId("side").toggleAttribute("data-drop", true);
});
document.addEventListener("dragleave", (event) => event.relatedTarget || byId("side")?.removeAttribute("data-drop"));
document.addEventListener("drop", async (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  byId("side").removeAttribute("data-drop");
  actions.articles(document.querySelector("#head [data-do=articles]"));
  const dropped = [...event.dataTransfer.items].filter((item) => item.kind === "file");
  const entries = dropped.map((item) => item.webkitGetAsEntry() ?? item.getAsFile()); // none for a file from a program
  const found = await Promise.all(entries.map(filesIn)).catch(() => null);
  if (found) addFiles(found.flat());
  else tellAdded(noteOf("What was dropped can't be read; see whether it is still there."));
});

document.addEventListener("change", (event) => {
  if (event.target.id !== "files" && event.target.id !== "folder") return;
  addFiles([...event.target.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
  event.target.value = "";
});

document.addEventListener("submit", async (event) => {
  if (event.target.id === "by-path") {
    event.preventDefault();
    const isFollowed = byId("follow").checked;
    const { said, error } = await OnRecord.call(isFollowed ? "follow" : "sync", byId("path").value);
    if (said || error) return tellAdded(noteOf(said ?? error));
    tellAdded("");
    byId("follow").checked = false;
    if (isFollowed) showFollowed();
    else watchSync();
  }
  if (event.target.id === "pasting") {
    event.preventDefault();
    const told = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value.trim()));
    if (!told.title) {
      const { title, error } = await OnRecord.call("titled", (told.text ?? "").trim().slice(0, TITLE_WITHIN).toWellFormed());
      if (error) return;
      told.title = title;
    }
    const file = new File([JSON.stringify(told)], fileOf(told.title));
    if (!(await addFiles([{ file, path: file.name }]))) return;
    event.target.reset();
    toggle(document.querySelector('[data-do="paste"]'), event.target);
    document.querySelector('[data-do="paste"]').focus();
  }
});

async function beginSync(button, ...how) {
  if (!button.closest("#side")) actions.articles(button);
  const { said, error } = await OnRecord.call(...how);
  if (said || error) return tellAdded(noteOf(said ?? error));
  tellAdded("");
  watchSync();
}

Object.assign(actions, {
  "choose-files": () => byId("files").click(),
  "choose-folder": () => byId("folder").click(),
  paste: (button) => toggle(button, byId("pasting")),
  "read-on": (button) => beginSync(button, "read_on"),
  forget: (button) => beginSync(button, "forget", button.dataset.path),
  unfollow: () => OnRecord.call("unfollow").then(showFollowed),
  "cancel-adding": () => (sending ? sending.abort() : OnRecord.call("cancel_sync")),
});

// A sync goes on when the page is loaded anew.
OnRecord.watchAdding = async () => {
  if (!byId("adding")) return;
  showFollowed();
  const synced = await OnRecord.peek("synced");
  if (synced.error) return;
  OnRecord.tellWaiting(synced);
  if (synced.running) watchSync();
};
