/* A button that copies: [data-copy] holds the id of the element whose words are copied. */

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(source.textContent.trim());
  const toasts = document.querySelector("[data-toasts]");
  if (!toasts) return;
  const toast = document.createElement("p");
  toast.textContent = document.body.dataset.sayCopied;
  toasts.append(toast);
  setTimeout(() => toast.remove(), 4000);
});
