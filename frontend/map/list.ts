/** The list beside the map: entries carry `data-feature="<layer>/<id>"` and follow the map, and it follows them. */
export class FeatureList {
  private readonly root: ParentNode;
  private chosen: Element | null = null;

  constructor(id: string, onPoint: (layer: string, feature: string, fly: boolean) => void, onLeave: () => void) {
    this.root = (id && document.getElementById(id)) || document;
    const place = this.root as unknown as EventTarget;
    const point = (event: Event, fly: boolean): void => {
      const [layer, feature] = keyOf(event.target);
      if (layer && feature) onPoint(layer, feature, fly);
    };
    place.addEventListener("mouseover", (event) => {
      point(event, false);
    });
    place.addEventListener("focusin", (event) => {
      point(event, false);
    });
    place.addEventListener("mouseout", onLeave);
    place.addEventListener("focusout", onLeave);
    place.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-show]")) point(event, true);
    });
  }

  /** The entry of a feature. */
  entry(layer: string, feature: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-feature="${CSS.escape(`${layer}/${feature}`)}"]`);
  }

  /** Mark one entry and bring it into view inside a list that scrolls by itself. */
  select(entry: HTMLElement | null): void {
    this.chosen?.removeAttribute("data-selected");
    this.chosen = entry;
    if (!entry) return;
    entry.setAttribute("data-selected", "");
    const box = this.root instanceof HTMLElement ? this.root : null;
    if (box && box.scrollHeight > box.clientHeight) {
      box.scrollTop = entry.offsetTop - box.offsetTop - box.clientHeight / 3;
    }
  }
}

function keyOf(target: EventTarget | null): [string, string] | [] {
  const key = target instanceof Element ? target.closest<HTMLElement>("[data-feature]")?.dataset.feature : undefined;
  const cut = key?.indexOf("/") ?? -1;
  return key && cut > 0 ? [key.slice(0, cut), key.slice(cut + 1)] : [];
}
