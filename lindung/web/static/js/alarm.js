/* The sound of the desk. A browser plays only after a click, so [data-alarm-start] (Mulai piket) is that click;
   [data-alarm-sound] says whether sound is on. It rings as long as the page holds [data-alarm="ring"], and
   sounds by itself at once when a live part brings one in. */

const EVERY_MS = 2500;
const TONES = [
  { hertz: 880, from: 0, to: 0.22 },
  { hertz: 660, from: 0.28, to: 0.5 },
  { hertz: 880, from: 0.56, to: 0.78 },
];

const start = document.querySelector("[data-alarm-start]");
const places = document.querySelectorAll("[data-alarm-sound]");
const plainTitle = document.title;
let sound = null;

function audible() {
  return sound !== null && sound.state === "running";
}

function waiting() {
  return document.querySelector('[data-alarm="ring"]') !== null;
}

function show() {
  for (const place of places) {
    place.dataset.sound = audible() ? "on" : "off";
    const words = audible() ? place.dataset.sayOn : place.dataset.sayOff;
    if (place.textContent !== words) place.textContent = words;
  }
  if (start) start.hidden = audible();
}

function beep(tones) {
  for (const tone of tones) {
    const wave = sound.createOscillator();
    const volume = sound.createGain();
    const begin = sound.currentTime + tone.from;
    const end = sound.currentTime + tone.to;
    wave.type = "triangle";
    wave.frequency.value = tone.hertz;
    volume.gain.setValueAtTime(0.0001, begin);
    volume.gain.exponentialRampToValueAtTime(0.6, begin + 0.02);
    volume.gain.setValueAtTime(0.6, end - 0.04);
    volume.gain.exponentialRampToValueAtTime(0.0001, end);
    wave.connect(volume).connect(sound.destination);
    wave.start(begin);
    wave.stop(end);
  }
}

function tick() {
  document.title = waiting() ? `(!) ${plainTitle}` : plainTitle;
  if (waiting() && audible()) beep(TONES);
  show();
}

/* Goes on duty without leaving the page: a page that is loaded anew may not play until clicked again. */
async function onDuty(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  if (!answer.ok) form.submit();
}

/* A dark screen wakes nobody. The browser lets go of the lock when the page is out of sight. */
async function stayAwake() {
  if (!audible() || document.visibilityState !== "visible") return;
  await navigator.wakeLock?.request("screen").catch(() => {});
}

start?.addEventListener("click", async (event) => {
  event.preventDefault();
  sound ??= new AudioContext();
  await sound.resume();
  sound.addEventListener("statechange", show);
  beep(TONES.slice(0, 1));
  show();
  stayAwake();
  if (start.form) await onDuty(start.form);
});

document.addEventListener("visibilitychange", stayAwake);
document.addEventListener("live:replaced", tick);
setInterval(tick, EVERY_MS);
show();
