/* A talk at the public door: her words leave without a reload, and stand on this page alone. Nothing is kept
   on the device. Without this script the form is a plain one. */

const form = document.querySelector("[data-chat]");
const own = document.querySelector("[data-chat-own]");
const error = document.querySelector("[data-chat-error]");
const words = form.querySelector("textarea");
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function freshName() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => LETTERS[byte & 63]).join("");
}

function show(said) {
  const item = document.createElement("li");
  item.className = "is-own";
  item.textContent = said;
  own.append(item);
  item.scrollIntoView({ block: "nearest" });
}

async function send() {
  const said = words.value.trim();
  if (!said) return;
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(location.pathname, {
      method: "POST",
      body: new FormData(form),
      credentials: "same-origin",
      redirect: "manual",
    });
    if (answer.type !== "opaqueredirect") throw new Error(`status ${answer.status}`);
    show(said);
    words.value = "";
    form.elements.name.value = freshName();
    error.hidden = true;
    form.dispatchEvent(new CustomEvent("chat:sent", { bubbles: true }));
  } catch {
    error.textContent = form.dataset.chatFailed;
    error.hidden = false; // Her words stay, and their name: pressed again, they arrive once.
  } finally {
    button.disabled = false;
    words.focus();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
words.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    send();
  }
});
