/**
 * What every page gets: styles, htmx and small improvements. Each page works without any of it.
 */
import "../styles/kern.scss";
import "./shell.css";
import htmx from "htmx.org";
import { keepAges } from "./ages";
import { loadSeenComponents } from "./components";
import { improveForms } from "./forms";
import { improveMenus } from "./menus";
import { sendPosition } from "./place";
import { improveTheme } from "./theme";

htmx.config.transitions = false;
htmx.config.includeIndicatorCSS = false;

improveTheme();
improveMenus();
improveForms();
sendPosition();
keepAges();
loadSeenComponents();

const worker = document.querySelector<HTMLMetaElement>('meta[name="service-worker"]')?.content;
if (worker && "serviceWorker" in navigator && window.isSecureContext) {
  window.addEventListener("load", () => {
    void navigator.serviceWorker.register(worker).catch(() => undefined);
  });
}
