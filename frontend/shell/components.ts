/**
 * Components that bring much code (map, charts) are fetched when they come near the visible part of the page:
 * `data-module` names their script. A component that is not displayed is not fetched.
 */
export function loadSeenComponents(): void {
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        watcher.unobserve(target);
        const address = target.dataset.module;
        if (address) void import(/* @vite-ignore */ new URL(address, location.href).href);
      }
    },
    { rootMargin: "200px" },
  );
  const watch = (): void => {
    for (const element of document.querySelectorAll("[data-module]")) watcher.observe(element);
  };
  watch();
  document.addEventListener("htmx:after:swap", watch);
}
