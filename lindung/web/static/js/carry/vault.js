/* What seals everything on this phone: AES-GCM under a key that only the passphrase or a passkey opens.
   The key is never stored in clear and cannot be taken out of the browser once it is open. */

const LEAST_ROUNDS = 600000; // PBKDF2-HMAC-SHA256, OWASP 2023; docs/adr/0072
const MOST_ROUNDS = 4000000;
const WANTED_MS = 1000;
const TRIED_ROUNDS = 60000;
const words = new TextEncoder();
const unwords = new TextDecoder();

const random = (n) => crypto.getRandomValues(new Uint8Array(n));

const stretched = async (passphrase, salt, rounds) => {
  const typed = words.encode(passphrase.normalize("NFC"));
  const base = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
};

/* How many rounds this very phone does in about a second: a slow one is not made unusable, a fast one does more. */
const measured = async () => {
  const begin = performance.now();
  await stretched("ukur", random(16), TRIED_ROUNDS);
  const per = (performance.now() - begin) / TRIED_ROUNDS;
  const rounds = Math.floor(WANTED_MS / Math.max(per, 1e-6));
  return Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, rounds));
};

const fromPasskey = async (secret) => {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: words.encode("lindung carry 1") },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
};

const imported = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

const wrapped = async (key, raw) => {
  const iv = random(12);
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: words.encode("vault") }, key, raw);
  return { iv, box: new Uint8Array(box) };
};

const unwrapped = async (key, kept) => {
  const open = { name: "AES-GCM", iv: kept.iv, additionalData: words.encode("vault") };
  return new Uint8Array(await crypto.subtle.decrypt(open, key, kept.box));
};

/* A new vault: how its key is wrapped, and the open key. */
export const make = async (passphrase) => {
  const salt = random(16);
  const rounds = await measured();
  const raw = random(32);
  const kept = { salt, rounds, byWords: await wrapped(await stretched(passphrase, salt, rounds), raw) };
  const key = await imported(raw);
  raw.fill(0);
  return { kept, key };
};

/* The open key, or an error when the passphrase is another one. */
export const open = async (kept, passphrase) => {
  const raw = await unwrapped(await stretched(passphrase, kept.salt, kept.rounds), kept.byWords);
  const key = await imported(raw);
  raw.fill(0);
  return key;
};

const asked = (salt) => ({ prf: { eval: { first: salt } } });

const answered = (credential) => {
  const found = credential?.getClientExtensionResults().prf?.results?.first;
  return found ? new Uint8Array(found) : null;
};

export const hasPasskeys = () => typeof PublicKeyCredential === "function";

/* A second way to open the vault, where the phone's passkeys can derive a secret (PRF); null where not. */
export const addPasskey = async (kept, passphrase) => {
  const salt = random(32);
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: random(32),
      rp: { name: document.title, id: location.hostname },
      user: { id: random(16), name: document.title, displayName: document.title },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
      extensions: asked(salt),
    },
  });
  const id = new Uint8Array(made.rawId);
  const secret = answered(made) ?? (await derived({ id, salt }));
  if (!secret) return null;
  const raw = await unwrapped(await stretched(passphrase, kept.salt, kept.rounds), kept.byWords);
  const byPasskey = { id, salt, ...(await wrapped(await fromPasskey(secret), raw)) };
  raw.fill(0);
  return byPasskey;
};

const derived = async ({ id, salt }) =>
  answered(
    await navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        rpId: location.hostname,
        allowCredentials: [{ type: "public-key", id }],
        userVerification: "required",
        extensions: asked(salt),
      },
    }),
  );

export const openByPasskey = async (byPasskey) => {
  const secret = await derived(byPasskey);
  if (!secret) throw new Error("no secret");
  const raw = await unwrapped(await fromPasskey(secret), byPasskey);
  const key = await imported(raw);
  raw.fill(0);
  return key;
};

/* Seal anything for one place; elsewhere it does not open. Padded, so that a length says little. */
export const seal = async (key, place, thing) => {
  const plain = words.encode(JSON.stringify(thing));
  const padded = new Uint8Array(Math.ceil((plain.length + 1) / 256) * 256).fill(32);
  padded.set(plain);
  const iv = random(12);
  const how = { name: "AES-GCM", iv, additionalData: words.encode(place) };
  const box = new Uint8Array(await crypto.subtle.encrypt(how, key, padded));
  padded.fill(0);
  return { iv, box };
};

export const unseal = async (key, place, { iv, box }) => {
  const how = { name: "AES-GCM", iv, additionalData: words.encode(place) };
  return JSON.parse(unwords.decode(await crypto.subtle.decrypt(how, key, box)));
};
