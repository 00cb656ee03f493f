// A citation brings its quote into view.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#source-"]');
  const mark = link && document.getElementById(link.hash.slice(1));
  if (!mark) return;
  event.preventDefault(); // the page has a <base>: following "#…" would load it anew
  document.querySelectorAll("mark.found").forEach((other) => other.classList.remove("found"));
  mark.classList.add("found");
  mark.closest("details").open = true;
  mark.scrollIntoView({ behavior: "smooth", block: "center" });
});

// An answer is read from its beginning, so a new question goes to the top, and what grows below moves nothing.
function showTheQuestion() {
  const talk = document.getElementById("talk");
  const asked = talk ? talk.querySelectorAll(".user-row") : [];
  if (!talk || asked.length === Number(talk.dataset.asked ?? 0)) return;
  if (asked.length > Number(talk.dataset.asked ?? 0)) asked[asked.length - 1].scrollIntoView();
  talk.dataset.asked = asked.length;
}
new MutationObserver(() => requestAnimationFrame(showTheQuestion)).observe(document.documentElement, {
  childList: true,
  subtree: true,
});
