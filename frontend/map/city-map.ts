import {
  AttributionControl,
  FullscreenControl,
  LngLatBounds,
  Map as MapLibre,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type MapGeoJSONFeature,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { say } from "../shell/language";
import { isDark } from "../shell/theme";
import { Card } from "./card";
import { fetchLayers } from "./data";
import { basemapStyle, groundStyle } from "./ground";
import { LayerBook } from "./layer-book";
import { FeatureList } from "./list";
import { Live } from "./live";
import { locate } from "./locate";
import { announce, node, tool } from "./nodes";
import { Panel } from "./panel";
import { readView, writeView } from "./share";
import { addShape, showShape } from "./shape";
import { TimeSlider } from "./time";
import type { Layer, MapConfig } from "./types";
import { words } from "./words";

setWorkerUrl(workerUrl);

interface Pixel {
  x: number;
  y: number;
}

const REACH = 8; // pixels around a click that still count

export class CityMap extends HTMLElement {
  private config!: MapConfig;
  private map!: MapLibre;
  private book!: LayerBook; // set before the first layer can be clicked
  private live!: Live;
  private card!: Card;
  private list!: FeatureList;
  private panel: Panel | null = null;
  private layers: Layer[] = [];
  private started = false;
  private readonly onTheme = (): void => {
    void this.changeGround(true);
  };

  connectedCallback(): void {
    if (this.started) return;
    const json = this.querySelector('script[type="application/json"]')?.textContent;
    if (!json) return;
    this.started = true;
    this.config = JSON.parse(json) as MapConfig;
    void this.start();
  }

  disconnectedCallback(): void {
    if (!this.started || this.isConnected) return;
    document.removeEventListener("city:theme", this.onTheme);
    this.live.stop();
    this.map.remove();
  }

  private async start(): Promise<void> {
    const canvas = node("div", { class: "map__canvas" });
    this.append(canvas, node("div", { class: "map__cross", "aria-hidden": "true" }));
    const view = this.config.share ? readView(location.hash) : {};
    this.map = new MapLibre({
      container: canvas,
      style: groundStyle(this.config.groundUrl, isDark()),
      center: view.centre ?? this.config.centre,
      zoom: view.zoom ?? this.config.zoom,
      attributionControl: false,
      locale: words(this.dataset.label),
      cooperativeGestures: this.dataset.size !== "full",
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
      canvasContextAttributes: { preserveDrawingBuffer: false },
    });
    const styled = this.map.once("style.load");
    if (!view.centre && this.config.fit === "city")
      this.map.fitBounds(this.config.bounds, { padding: 12, animate: false });
    this.controls();
    this.live = new Live(this.config.liveUrl, (slug) => {
      void this.book.refresh(slug);
    });
    this.card = new Card(() => {
      this.unselect();
    });
    this.list = new FeatureList(
      this.config.list,
      (slug, id, fly) => {
        this.point(slug, id, fly);
      },
      () => {
        this.leaveList();
      },
    );
    this.append(this.card.element);
    this.listen();
    this.layers = await fetchLayers(this.config.layersUrl);
    await styled;
    const chosen = view.layers ?? this.config.layers;
    this.book = new LayerBook(this.map, this.layers, isDark(), (slug, count) => this.panel?.setCount(slug, count));
    this.book.filter = this.config.filter;
    for (const layer of this.layers) if (chosen.includes(layer.slug)) this.book.visible.add(layer.slug);
    if (this.config.time) this.addTime(view.day ?? "");
    if (this.config.panel) this.addPanel();
    await this.dress();
    if (this.config.feature) showShape(this.map, this.config.feature, false);
    else if (this.config.fit === "layers" && !view.centre) this.fitLayers();
    this.classList.add("is-ready");
    this.dispatchEvent(new CustomEvent("city-map:ready", { bubbles: true }));
    if (this.config.draw) (await import("./draw")).draw(this, this.map, this.config.draw);
    void this.changeGround(false);
  }

  /** Put the layers and a single shape on the style that is loaded. */
  private async dress(): Promise<void> {
    const { visible, day, filter } = this.book;
    this.book = new LayerBook(this.map, this.layers, isDark(), (slug, count) => this.panel?.setCount(slug, count));
    this.book.day = day;
    this.book.filter = filter;
    await Promise.all(this.layers.filter((layer) => visible.has(layer.slug)).map((layer) => this.switchOn(layer)));
    if (this.config.feature) addShape(this.map, this.config.feature);
  }

  /** Change the ground: the configured base map where it can be had, else the city's own. */
  private async changeGround(atOnce: boolean): Promise<void> {
    const base = await basemapStyle(this.config.basemapUrl);
    if (!base && !atOnce) return;
    this.map.setStyle(base ?? groundStyle(this.config.groundUrl, isDark()), { diff: false });
    await this.map.once("style.load");
    await this.dress();
  }

  private async switchOn(layer: Layer): Promise<void> {
    this.live.follow(layer);
    await this.book.show(layer);
  }

  private fitLayers(): void {
    const boxes = this.layers.filter((layer) => this.book.visible.has(layer.slug) && layer.bbox);
    if (boxes.length === 0) return;
    const bounds = boxes.reduce((sum, layer) => (layer.bbox ? sum.extend(layer.bbox) : sum), new LngLatBounds());
    this.map.fitBounds(bounds, { padding: 40, maxZoom: 15, animate: false });
  }

  private controls(): void {
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    if (this.dataset.size !== "small") this.map.addControl(new FullscreenControl({ container: this }), "top-right");
    this.map.addControl(new ScaleControl({ unit: "metric" }), "bottom-right");
    this.map.addControl(new AttributionControl({ compact: true }), "bottom-right");
  }

  private listen(): void {
    this.map.on("click", (event) => {
      this.pick(event.point);
    });
    this.map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const canvas = this.map.getCanvas();
      this.pick({ x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 });
    });
    this.map.on("mousemove", (event) => {
      this.map.getCanvas().style.cursor = this.featureAt(event.point) ? "pointer" : "";
    });
    if (this.config.share)
      this.map.on("moveend", () => {
        history.replaceState(null, "", this.link());
      });
    document.addEventListener("city:theme", this.onTheme);
  }

  private addPanel(): void {
    const panel = new Panel(this.layers, this.book.visible, isDark(), (layer, on) => {
      if (on) void this.switchOn(layer);
      else {
        this.live.leave(layer.slug);
        this.book.hide(layer);
      }
      if (this.config.share) history.replaceState(null, "", this.link());
    });
    this.panel = panel;
    const open = tool("layers", say("Ebenen", "Layers"), (button) => {
      panel.element.hidden = !panel.element.hidden;
      button.setAttribute("aria-expanded", String(!panel.element.hidden));
    });
    open.setAttribute("aria-expanded", "false");
    open.setAttribute("aria-controls", panel.element.id);
    const tools = node(
      "div",
      { class: "map__tools" },
      open,
      tool("my_location", say("In meiner Nähe", "Near me"), () => {
        locate(this.map);
      }),
    );
    if (this.config.share)
      tools.append(
        tool("link", say("Link kopieren", "Copy link"), () => {
          void this.copyLink();
        }),
      );
    this.append(tools, panel.element);
  }

  private addTime(day: string): void {
    const slider = new TimeSlider(day, (chosen) => {
      this.book.setDay(chosen);
      if (this.config.share) history.replaceState(null, "", this.link());
    });
    this.book.day = slider.day;
    if (this.layers.some((layer) => layer.time_extent)) this.append(slider.element);
  }

  private link(): string {
    return writeView(
      this.map.getCenter(),
      this.map.getZoom(),
      this.book.visible,
      this.config.time ? this.book.day : "",
    );
  }

  private async copyLink(): Promise<void> {
    const address = new URL(this.link(), location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      announce(say("Der Link ist kopiert.", "The link is copied."));
    } catch {
      location.hash = this.link();
    }
  }

  private featureAt(point: Pixel): MapGeoJSONFeature | undefined {
    if (!(this.book as LayerBook | undefined)) return undefined;
    const { x, y } = point;
    const ids = this.book.drawnIds();
    return ids.length
      ? this.map.queryRenderedFeatures(
          [
            [x - REACH, y - REACH],
            [x + REACH, y + REACH],
          ],
          { layers: ids },
        )[0]
      : undefined;
  }

  private pick(point: Pixel): void {
    const feature = this.featureAt(point);
    const layer = feature && this.book.get(feature.layer.id.split("|")[0] ?? "");
    if (!feature || !layer) {
      this.card.close();
      return;
    }
    const values = feature.properties as Record<string, unknown>;
    const id = String(values.id ?? feature.id);
    const entry = this.list.entry(layer.slug, id);
    this.book.select(layer.slug, id);
    this.list.select(entry);
    this.card.show(layer, plain(values), entry);
    announce(`${say("Ausgewählt:", "Selected:")} ${this.card.element.querySelector("h2")?.textContent ?? ""}`);
  }

  private point(slug: string, id: string, fly: boolean): void {
    if (!(this.book as LayerBook | undefined)) return;
    this.book.select(slug, id);
    if (!fly) return;
    const layer = this.book.get(slug);
    const found =
      layer &&
      this.map
        .querySourceFeatures(slug, { sourceLayer: slug })
        .find((feature) => String(feature.properties?.id) === id);
    if (found) showShape(this.map, found.geometry, !matchMedia("(prefers-reduced-motion: reduce)").matches);
  }

  private leaveList(): void {
    if ((this.book as LayerBook | undefined) && this.card.element.hidden) this.book.select(null, "");
  }

  private unselect(): void {
    this.book.select(null, "");
    this.list.select(null);
    this.map.getCanvas().focus();
  }
}

/** Values as the interface gives them: in features drawn from tiles and GeoJSON, arrays come as JSON text. */
function plain(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (typeof value === "string" && value.startsWith("[")) {
        try {
          return [key, JSON.parse(value) as unknown];
        } catch {
          return [key, value];
        }
      }
      return [key, value];
    }),
  );
}
