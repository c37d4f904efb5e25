/* Screening by keyboard: 1 to 4 answer the question that has the focus, or the first one without an answer. */

const form = document.querySelector("form[data-guard]");
const questions = [...form.querySelectorAll("fieldset")].filter((set) => set.querySelectorAll('[type="radio"]').length === 4);

function current() {
  const here = questions.find((set) => set.contains(document.activeElement));
  return here ?? questions.find((set) => !set.querySelector(":checked")) ?? questions[0];
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!/^[1-4]$/.test(event.key)) return;
  const question = current();
  if (!question) return;
  event.preventDefault();
  question.querySelectorAll('[type="radio"]')[Number(event.key) - 1].click();
  const next = questions[questions.indexOf(question) + 1];
  (next?.querySelector('[type="radio"]') ?? form.querySelector('[type="submit"]')).focus();
});
