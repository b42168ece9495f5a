import { say } from "../shell/language";
import { detailAddress, fact, titleOf } from "./facts";
import { icon, node } from "./nodes";
import type { Layer } from "./types";

const FACTS = 8;

/** The card of the feature that was chosen on the map. */
export class Card {
  readonly element = node("section", { class: "map__card", hidden: "", "aria-label": say("Ausgewählt", "Selected") });
  private readonly onClose: () => void;

  constructor(onClose: () => void) {
    this.onClose = onClose;
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** Show a feature's facts; `item` is its entry in the list beside the map, where there is one. */
  show(layer: Layer, values: Record<string, unknown>, item: HTMLElement | null): void {
    const title = titleOf(layer, values);
    const close = node(
      "button",
      { type: "button", class: "map__close", "aria-label": say("Schließen", "Close") },
      icon("close"),
    );
    close.addEventListener("click", () => {
      this.close();
    });
    const facts = node("dl", {}, ...rows(layer, values, title));
    const address = detailAddress(layer, values);
    const links = node("p", { class: "row" });
    if (address) links.append(node("a", { href: address }, say("Einzelheiten", "Details")));
    if (item) links.append(listButton(item));
    this.element.replaceChildren(
      close,
      node("p", { class: "small muted" }, layer.title),
      node("h2", {}, title),
      facts,
      links,
    );
    this.element.hidden = false;
  }

  close(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.onClose();
  }
}

function rows(layer: Layer, values: Record<string, unknown>, title: string): HTMLElement[] {
  return layer.properties
    .map((property) => ({ property, text: fact(property, values[property.name]) }))
    .filter(({ text }) => text !== "" && text !== title)
    .slice(0, FACTS)
    .map(({ property, text }) => node("div", {}, node("dt", {}, property.title), node("dd", {}, text)));
}

function listButton(item: HTMLElement): HTMLButtonElement {
  const button = node(
    "button",
    { type: "button", class: "btn btn--small" },
    icon("list"),
    say("In der Liste", "In the list"),
  );
  button.addEventListener("click", () => {
    item.scrollIntoView({ block: "center" });
    (item.querySelector<HTMLElement>("a, button") ?? item).focus();
  });
  return button;
}
