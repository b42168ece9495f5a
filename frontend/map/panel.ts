import { age, number, say } from "../shell/language";
import { colorOf } from "./drawing";
import { icon, node } from "./nodes";
import type { Layer } from "./types";

/** The layers with switch, legend, number of features and age. */
export class Panel {
  readonly element = node("section", {
    class: "map__panel",
    hidden: "",
    id: `map-panel-${Math.random().toString(36).slice(2)}`,
    "aria-label": say("Ebenen", "Layers"),
  });
  private readonly counts = new Map<string, HTMLElement>();
  private readonly ages = new Map<string, HTMLElement>();

  constructor(
    layers: Layer[],
    visible: ReadonlySet<string>,
    dark: boolean,
    onSwitch: (layer: Layer, on: boolean) => void,
  ) {
    let group = "";
    for (const layer of layers) {
      if (layer.group.key !== group) {
        group = layer.group.key;
        this.element.append(node("p", { class: "map__group" }, layer.group.title));
      }
      this.element.append(this.row(layer, visible.has(layer.slug), dark, onSwitch));
      this.setAge(layer.slug, layer.freshness.changed_at);
    }
    if (layers.length === 0)
      this.element.append(node("p", {}, say("Zurzeit gibt es keine Ebenen.", "There are no layers at the moment.")));
  }

  /** How many features a layer shows now. */
  setCount(slug: string, count: number, estimated = false): void {
    const place = this.counts.get(slug);
    if (place) place.textContent = `${estimated ? "≈ " : ""}${number(count, 0)}`;
  }

  /** When a layer's data changed last. */
  setAge(slug: string, changed: string | null): void {
    const place = this.ages.get(slug);
    if (!place || !changed) return;
    place.textContent = `${say("Stand:", "As of:")} ${age((Date.now() - new Date(changed).getTime()) / 1000)}`;
  }

  private row(layer: Layer, on: boolean, dark: boolean, onSwitch: (layer: Layer, on: boolean) => void): HTMLElement {
    const id = `${this.element.id}-${layer.slug}`;
    const box = node("input", { type: "checkbox", id });
    box.checked = on;
    box.addEventListener("change", () => {
      onSwitch(layer, box.checked);
    });
    const label = node("label", { for: id, class: "map__name" }, layer.title);
    if (layer.style.classes.length === 0) label.prepend(sign(layer, colorOf(layer.style, dark), layer.style.icon));
    const count = node("span", { class: "map__count" });
    const changed = node("span", { class: "map__age" });
    this.counts.set(layer.slug, count);
    this.ages.set(layer.slug, changed);
    this.setCountOf(layer, count);
    return node("div", { class: "map__layer" }, box, label, count, ...legend(layer, dark), changed);
  }

  private setCountOf(layer: Layer, place: HTMLElement): void {
    place.textContent = `${layer.count.estimated ? "≈ " : ""}${number(layer.count.value, 0)}`;
  }
}

/** The classes with their words; a layer without classes has its one sign beside its name. */
function legend(layer: Layer, dark: boolean): HTMLElement[] {
  if (layer.style.classes.length === 0) return [];
  const entries = layer.style.classes.map((entry) =>
    node("li", {}, sign(layer, colorOf(entry, dark), entry.icon ?? layer.style.icon), entry.label),
  );
  return [node("ul", { class: "map__legend" }, ...entries)];
}

function sign(layer: Layer, color: string, iconName: string | null): HTMLElement {
  const line = layer.geometry_type === "line" && !iconName;
  const swatch = node("span", { class: `map__swatch${line ? " map__swatch--line" : ""}` });
  swatch.style.backgroundColor = color;
  if (iconName) swatch.append(icon(iconName));
  return swatch;
}
