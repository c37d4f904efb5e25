/* Handing in and fetching. Everything may break off at any place: what was not answered is handed in again. */

import * as outbox from "./outbox.js";
import * as store from "./store.js";
import { seal, unseal } from "./vault.js";

const AT_ONCE = 25;
const WAIT_MS = 20000;
const LONGEST = 1400000; // letters of one request; the unit takes two million

export class Gone extends Error {} // this phone was ended: empty it

const asked = async (device, path, options = {}) => {
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), WAIT_MS);
  try {
    const headers = { ...options.headers };
    if (device.secret) headers["X-Device"] = `${device.id}.${device.secret}`;
    return await fetch(`${path}?l=${document.documentElement.lang}`, { ...options, headers, signal: stop.signal, credentials: "omit", cache: "no-store" });
  } finally {
    clearTimeout(clock);
  }
};

const json = (thing) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(thing),
});

/* Asked while the phone is locked: it shows its id, nothing else. */
export const mustGo = async (id) => {
  const answer = await asked({}, "masih/", json({ id }));
  return answer.ok && (await answer.json()).wipe === true;
};

export const tellEmptied = async (device) => {
  try {
    await asked(device, "kosong/", json({}));
  } catch {
    /* it is empty all the same */
  }
};

const contact = async (known) => {
  const meta = await store.get("meta", "device");
  if (!meta) return;
  meta.contactAt = Date.now();
  meta.keepDays = known.keep_days ?? meta.keepDays;
  meta.skewMs = Date.now() - Date.parse(known.now);
  await store.put("meta", meta, "device");
};

const batch = async (key, waiting) => {
  const chosen = [];
  let size = 0;
  for (const row of waiting.slice(0, AT_ONCE)) {
    const whole = await outbox.opened(key, row);
    size += JSON.stringify(whole).length;
    if (chosen.length && size > LONGEST) break;
    chosen.push([row, whole]);
  }
  return chosen;
};

/* Hand in what waits, the most urgent first. Returns whether the unit was reached. */
export const handIn = async (key, device, changed, { conflictsToo = false } = {}) => {
  const over = new Set();
  let alone = false;
  for (;;) {
    const states = conflictsToo ? ["queued", "conflict"] : ["queued"];
    const waiting = (await outbox.rows()).filter((row) => states.includes(row.state) && !over.has(row.id));
    if (!waiting.length) return true;
    const chosen = await batch(key, alone ? waiting.slice(0, 1) : waiting);
    const before = new Map(chosen.map(([row]) => [row.id, row.state]));
    for (const [row] of chosen) await outbox.moved(row, "sending");
    changed();
    let answer = null;
    try {
      const body = { now: new Date().toISOString(), entries: chosen.map(([, whole]) => whole) };
      answer = await asked(device, "kirim/", json(body));
    } catch {
      answer = null;
    }
    const known = answer?.ok ? await answer.json().catch(() => null) : null;
    if (!known) {
      for (const [row] of chosen) await outbox.moved(row, before.get(row.id));
      changed();
      if (answer?.status === 410) throw new Gone();
      if (!answer || [401, 408, 429, 502, 503, 504].includes(answer.status)) return false;
      if (chosen.length === 1) {
        await outbox.mark(key, chosen[0][0], "failed", { why: "" });
        over.add(chosen[0][0].id);
      }
      alone = true; // one of them stops the others: find out which
      continue;
    }
    for (const [row] of chosen) {
      const told = known.entries.find((one) => one.id === row.id);
      over.add(row.id);
      await outbox.mark(key, row, told?.state ?? "queued", { why: told?.words ?? "", seq: told?.seq ?? null });
    }
    await contact(known);
    changed();
    if (known.wipe) throw new Gone();
  }
};

/* Fetch what this phone carries now; what it carries no longer leaves it. */
export const fetchAll = async (key, device) => {
  const answer = await asked(device, "tugas/");
  if (answer.status === 410) throw new Gone();
  if (!answer.ok) return { reached: answer.status !== 401, known: answer.status !== 401, changed: false };
  const list = await answer.json();
  await contact(list);
  const kept = new Map();
  for (const place of await store.keys("missions")) {
    const whole = await unseal(key, `missions/${place}`, await store.get("missions", place));
    kept.set(whole.number, [place, whole]);
  }
  let changed = false;
  for (const { number, mark } of list.missions) {
    const before = kept.get(number)?.[1];
    if (before?.mark === mark && before.lang === document.documentElement.lang) continue;
    const one = await asked(device, `tugas/${number}/`);
    if (!one.ok) continue;
    const place = kept.get(number)?.[0] ?? crypto.randomUUID();
    await store.put("missions", await seal(key, `missions/${place}`, { ...(await one.json()), lang: document.documentElement.lang }), place);
    changed = true;
  }
  const carried = new Set(list.missions.map((one) => one.number));
  for (const [number, [place]] of kept) {
    if (!carried.has(number)) {
      await store.remove("missions", place);
      changed = true;
    }
  }
  await outbox.tidy(key, carried);
  return { reached: true, known: true, changed };
};

export const missions = async (key) => {
  const found = [];
  for (const place of await store.keys("missions")) {
    found.push(await unseal(key, `missions/${place}`, await store.get("missions", place)));
  }
  return found.sort((a, b) => a.depart_due.localeCompare(b.depart_due));
};
