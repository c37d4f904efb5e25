/* Taking this phone into use: its secret goes straight into a sealed box. */

import * as store from "./store.js";
import { make, seal } from "./vault.js";

const form = document.querySelector("[data-install]");
const say = (name) => {
  for (const one of document.querySelectorAll("[data-say]")) one.hidden = one.dataset.say !== name;
};

const refuse = (name, words) => {
  say(name);
  if (words) document.querySelector(`[data-say="${name}"]`).textContent = words;
  form.querySelector("button").disabled = false;
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  const passphrase = form.elements.passphrase.value;
  const again = form.elements.again.value;
  if (passphrase.length < 10) return refuse("short");
  if (passphrase !== again) return refuse("unlike");
  form.querySelector("button").disabled = true;
  say("working");
  try {
    if (await store.get("meta", "device")) return refuse("already");
    const { kept, key } = await make(passphrase);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("name", form.elements.name.value);
    const answer = await fetch(location.pathname, { method: "POST", body });
    const type = answer.headers.get("Content-Type") ?? "";
    if (!type.includes("json")) return refuse("failed");
    const known = await answer.json();
    if (!answer.ok) return refuse("refused", known.words);
    const secret = await seal(key, "secret", { secret: known.secret });
    const meta = { id: known.id, vault: kept, secret, keepDays: known.keep_days, contactAt: Date.now(), tries: 0 };
    meta.skewMs = Date.now() - Date.parse(known.now);
    await store.put("meta", meta, "device");
    await navigator.storage?.persist?.();
    location.replace(form.dataset.next);
  } catch {
    refuse("failed");
  }
});
