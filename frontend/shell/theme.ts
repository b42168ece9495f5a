/** The theme switch works as a form; here it answers without loading the page again. */
export function improveTheme(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.theme === undefined) return;
    const chosen = (event.submitter as HTMLButtonElement | null)?.value;
    if (chosen !== "light" && chosen !== "dark" && chosen !== "auto") return;
    event.preventDefault();
    const body = new FormData(form);
    body.set("theme", chosen);
    void fetch(form.action, { method: "POST", body, redirect: "manual" });
    showTheme(chosen);
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === chosen));
    }
    form.closest("details")?.removeAttribute("open");
  });
}

function showTheme(theme: "light" | "dark" | "auto"): void {
  if (theme === "auto") delete document.documentElement.dataset.kernTheme;
  else document.documentElement.dataset.kernTheme = theme;
  document.dispatchEvent(new CustomEvent("city:theme"));
}

/** Whether the page is shown dark at the moment. */
export function isDark(): boolean {
  const chosen = document.documentElement.dataset.kernTheme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
