/** Menus are `details` elements; here they also close by Escape, a click elsewhere or leaving by keyboard. */
export function improveMenus(): void {
  const open = (): NodeListOf<HTMLDetailsElement> => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeByKey(open());
    if (event.key === "/" && !isTyping(event.target)) focusSearch(event);
  });
  const phone = document.querySelector<HTMLDetailsElement>("details.nav__phone");
  if (phone) followWidth(phone);
}

function closeByKey(menus: Iterable<HTMLDetailsElement>): void {
  for (const menu of menus) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary")?.focus();
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName))
  );
}

function focusSearch(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector<HTMLInputElement>("input[type=search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** On a phone the navigation starts folded; on a wide screen it is always open. */
function followWidth(nav: HTMLDetailsElement): void {
  const wide = matchMedia("(min-width: 48rem)");
  const apply = (): void => {
    nav.open = wide.matches;
  };
  apply();
  wide.addEventListener("change", apply);
}
