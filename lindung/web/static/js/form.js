/* Forms: the summary of what is wrong takes the focus; leaving with changes asks; a second press does not send twice. */

const AGAIN_MS = 5000;

document.querySelector("[data-wrongs]")?.focus();

const STILL_HERE_MS = 60000;
let changed = false;
let told = Date.now();

/* A page that is written in is a page in use: a long call must not end the session under it. */
const stillHere = () => {
  if (Date.now() - told < STILL_HERE_MS) return;
  told = Date.now();
  fetch("/akun/masih/", { redirect: "manual" }).catch(() => {});
};

for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => {
    changed = true;
    stillHere();
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
