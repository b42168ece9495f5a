import type { Geometry } from "geojson";

/** What the page says about its map (kernel/web/mapping.py). Coordinates are longitude, latitude (WGS 84). */
export interface MapConfig {
  layersUrl: string;
  groundUrl: string;
  basemapUrl: string;
  layers: string[];
  feature: Geometry | null;
  filter: string;
  fit: "city" | "layers";
  centre: [number, number];
  zoom: number;
  bounds: [number, number, number, number];
  time: boolean;
  panel: boolean;
  share: boolean;
  list: string;
  draw: { field: string; shapes: Shape[] } | null;
  liveUrl: string;
}

export type Shape = "point" | "line" | "area";

export interface StyleClass {
  label: string;
  value: string | number | boolean | null;
  at_least: number | null;
  color: string;
  color_dark: string | null;
  icon: string | null;
  dash: number[] | null;
}

export interface LayerStyle {
  color: string;
  color_dark: string | null;
  color_by: string | null;
  classes: StyleClass[];
  icon: string | null;
  width: number;
  radius: number;
  opacity: number;
  dash: number[] | null;
  label_by: string | null;
  min_label_zoom: number;
  min_zoom: number;
}

export interface LayerProperty {
  name: string;
  type: string;
  title: string;
  unit: string;
  values?: { value: string | number | boolean; title: string }[];
}

/** One entry of /api/v1/layers. */
export interface Layer {
  slug: string;
  title: string;
  group: { key: string; title: string };
  geometry_type: "point" | "line" | "polygon" | "any";
  properties: LayerProperty[];
  style: LayerStyle;
  shown_first: boolean;
  count: { value: number; estimated: boolean };
  freshness: { changed_at: string | null; refresh_s: number };
  refresh_s: number;
  live_channel: string | null;
  bbox: [number, number, number, number] | null;
  time_extent: { start: string | null; end: string | null } | null;
  items_url: string;
  tiles_url: string;
  detail_template: string | null;
  page: string | null;
  attribution: string;
  licence: { key: string; title: string; url: string } | null;
}
