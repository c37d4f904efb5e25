/* Forms: the summary of what is wrong takes the focus; leaving with changes asks; a second press does not send twice. */

const AGAIN_MS = 5000;

document.querySelector("[data-wrongs]")?.focus();

let changed = false;

for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => {
    changed = true;
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  changed = false;
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => {
    delete form.dataset.sent;
    event.submitter?.removeAttribute("aria-busy");
  }, AGAIN_MS);
});

window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

/* Ctrl+Enter saves from a long text, where Enter alone is a new line. */
document.addEventListener("keydown", (event) => {
  const saving = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (saving && event.target.matches("textarea")) event.target.form?.requestSubmit();
});
