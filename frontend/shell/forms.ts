import { number, say } from "./language";

/** Improvements of forms: focus on the error summary, file names, unsaved changes, filters that apply themselves. */
export function improveForms(): void {
  document.querySelector<HTMLElement>(".error-summary")?.focus({ preventScroll: true });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && field.type === "file") listFiles(field);
    if (field instanceof HTMLElement)
      field.closest<HTMLFormElement>("form[data-guard]")?.setAttribute("data-dirty", "");
    if (field instanceof HTMLElement) field.closest<HTMLFormElement>("form[data-auto]")?.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement) event.target.removeAttribute("data-dirty");
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-dirty]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (button) void copy(button);
  });
}

function listFiles(field: HTMLInputElement): void {
  const list = document.getElementById(`${field.id}-files`);
  if (!list) return;
  list.replaceChildren(
    ...Array.from(field.files ?? [], (file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name} (${number(file.size / 1_000_000, 1)} MB)`;
      return item;
    }),
  );
}

async function copy(button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(button.dataset.copy ?? "");
  const status = document.getElementById("page-status");
  if (status) status.textContent = say("In die Zwischenablage kopiert.", "Copied to the clipboard.");
}
