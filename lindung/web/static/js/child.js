/* A child's page: reads the question aloud and records a voice, where the browser can. Without this
   script the page says the same in writing, and the phone's own recorder fills the same field. */

const words = document.querySelector('meta[name="listen"]')?.content || "▶";
const speech = window.speechSynthesis;

function voice() {
  const language = document.documentElement.lang;
  return speech?.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
}

function say(words) {
  speech.cancel();
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.voice = voice();
  utterance.lang = document.documentElement.lang;
  utterance.rate = 0.9;
  speech.speak(utterance);
}

function offer() {
  if (!voice() || document.querySelector("[data-listening]")) return;
  for (const part of document.querySelectorAll("[data-say]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet listen";
    button.dataset.listening = "";
    button.textContent = `▶ ${words}`;
    const said = part.innerText.trim();
    button.addEventListener("click", () => {
      try {
        say(said);
      } catch {
        button.remove(); // the words are there to read: nothing more is promised
      }
    });
    part.after(button);
  }
}

if (speech) {
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", () => speech.cancel());
}

/* Recording: the sound goes into the same field that a file would fill. */
const MOST_MS = 180_000;

function kind() {
  const known = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
  return known.find((one) => MediaRecorder.isTypeSupported(one));
}

function fill(input, pieces, type) {
  const ending = type.includes("mp4") ? "m4a" : type.includes("ogg") ? "ogg" : "webm";
  const files = new DataTransfer();
  files.items.add(new File(pieces, `suara.${ending}`, { type }));
  input.files = files.files;
}

async function record(part, input, button, status) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream, { mimeType: kind() });
  const pieces = [];
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.addEventListener("stop", () => {
    for (const track of stream.getTracks()) track.stop();
    fill(input, pieces, recorder.mimeType.split(";")[0]);
    button.textContent = part.dataset.recordStart;
    status.textContent = part.dataset.recordDone;
  });
  recorder.start();
  button.textContent = part.dataset.recordStop;
  setTimeout(() => recorder.state === "recording" && recorder.stop(), MOST_MS);
  return recorder;
}

for (const part of document.querySelectorAll("[data-record]")) {
  const input = part.querySelector('input[type="file"]');
  if (!input || !window.MediaRecorder || !navigator.mediaDevices || !kind()) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = part.dataset.recordStart;
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  let recorder = null;
  button.addEventListener("click", async () => {
    if (recorder?.state === "recording") {
      recorder.stop();
      return;
    }
    try {
      recorder = await record(part, input, button, status);
      status.textContent = "";
    } catch {
      status.textContent = part.dataset.recordNo;
    }
  });
  input.before(button, status);
}
