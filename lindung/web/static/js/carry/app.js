/* The field app: locked, a list, one mission, what waits. All words come from the page. */

import * as camera from "./camera.js";
import * as outbox from "./outbox.js";
import { pad } from "./pad.js";
import * as store from "./store.js";
import { fetchAll, Gone, handIn, missions, mustGo, tellEmptied } from "./sync.js";
import { addPasskey, hasPasskeys, open, openByPasskey, unseal } from "./vault.js";

const IDLE_MS = 300000;
const LOOK_MS = 5000;
const AGAIN_MS = 30000;
const DAY_MS = 86400000;
const FREE_TRIES = 5;
const CLOCK_WRONG_MS = 120000;

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const word = (name) => one(`[data-word="${name}"]`)?.textContent ?? "";

let key = null; // open while somebody works, and while something still waits to be sent
let device = null;
let shown = []; // the missions, opened
let here = null; // the number of the one on the screen
let touched = Date.now();
let busy = null;
let unknown = false;

/* ---------- screens ---------- */

const screen = (name) => {
  for (const part of all("[data-screen]")) part.hidden = part.dataset.screen !== name;
  document.body.dataset.at = name;
  one("[data-bar]").hidden = ["new", "gone"].includes(name);
  one("[data-lock]").hidden = name === "lock";
};
const at = () => document.body.dataset.at;

const fill = (template) => one(`template[data-t="${template}"]`).content.cloneNode(true);

const say = (name) => {
  const place = one("[data-status]");
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = word(name);
  });
};

const moment = (iso) =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(iso));

/* ---------- the bar: always visible ---------- */

const bar = async () => {
  const found = await outbox.counts();
  for (const [state, n] of Object.entries(found)) {
    const place = one(`[data-count="${state}"]`);
    if (!place) continue;
    place.querySelector("b").textContent = n;
    place.classList.toggle("is-some", n > 0);
  }
  one("[data-line]").textContent = word(navigator.onLine ? "online" : "offline");
  one("[data-unknown]").hidden = !unknown;
  const meta = await store.get("meta", "device");
  const wrong = Math.abs(meta?.skewMs ?? 0) > CLOCK_WRONG_MS;
  one("[data-clock]").hidden = !wrong;
  const left = meta ? meta.keepDays - (Date.now() - meta.contactAt) / DAY_MS : 9;
  one("[data-soon]").hidden = !(left < 2);
  if (at() === "outbox") await waitingList();
};

/* ---------- locking and emptying ---------- */

const wipe = async (tell) => {
  const was = device;
  key = device = here = null;
  shown = [];
  await store.wipe();
  for (const name of await caches.keys()) await caches.delete(name);
  one("[data-list]").replaceChildren();
  one("[data-mission]").replaceChildren();
  one("[data-outbox]").replaceChildren();
  screen("gone");
  if (tell && was?.secret) await tellEmptied(was);
};

const isTooOld = (meta) => Date.now() - meta.contactAt > meta.keepDays * DAY_MS;

const lock = async () => {
  const active = document.activeElement;
  if (active && active !== document.body) active.blur(); // what is being typed is kept first
  await busyWriting;
  shown = [];
  here = null;
  camera.stop(one("[data-video]"));
  for (const dialog of all("dialog")) if (dialog.open) dialog.close();
  one("[data-list]").replaceChildren();
  one("[data-mission]").replaceChildren();
  one("[data-outbox]").replaceChildren();
  screen("lock");
  const waits = (await outbox.counts()).queued;
  if (!waits) key = device = null; // else it is kept until everything is sent
  one("[data-still]").hidden = !waits;
  await bar();
};

const afterOpen = async (opened) => {
  const meta = await store.get("meta", "device");
  const { secret } = await unseal(opened, "secret", meta.secret);
  key = opened;
  device = { id: meta.id, secret };
  meta.tries = 0;
  await store.put("meta", meta, "device");
  touched = Date.now();
  one("[data-unlock]").reset();
  await list();
  sync();
};

const waitS = (tries) => (tries < FREE_TRIES ? 0 : 30 * 2 ** Math.min(tries - FREE_TRIES, 6));

const unlock = async (how) => {
  const meta = await store.get("meta", "device");
  const until = (meta.triedAt ?? 0) + waitS(meta.tries) * 1000;
  const note = one("[data-wrong]");
  if (Date.now() < until && meta.triedAt <= Date.now()) {
    note.textContent = word("later");
    note.hidden = false;
    return;
  }
  note.hidden = true;
  one("[data-unlock] button").disabled = true;
  try {
    await afterOpen(await how(meta));
  } catch (error) {
    if (error instanceof Gone) throw error;
    meta.tries += 1;
    meta.triedAt = Date.now();
    await store.put("meta", meta, "device");
    note.textContent = word("wrong");
    note.hidden = false;
    one("[data-unlock] input").focus();
  } finally {
    one("[data-unlock] button").disabled = false;
  }
};

/* ---------- handing in and fetching ---------- */

const once = async (asked) => {
  try {
    if (!key) {
      const meta = await store.get("meta", "device");
      if (meta && (await mustGo(meta.id))) await wipe(false);
      return;
    }
    const reached = await handIn(key, device, bar, { conflictsToo: asked });
    if (!reached) return;
    const got = await fetchAll(key, device);
    unknown = !got.known;
    if (at() === "lock") {
      if (!(await outbox.counts()).queued) {
        key = device = null;
        one("[data-still]").hidden = true;
      }
    } else if (got.changed) await again();
  } catch (error) {
    if (error instanceof Gone) await wipe(true);
    else if (!(error instanceof TypeError || error.name === "AbortError")) throw error;
  } finally {
    if (!["new", "gone"].includes(at())) await bar();
  }
};

let waitingAgain = false;

/* One at a time; asked while one runs, another follows, so that nothing is left behind. */
const sync = (asked = false) => {
  if (busy) {
    waitingAgain = true;
    return busy;
  }
  busy = once(asked).finally(() => {
    busy = null;
    if (waitingAgain) {
      waitingAgain = false;
      sync();
    }
  });
  return busy;
};

let busyWriting = Promise.resolve();

const write = (thing) => {
  busyWriting = busyWriting
    .catch(() => {})
    .then(() => outbox.write(key, { mission: here, ...thing }));
  return busyWriting.then(async (whole) => {
    say("kept");
    await bar();
    sync();
    return whole;
  });
};

/* ---------- the list ---------- */

const list = async () => {
  shown = await missions(key);
  const place = one("[data-list]");
  place.replaceChildren();
  for (const mission of shown) {
    const row = fill("row");
    const button = one("button", row);
    button.dataset.number = mission.number;
    one("[data-f=number]", row).textContent = mission.number;
    one("[data-f=kind]", row).textContent = mission.kind;
    one("[data-f=risk]", row).textContent = mission.risk_words;
    one("[data-f=risk]", row).dataset.risk = mission.risk;
    one("[data-f=state]", row).textContent = mission.state_words;
    one("[data-f=due]", row).textContent = moment(mission.check_due ?? mission.depart_due);
    place.append(row);
  }
  one("[data-none]").hidden = shown.length > 0;
  screen("list");
  await bar();
};

/* ---------- one mission ---------- */

/* What stands in the parts: what the unit has, then what was written here and is not there yet. */
const partsOf = async (mission) => {
  const parts = structuredClone(mission.parts);
  const times = { ...mission.times };
  const notes = [];
  for (const row of (await outbox.rows()).sort((a, b) => a.n - b.n)) {
    const whole = await outbox.opened(key, row);
    if (whole.mission !== mission.number) continue;
    if (["note", "document", "consent"].includes(whole.kind)) notes.push([row, whole]);
    if (!["queued", "sending"].includes(row.state)) continue;
    if (whole.kind === "part") parts[whole.part] = { id: whole.id, words: whole.words };
    if (whole.kind === "stamp") times[whole.words] = whole.at;
  }
  return { parts, times, notes };
};

const lastEntry = new Map(); // part -> the entry that its writer sees: base of the next one

const mission = async (number, keepScroll = false) => {
  const found = shown.find((candidate) => candidate.number === number);
  if (!found) return list();
  here = number;
  const page = fill("mission");
  const { parts, times, notes } = await partsOf(found);
  one("[data-f=number]", page).textContent = found.number;
  one("[data-f=kind]", page).textContent = [found.kind, found.area].filter(Boolean).join(" · ");
  one("[data-f=risk]", page).textContent = found.risk_words;
  one("[data-f=risk]", page).dataset.risk = found.risk;
  one("[data-f=crew]", page).textContent = found.crew.join(", ");
  one("[data-f=due]", page).textContent = moment(found.check_due ?? found.depart_due);
  for (const button of all("[data-stamp]", page)) {
    const when = times[button.dataset.stamp];
    if (when) {
      one("time", button).textContent = moment(when);
      button.classList.add("is-done");
    }
  }
  const next = all("[data-stamp]", page).find(
    (button) => !times[button.dataset.stamp] && button.dataset.stamp !== "additional",
  );
  next?.classList.add("is-next");
  const facts = one("[data-facts]", page);
  for (const [title, lines] of found.facts) {
    const fact = fill("fact");
    one("dt", fact).textContent = title;
    for (const line of lines) {
      const p = document.createElement("p");
      p.textContent = line;
      one("dd", fact).append(p);
    }
    facts.append(fact);
  }
  const numbers = one("[data-numbers]", page);
  numbers.previousElementSibling.hidden = !found.partners.length;
  for (const [name, phone] of found.partners) {
    const row = fill("number");
    one("b", row).textContent = name;
    one("a", row).textContent = phone;
    one("a", row).href = `tel:${phone.replace(/[^+\d]/g, "")}`;
    numbers.append(row);
  }
  lastEntry.clear();
  for (const field of all("[data-part]", page)) {
    const { id, words } = parts[field.dataset.part] ?? { id: "", words: "" };
    lastEntry.set(field.dataset.part, id);
    field.value = field.type === "datetime-local" ? local(words) : words;
    field.dataset.was = field.value;
  }
  const written = one("[data-written]", page);
  for (const [row, whole] of notes) written.append(line(row, whole));
  const top = window.scrollY;
  const open = new Set(all("[data-mission] details[open]").map((part) => part.dataset.group));
  const place = one("[data-mission]");
  place.replaceChildren(page);
  for (const part of all("details", place)) part.open = open.has(part.dataset.group) && keepScroll;
  screen("mission");
  if (keepScroll) window.scrollTo(0, top);
  else {
    window.scrollTo(0, 0);
    one("h1", place).focus();
  }
};

const local = (iso) => {
  if (!iso) return "";
  const there = new Date(iso);
  if (Number.isNaN(there.getTime())) return "";
  return new Date(there.getTime() - there.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
};

/* Something came from the unit: show it, unless somebody is just writing. */
const again = async () => {
  shown = await missions(key);
  if (at() === "list") await list();
  const writing = one("[data-mission]").contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  if (at() === "mission" && !writing && !one("dialog[open]")) await mission(here, true);
};

const line = (row, whole) => {
  const item = fill("written");
  one("[data-f=what]", item).textContent = word(`kind-${whole.kind}`);
  one("[data-f=words]", item).textContent = whole.kind === "consent" ? consentWords(whole.words) : whole.words;
  one("[data-f=when]", item).textContent = moment(whole.at);
  one("[data-f=state]", item).textContent = word(`state-${row.state}`);
  one("[data-f=state]", item).dataset.state = row.state;
  one("[data-f=why]", item).textContent = whole.why ?? "";
  const acts = one("[data-f=acts]", item);
  if (acts) {
    acts.hidden = row.state !== "failed";
    acts.dataset.n = row.n;
  }
  return item;
};

const consentWords = (text) => {
  try {
    const { purpose, by } = JSON.parse(text);
    return [word(`purpose-${purpose}`), word(`by-${by}`)].join(" · ");
  } catch {
    return text;
  }
};

/* ---------- what waits ---------- */

const waitingList = async () => {
  if (!key) return;
  const place = one("[data-outbox]");
  const items = [];
  for (const row of (await outbox.rows()).reverse()) {
    const whole = await outbox.opened(key, row);
    const item = line(row, whole);
    one("[data-f=what]", item).textContent =
      whole.kind === "part" ? word(`part-${whole.part}`) : word(`kind-${whole.kind}`);
    if (whole.kind === "stamp") one("[data-f=words]", item).textContent = word(`stamp-${whole.words}`);
    one("[data-f=mission]", item).textContent = whole.mission;
    items.push(item);
  }
  place.replaceChildren(...items);
  one("[data-empty]").hidden = items.length > 0;
};

/* ---------- what is pressed ---------- */

const acts = {
  async open(button) {
    await mission(button.dataset.number);
  },
  async list() {
    here = null;
    await list();
    one("[data-screen=list] h1").focus();
  },
  async outbox() {
    here = null;
    screen("outbox");
    await bar();
    one("[data-screen=outbox] h1").focus();
  },
  async lock() {
    await lock();
    one("[data-unlock] input").focus();
  },
  async send() {
    say("sending");
    await sync(true);
  },
  async stamp(button) {
    await write({ kind: "stamp", words: button.dataset.stamp });
    await mission(here, true);
  },
  async safe() {
    const place = one("[data-mission] [data-where]");
    await write({ kind: "safe", words: place.value });
    place.value = "";
  },
  async duress() {
    const place = one("[data-mission] [data-where]");
    await write({ kind: "duress", words: place.value });
    place.value = "";
  },
  async note() {
    const field = one("[data-note]");
    if (!field.value.trim()) return;
    await write({ kind: "note", words: field.value.trim() });
    field.value = "";
    await mission(here, true);
  },
  async camera() {
    const dialog = one("[data-camera]");
    dialog.showModal();
    one("[data-nocamera]").hidden = true;
    try {
      await camera.start(one("[data-video]"));
    } catch {
      one("[data-nocamera]").hidden = false;
    }
  },
  async shoot() {
    const file = await camera.shoot(one("[data-video]"));
    const words = one("[data-what]").value.trim();
    camera.stop(one("[data-video]"));
    one("[data-camera]").close();
    one("[data-what]").value = "";
    await write({ kind: "document", words, file });
    await mission(here, true);
  },
  async consent() {
    sign.clear();
    one("[data-consent] form").reset();
    one("[data-unsigned]").hidden = true;
    one("[data-consent]").showModal();
  },
  async signed() {
    const form = one("[data-consent] form");
    const told = form.elements.told.checked;
    if (!sign.isUsed() || !told) {
      one("[data-unsigned]").hidden = false;
      return;
    }
    const words = JSON.stringify({ purpose: form.elements.purpose.value, by: form.elements.by.value, told });
    const file = await camera.ofCanvas(one("[data-pad]"));
    one("[data-consent]").close();
    await write({ kind: "consent", words, file });
    await mission(here, true);
  },
  async clear() {
    sign.clear();
  },
  async close(button) {
    camera.stop(one("[data-video]"));
    button.closest("dialog").close();
  },
  async again(button) {
    const row = await rowOf(button);
    await outbox.mark(key, row, "queued", { why: "" });
    await bar();
    sync();
  },
  async drop(button) {
    await outbox.drop(await rowOf(button));
    await bar();
    if (at() === "mission") await mission(here, true);
  },
  async passkey() {
    await unlock((meta) => openByPasskey(meta.passkey));
  },
  async addkey() {
    one("[data-addkey]").showModal();
  },
};

const rowOf = async (button) => {
  const n = Number(button.closest("[data-n]").dataset.n);
  return store.get("ops", n);
};

const sign = pad(one("[data-pad]"));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button && !button.disabled) acts[button.dataset.do](button);
});

document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-part]");
  if (!field || field.value === field.dataset.was || !key) return;
  const moments = field.type === "datetime-local";
  if (moments && !field.value) return;
  const words = moments ? new Date(field.value).toISOString() : field.value;
  field.dataset.was = field.value;
  const { part } = field.dataset;
  const base = lastEntry.get(part) || null;
  const id = here;
  write({ kind: "part", part, words, base }).then((whole) => {
    if (here === id) lastEntry.set(part, whole.id);
  });
});

one("[data-unlock]").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = event.target.elements.passphrase.value;
  unlock((meta) => open(meta.vault, typed));
});

one("[data-addkey] form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const meta = await store.get("meta", "device");
  const note = one("[data-nokey]");
  note.hidden = true;
  try {
    const made = await addPasskey(meta.vault, event.target.elements.passphrase.value);
    if (!made) throw new Error("no secret");
    await store.put("meta", { ...meta, passkey: made }, "device");
    event.target.reset();
    one("[data-addkey]").close();
    say("kept");
  } catch {
    note.hidden = false;
  }
});

for (const name of ["pointerdown", "keydown", "input"]) {
  document.addEventListener(name, () => {
    touched = Date.now();
  });
}

setInterval(() => {
  const working = ["list", "mission", "outbox"].includes(at());
  if (working && Date.now() - touched > IDLE_MS) lock();
}, LOOK_MS);

document.addEventListener("visibilitychange", () => {
  const working = ["list", "mission", "outbox"].includes(at());
  if (document.hidden) document.activeElement?.blur?.();
  else if (working && Date.now() - touched > IDLE_MS) lock();
});

addEventListener("online", () => {
  bar();
  sync();
});
addEventListener("offline", () => bar());
setInterval(() => {
  if (["lock", "list", "mission", "outbox"].includes(at())) sync();
}, AGAIN_MS);

/* ---------- the start ---------- */

const begin = async () => {
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("kerja.js", { scope: "./" }).catch(() => {});
  }
  const meta = await store.get("meta", "device");
  if (!meta) return screen("new");
  if (isTooOld(meta)) return wipe(false);
  await outbox.afterStart();
  one("[data-do=passkey]").hidden = !meta.passkey;
  one("[data-do=addkey]").hidden = !hasPasskeys();
  screen("lock");
  await bar();
  document.body.dataset.ready = "1";
  sync();
};

begin();
