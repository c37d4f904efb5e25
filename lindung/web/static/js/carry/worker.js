/* Keeps the few files of this app so that it opens without signal. It never keeps an answer with somebody's words.
   `KEPT` is written before this by the server. */

const CACHE = `carry-${KEPT.version}`;
const WAIT_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([KEPT.shell, ...KEPT.files]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith("carry-") && name !== CACHE))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const shell = async (request) => {
  const cache = await caches.open(CACHE);
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), WAIT_MS);
  try {
    const answer = await fetch(request.url, { signal: stop.signal, credentials: "same-origin", cache: "no-store" });
    if (answer.ok && answer.headers.get("X-Files") === KEPT.version) {
      await cache.put(KEPT.shell, answer.clone());
      return answer;
    }
    // Newer than the files that lie here: the worker that comes with it takes over at the next start.
    return answer.ok ? answer : ((await cache.match(KEPT.shell)) ?? answer);
  } catch {
    return (await cache.match(KEPT.shell)) ?? Response.error();
  } finally {
    clearTimeout(clock);
  }
};

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && address.pathname === KEPT.shell) {
    event.respondWith(shell(event.request));
  } else if (KEPT.files.includes(address.pathname)) {
    event.respondWith(caches.match(event.request, { ignoreVary: true }).then((kept) => kept ?? fetch(event.request)));
  }
});
