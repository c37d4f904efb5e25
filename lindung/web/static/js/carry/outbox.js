/* What was written here and must reach the unit. Each thing is sealed at once and has a state in clear:
   queued, sending, sent, conflict, failed. */

import * as store from "./store.js";
import { seal, unseal } from "./vault.js";

const FIRST = { duress: 0, safe: 1 }; // the rest in its own order
const DAY_MS = 86400000;

const place = (id) => `ops/${id}`;

export const write = async (key, thing) => {
  const id = crypto.randomUUID();
  const whole = { ...thing, id, at: new Date().toISOString() };
  const box = await seal(key, place(id), whole);
  await store.put("ops", { id, rank: FIRST[thing.kind] ?? 2, state: "queued", ...box });
  return whole;
};

export const rows = async () => (await store.all("ops")).sort((a, b) => a.rank - b.rank || a.n - b.n);

export const opened = (key, row) => unseal(key, place(row.id), row);

export const counts = async () => {
  const found = { queued: 0, sending: 0, sent: 0, conflict: 0, failed: 0 };
  for (const row of await store.all("ops")) found[row.state] += 1;
  return found;
};

export const mark = async (key, row, state, more) => {
  const whole = { ...(await opened(key, row)), ...more };
  if (state === "sent") {
    delete whole.file; // the picture is with the unit now
  }
  const box = await seal(key, place(row.id), whole);
  const kept = { n: row.n, id: row.id, rank: row.rank, state, ...box };
  if (state === "sent") kept.since = Date.now();
  await store.put("ops", kept);
};

/* Only the state, when nothing has to be opened for it. */
export const moved = async (row, state) => {
  await store.put("ops", { ...row, state });
};

export const drop = (row) => store.remove("ops", row.n);

/* What was under way when the page was killed is sent again: the unit takes each thing once. */
export const afterStart = async () => {
  for (const row of await store.all("ops")) {
    if (row.state === "sending") await moved(row, "queued");
  }
};

/* What the unit has for a day, or of missions that are no longer carried, is not kept here. */
export const tidy = async (key, carried) => {
  for (const row of await store.all("ops")) {
    if (row.state !== "sent") continue;
    const { mission } = await opened(key, row);
    if (!carried.has(mission) || Date.now() - (row.since ?? 0) > DAY_MS) await drop(row);
  }
};
