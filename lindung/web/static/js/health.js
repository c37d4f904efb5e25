/* The dot at the top: whether everything runs, something is late, or the house cannot be reached. */

const EVERY_MS = 60000;
const place = document.querySelector("[data-health]");
const words = place?.querySelector(".health__words");

async function status() {
  try {
    const answer = await fetch(place.dataset.health, { credentials: "omit", cache: "no-store" });
    return (await answer.json()).status;
  } catch {
    return "down";
  }
}

async function look() {
  const now = await status();
  const said = { ok: "sayOk", late: "sayLate", degraded: "sayDegraded" }[now] ?? "sayDown";
  place.classList.toggle("health--late", now === "late");
  place.classList.toggle("health--degraded", now !== "ok" && now !== "late");
  words.textContent = place.dataset[said];
  place.hidden = false;
}

if (place) {
  look();
  setInterval(look, EVERY_MS);
}
