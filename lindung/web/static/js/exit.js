/* Tutup cepat: leave at once, by the button, Shift three times, or three quick taps on the top bar.
   Order matters: first nothing is readable, then the server forgets, then the browser goes. Without this
   script the same control is a plain link whose address forgets and redirects. */

const SHIFT_WINDOW_MS = 5000;
const TAP_WINDOW_MS = 1200;
const FORGET_MS = 1000;
const PRESSES = 3;
const TAP_PAUSE_MS = 350; // a finger that comes back within it does not want to go where it pressed
const WEATHER = "https://www.bmkg.go.id/";

const control = document.querySelector("[data-exit]");
const bar = document.querySelector("[data-exit-bar]");
const status = document.querySelector("[data-exit-status]");
let leaving = false;

function neutral() {
  for (const candidate of (control.dataset.exitTo || "").split(/\s+/)) {
    try {
      const url = new URL(candidate);
      if (url.protocol === "https:" && url.origin !== location.origin) return url.href;
    } catch {
      continue;
    }
  }
  return WEATHER;
}

function cover() {
  document.title = control.dataset.exitTitle || "…";
  const sheet = document.createElement("div");
  sheet.className = "exit-cover";
  sheet.setAttribute("aria-hidden", "true");
  for (const child of [...document.body.children]) {
    child.hidden = true;
    child.inert = true;
  }
  document.body.append(sheet);
  for (const media of document.querySelectorAll("audio, video")) media.pause();
  for (const field of document.querySelectorAll("input, textarea")) field.value = "";
}

async function forget() {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), FORGET_MS);
  try {
    await fetch(control.href, {
      method: "POST",
      keepalive: true,
      credentials: "same-origin",
      redirect: "manual",
      signal: patience.signal,
    });
  } catch {
    // No answer in time: leaving matters more, and the session dies by itself.
  } finally {
    clearTimeout(timer);
  }
}

async function leave() {
  if (leaving) return;
  leaving = true;
  cover();
  await forget();
  location.replace(neutral());
}

function say(words) {
  if (status) status.textContent = words || "";
}

/* Counts presses that come within `span` of the first one; calls `leave` at the third. */
function counter(span) {
  let count = 0;
  let timer = 0;
  const reset = (words) => {
    clearTimeout(timer);
    if (count === 0) return;
    count = 0;
    delete control.dataset.count;
    say(words);
  };
  const press = () => {
    count += 1;
    if (count === 1) timer = setTimeout(() => reset(control.dataset.exitStopped), span);
    if (count >= PRESSES) {
      reset("");
      leave();
      return;
    }
    control.dataset.count = String(count);
    say(count === 1 ? control.dataset.exitTwoMore : control.dataset.exitOneMore);
  };
  return { press, reset };
}

if (control) {
  const shifts = counter(SHIFT_WINDOW_MS);
  const taps = counter(TAP_WINDOW_MS);

  for (const link of document.querySelectorAll("[data-exit], [data-exit-too]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key === "Shift") shifts.press();
    else shifts.reset(""); // A capital letter is not a call for the exit.
  });

  if (bar) {
    let going = 0;
    bar.addEventListener("pointerup", (event) => {
      if (!event.target.closest("[data-exit], button, input, select")) taps.press();
    });
    /* On a narrow phone the bar is nearly all name and language: three taps there must leave, too. */
    bar.addEventListener("click", (event) => {
      const link = event.target.closest("a:not([data-exit])");
      const plain = event.detail > 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (!link || !plain) return;
      event.preventDefault();
      clearTimeout(going);
      going = setTimeout(() => {
        if (!leaving) location.assign(link.href);
      }, TAP_PAUSE_MS);
    });
  }

  /* A page that comes back out of the browser's memory shows nothing before the server is asked again. */
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    cover();
    location.reload();
  });
}
