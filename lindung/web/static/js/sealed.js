/* Opened words close by themselves, and are gone when the page comes back out of the browser's memory. */

function close(section) {
  const words = section.querySelector("[data-sealed-words]");
  if (words) words.textContent = "••••••••••••";
  const state = section.querySelector("[data-sealed-state]");
  if (state) state.textContent = section.dataset.sealedClosed;
}

const opened = [...document.querySelectorAll("[data-sealed-for]")];

for (const section of opened) {
  setTimeout(close, Number(section.dataset.sealedFor) * 1000, section);
}

window.addEventListener("pagehide", () => opened.forEach(close));
