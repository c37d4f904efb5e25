/* One key per act: j k through rows, / to search, u to undo, g and a letter to go, ? for help. They can be switched off. */

const GO_MS = 1500;
const SETTING = "lindung-keys";

const dialog = document.querySelector("[data-keys-dialog]");
const toggle = document.querySelector("[data-keys-on]");
let wentAt = 0;

function on() {
  return localStorage.getItem(SETTING) !== "off";
}

if (toggle) {
  toggle.checked = on();
  toggle.addEventListener("change", () => localStorage.setItem(SETTING, toggle.checked ? "on" : "off"));
}

/* A dialog that was just closed keeps the focus for a moment: a key pressed then must not be lost. */
function isTyping(target) {
  const within = target.closest("dialog");
  if (within && !within.open) return false;
  return target.closest("input, textarea, select, [contenteditable], dialog") !== null;
}

function rows() {
  return [...document.querySelectorAll("[data-rows] [data-row]")];
}

function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const here = all.findIndex((row) => row.hasAttribute("data-here"));
  const next = Math.min(Math.max(here + step, 0), all.length - 1);
  for (const row of all) row.removeAttribute("data-here");
  all[next].setAttribute("data-here", "");
  const link = all[next].querySelector("a, button");
  (link ?? all[next]).focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "nearest" });
}

function go(key) {
  const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  if (link) location.assign(link.href);
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => document.querySelector("[data-key-search]")?.focus(),
  u: () => document.querySelector("[data-key-undo]")?.click(),
  "?": () => dialog?.showModal(),
  g: () => {
    wentAt = performance.now();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target)) return;
  if (!on() && event.key !== "?") return;
  if (wentAt && performance.now() - wentAt < GO_MS) {
    wentAt = 0;
    go(event.key);
    return;
  }
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
