/* Live parts of a page. [data-live] is the stream, [data-live-src] the fragment: the stream only says that
   something changed; the fragment is asked for again, so rights are checked again. Asking carries X-Live, by
   which the server knows that nobody touched anything: it never prolongs a session. */

const QUIET_MS = 250;
const REFRESH_MS = 30000;
const RETRY_MS = [1000, 2000, 5000, 10000];

const say = document.body.dataset;
const asked = new WeakMap(); // How often each part was asked for,
const shown = new WeakMap(); // and which of these answers it shows.

function state(part, lost) {
  for (const place of document.querySelectorAll("[data-live-state]")) {
    const was = place.classList.contains("is-lost");
    place.classList.toggle("is-lost", lost);
    if (lost) place.textContent = say.sayLost;
    else if (was) place.textContent = say.sayBack;
  }
  part.toggleAttribute("data-live-lost", lost);
}

function busy(part) {
  const here = document.activeElement;
  return part.contains(here) && here.matches("input, textarea, select");
}

function put(part, html) {
  const here = document.activeElement;
  const href = part.contains(here) ? here.getAttribute("href") : null;
  const row = part.querySelector("[data-here] a")?.getAttribute("href");
  part.innerHTML = html;
  const find = (address) => address && part.querySelector(`a[href="${CSS.escape(address)}"]`);
  find(href)?.focus({ preventScroll: true });
  find(row)?.closest("[data-row]")?.setAttribute("data-here", "");
  document.dispatchEvent(new CustomEvent("live:replaced", { detail: part }));
}

async function refetch(part) {
  if (busy(part)) return;
  const turn = (asked.get(part) ?? 0) + 1;
  asked.set(part, turn);
  const answer = await fetch(part.dataset.liveSrc, {
    headers: { "X-Live": "1", Accept: "text/html" },
    credentials: "same-origin",
    cache: "no-store",
    redirect: "manual",
  });
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
    location.reload(); // The session is over: the server shows where to sign in.
    return;
  }
  if (!answer.ok) throw new Error(`fragment ${answer.status}`);
  const html = await answer.text();
  if (busy(part)) return; // Somebody began to write while it was on its way.
  if (turn < (shown.get(part) ?? 0)) return; // Asked earlier, came later: what stands there is newer.
  shown.set(part, turn);
  put(part, html);
}

function follow(part) {
  let tries = 0;
  let timer = 0;
  let source = null;

  const ask = () =>
    refetch(part).then(
      () => source?.readyState === EventSource.OPEN && state(part, false),
      () => state(part, true),
    );
  const soon = () => {
    timer ||= setTimeout(() => {
      timer = 0;
      ask();
    }, QUIET_MS);
  };
  const connect = () => {
    source?.close();
    source = new EventSource(part.dataset.live);
    source.addEventListener("open", () => {
      tries = 0;
      state(part, false);
      soon(); // What happened while nobody listened.
    });
    source.addEventListener("message", soon);
    source.addEventListener("error", () => {
      state(part, true);
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(connect, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      tries += 1;
    });
  };

  connect();
  setInterval(ask, REFRESH_MS); // Words such as "12 minutes left" grow old without any event.
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => event.persisted && connect());
}

for (const part of document.querySelectorAll("[data-live][data-live-src]")) follow(part);
