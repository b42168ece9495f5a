import { age } from "./language";

const PERIOD = 15_000;

/**
 * Keeps the age on freshness badges true while the page stays open: a `time[data-age]` inside
 * `.freshness` carries the moment, the badge the limits in seconds after which it is delayed or stale.
 */
export function keepAges(): void {
  const tick = (): void => {
    for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-age]")) showAge(time);
  };
  tick();
  setInterval(tick, PERIOD);
  document.addEventListener("htmx:after:swap", tick);
}

function showAge(time: HTMLTimeElement): void {
  const seconds = (Date.now() - new Date(time.dateTime).getTime()) / 1000;
  if (!Number.isFinite(seconds)) return;
  const text = age(seconds);
  if (time.textContent !== text) time.textContent = text;
  const badge = time.closest<HTMLElement>(".freshness[data-delayed-after]");
  if (!badge || badge.dataset.state === "simulated") return;
  const next = stateAt(seconds, badge);
  if (next === badge.dataset.state) return;
  badge.classList.remove(`freshness--${badge.dataset.state ?? ""}`);
  badge.classList.add(`freshness--${next}`);
  badge.dataset.state = next;
  const word = badge.querySelector(".freshness__word");
  const name = badge.dataset[`word${next[0]?.toUpperCase() ?? ""}${next.slice(1)}`];
  if (word && name) word.textContent = name;
}

function stateAt(seconds: number, badge: HTMLElement): "live" | "delayed" | "stale" {
  if (seconds > Number(badge.dataset.staleAfter)) return "stale";
  return seconds > Number(badge.dataset.delayedAfter) ? "delayed" : "live";
}
