import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { dayQuery, fetchFeatures, TILED_FROM } from "./data";
import { drawnLayers, imagesOf } from "./drawing";
import { hasLabelPoints, labelPoints, labelSource } from "./labels";
import { addPicture } from "./pictures";
import type { Layer } from "./types";

/** The layers on one map: which are shown, how they come (tiles or features), and what is selected. */
export class LayerBook {
  readonly visible = new Set<string>();
  day = "";
  filter = "";
  private readonly map: MapLibre;
  private readonly layers: Layer[];
  private readonly dark: boolean;
  private readonly onCount: (slug: string, count: number) => void;
  private selected: { slug: string; id: string } | null = null;

  constructor(map: MapLibre, layers: Layer[], dark: boolean, onCount: (slug: string, count: number) => void) {
    this.map = map;
    this.layers = layers;
    this.dark = dark;
    this.onCount = onCount;
  }

  get(slug: string): Layer | undefined {
    return this.layers.find((layer) => layer.slug === slug);
  }

  /** Ids of everything drawn for the layers, uppermost first. */
  drawnIds(): string[] {
    return this.map
      .getLayersOrder()
      .filter((id) => id.includes("|"))
      .reverse();
  }

  async show(layer: Layer): Promise<void> {
    this.visible.add(layer.slug);
    if (this.map.getSource(layer.slug)) return;
    const tiled = this.isTiled(layer);
    if (tiled)
      this.map.addSource(layer.slug, {
        type: "vector",
        tiles: [this.tilesUrl(layer)],
        maxzoom: 18,
        promoteId: { [layer.slug]: "id" },
        attribution: layer.attribution,
      });
    else
      this.map.addSource(layer.slug, {
        type: "geojson",
        promoteId: "id",
        data: { type: "FeatureCollection", features: [] },
        attribution: layer.attribution,
      });
    if (!tiled && hasLabelPoints(layer)) {
      this.map.addSource(labelSource(layer.slug), {
        type: "geojson",
        data: { type: "FeatureCollection", features: [] },
      });
    }
    for (const drawn of drawnLayers(layer, tiled, this.dark)) this.map.addLayer(drawn);
    await Promise.all(imagesOf(layer, this.dark).map(({ icon, color }) => addPicture(this.map, icon, color)));
    if (!tiled) await this.refresh(layer.slug);
  }

  hide(layer: Layer): void {
    this.visible.delete(layer.slug);
    for (const id of this.drawnIds()) if (id.startsWith(`${layer.slug}|`)) this.map.removeLayer(id);
    for (const source of [layer.slug, labelSource(layer.slug)]) {
      if (this.map.getSource(source)) this.map.removeSource(source);
    }
  }

  /** Fetch a layer's features again; what is shown stays when the server does not answer. */
  async refresh(slug: string): Promise<void> {
    const layer = this.get(slug);
    const source = this.map.getSource(slug);
    if (!layer || !source || !this.visible.has(slug)) return;
    if (this.isTiled(layer)) {
      (source as unknown as { setTiles(tiles: string[]): void }).setTiles([this.tilesUrl(layer)]);
      return;
    }
    try {
      const found = await fetchFeatures(layer, this.query(layer));
      this.map.getSource<GeoJSONSource>(slug)?.setData(found);
      this.map.getSource<GeoJSONSource>(labelSource(slug))?.setData(labelPoints(found));
      this.onCount(slug, found.features.length);
    } catch {
      // the age in the panel says that the data are old
    }
  }

  setDay(day: string): void {
    this.day = day;
    for (const slug of this.visible) if (this.get(slug)?.time_extent) void this.refresh(slug);
  }

  /** Mark one feature on the map; null unmarks. */
  select(slug: string | null, id: string): void {
    if (this.selected) this.mark(this.selected, false);
    this.selected = slug === null ? null : { slug, id };
    if (this.selected) this.mark(this.selected, true);
  }

  private mark(feature: { slug: string; id: string }, selected: boolean): void {
    const layer = this.get(feature.slug);
    if (!layer || !this.map.getSource(feature.slug)) return;
    const tiled = this.isTiled(layer) ? { sourceLayer: feature.slug } : {};
    this.map.setFeatureState({ source: feature.slug, id: feature.id, ...tiled }, { selected });
  }

  private isTiled(layer: Layer): boolean {
    return layer.count.value > TILED_FROM;
  }

  private query(layer: Layer): URLSearchParams {
    const query = new URLSearchParams(dayQuery(layer, this.day));
    if (this.filter && layer === this.layers.find((entry) => this.visible.has(entry.slug)))
      query.set("filter", this.filter);
    return query;
  }

  private tilesUrl(layer: Layer): string {
    const query = new URLSearchParams(dayQuery(layer, this.day)).toString();
    const base = new URL(location.origin).href.replace(/\/$/, "");
    const path = layer.tiles_url.replace(/^https?:\/\/[^/]+/, "");
    return `${base}${path}${query ? `?${query}` : ""}`;
  }
}
