import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
} from "maplibre-gl";
import { hasLabelPoints, labelSource } from "./labels";
import type { Layer, StyleClass } from "./types";

/** Colour of a class or layer on the ground that is shown. */
export function colorOf(style: { color: string; color_dark: string | null }, dark: boolean): string {
  return (dark && style.color_dark) || style.color;
}

/** Name of the picture drawn for an icon in a colour. */
export function imageName(icon: string, color: string): string {
  return `${icon}|${color}`;
}

/** All pictures that a layer needs. */
export function imagesOf(layer: Layer, dark: boolean): { icon: string; color: string }[] {
  const { style } = layer;
  const own = style.icon ? [{ icon: style.icon, color: colorOf(style, dark) }] : [];
  const classes = style.classes
    .map((entry) => ({ icon: entry.icon ?? style.icon, color: colorOf(entry, dark) }))
    .filter((entry): entry is { icon: string; color: string } => entry.icon !== null && entry.icon !== "");
  return [...own, ...classes];
}

/** An expression that chooses by the layer's classes; `fallback` for features that fit none. */
function byClass(
  layer: Layer,
  value: (entry: StyleClass) => string,
  fallback: string,
): DataDrivenPropertyValueSpecification<string> {
  const { color_by: property, classes } = layer.style;
  if (!property || classes.length === 0) return fallback;
  if (classes[0]?.at_least !== null) {
    const steps = classes.flatMap((entry) => [entry.at_least ?? 0, value(entry)]);
    return ["step", ["to-number", ["get", property], -1e12], fallback, ...steps] as ExpressionSpecification;
  }
  const matches = classes.flatMap((entry) => [String(entry.value), value(entry)]);
  return ["match", ["to-string", ["get", property]], ...matches, fallback] as unknown as ExpressionSpecification;
}

const SELECTED: ExpressionSpecification = ["boolean", ["feature-state", "selected"], false];
const isKind = (kind: string): FilterSpecification => ["==", ["geometry-type"], kind];

/** The library's layers for one of the platform's layers, from below to above. */
export function drawnLayers(layer: Layer, tiled: boolean, dark: boolean): LayerSpecification[] {
  const { style, slug } = layer;
  const color = byClass(layer, (entry) => colorOf(entry, dark), colorOf(style, dark));
  const place = { source: slug, ...(tiled ? { "source-layer": slug } : {}), minzoom: style.min_zoom };
  const kind = layer.geometry_type;
  const drawn: LayerSpecification[] = [];
  if (kind === "polygon" || kind === "any") drawn.push(...areaLayers(slug, place, color, style.opacity, style.width));
  if (kind === "line" || kind === "any") drawn.push(...lineLayers(layer, place, color, dark));
  if (kind === "point" || kind === "any") drawn.push(pointLayer(layer, place, color, dark));
  drawn.push(...iconLayers(layer, place, dark));
  if (style.label_by) {
    const own = !tiled && hasLabelPoints(layer);
    drawn.push(labelLayer(layer, own ? { source: labelSource(slug), minzoom: style.min_zoom } : place, dark));
  }
  return drawn;
}

type Place = { source: string; "source-layer"?: string; minzoom: number };
type Color = DataDrivenPropertyValueSpecification<string>;

function areaLayers(slug: string, place: Place, color: Color, opacity: number, width: number): LayerSpecification[] {
  const filter = isKind("Polygon");
  return [
    {
      id: `${slug}|fill`,
      type: "fill",
      ...place,
      filter,
      paint: { "fill-color": color, "fill-opacity": ["case", SELECTED, Math.min(1, opacity + 0.25), opacity] },
    },
    {
      id: `${slug}|edge`,
      type: "line",
      ...place,
      filter,
      paint: { "line-color": color, "line-width": ["case", SELECTED, width + 2, width] },
    },
  ];
}

function lineLayers(layer: Layer, place: Place, color: Color, dark: boolean): LayerSpecification[] {
  const { slug, style } = layer;
  const filter = isKind("LineString");
  const dashed = style.color_by ? style.classes.filter((entry) => entry.dash && entry.value !== null) : [];
  const paint = {
    "line-color": color,
    "line-width": lineWidth(style.width, 0, 0),
    ...(style.dash ? { "line-dasharray": style.dash } : {}),
  };
  return [
    ...underlays(layer, place, dark),
    {
      id: `${slug}|line`,
      type: "line",
      ...place,
      filter: without(filter, style.color_by, dashed),
      layout: ROUND,
      paint,
    },
    ...dashed.map((entry, index): LayerSpecification => ({
      id: `${slug}|line-${index}`,
      type: "line",
      ...place,
      filter: ["all", filter, ["==", text(style.color_by), String(entry.value)]] as FilterSpecification,
      layout: { "line-join": "round" },
      paint: {
        "line-color": colorOf(entry, dark),
        "line-width": lineWidth(style.width, 0, 0),
        "line-dasharray": entry.dash ?? [1],
      },
    })),
  ];
}

const ROUND = { "line-cap": "round", "line-join": "round" } as const;

/** Width by zoom, wider than the line itself by `far` and `near` pixels. */
function lineWidth(width: number, far: number, near: number): ExpressionSpecification {
  return ["interpolate", ["linear"], ["zoom"], 10, width + far, 16, width * 2.5 + near];
}

function text(property: string | null): ExpressionSpecification {
  return ["to-string", ["get", property ?? ""]];
}

/** The filter for features whose class has no line pattern of its own. */
function without(filter: FilterSpecification, property: string | null, dashed: StyleClass[]): FilterSpecification {
  if (dashed.length === 0) return filter;
  const values = dashed.map((entry) => String(entry.value));
  return ["all", filter, ["!", ["in", text(property), ["literal", values]]]] as FilterSpecification;
}

/** What lies under a line: a glow when it is selected, and an edge that parts it from the ground. */
function underlays(layer: Layer, place: Place, dark: boolean): LayerSpecification[] {
  const { slug, style } = layer;
  const shared = { type: "line", ...place, filter: isKind("LineString"), layout: ROUND } as const;
  return [
    {
      id: `${slug}|glow`,
      ...shared,
      paint: {
        "line-color": dark ? "#ffffff" : "#131525",
        "line-width": lineWidth(style.width, 5, 7),
        "line-opacity": ["case", SELECTED, 1, 0],
      },
    },
    {
      id: `${slug}|casing`,
      ...shared,
      paint: {
        "line-color": dark ? "#0b0e14" : "#ffffff",
        "line-width": lineWidth(style.width, 2.5, 4),
        "line-opacity": 0.9,
      },
    },
  ];
}

function pointLayer(layer: Layer, place: Place, color: Color, dark: boolean): LayerSpecification {
  const { radius } = layer.style;
  return {
    id: `${layer.slug}|point`,
    type: "circle",
    ...place,
    filter: isKind("Point"),
    paint: {
      "circle-color": color,
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 10, radius * 0.75, 16, radius * 1.35],
      "circle-stroke-width": ["case", SELECTED, 4, 1.5],
      "circle-stroke-color": ["case", SELECTED, dark ? "#ffffff" : "#131525", dark ? "#0b0e14" : "#ffffff"],
    },
  };
}

/** An icon on points and in the middle of lines, so that colour never speaks alone. */
function iconLayers(layer: Layer, place: Place, dark: boolean): LayerSpecification[] {
  if (imagesOf(layer, dark).length === 0) return [];
  const { style, slug } = layer;
  const own = style.icon ? imageName(style.icon, colorOf(style, dark)) : "";
  const image = byClass(
    layer,
    (entry) => {
      const icon = entry.icon ?? style.icon;
      return icon ? imageName(icon, colorOf(entry, dark)) : own;
    },
    own,
  );
  const layout = {
    "icon-image": image,
    "icon-size": ["interpolate", ["linear"], ["zoom"], 10, 0.6, 15, 1] as ExpressionSpecification,
    "icon-overlap": "cooperative",
  } as const;
  return [
    {
      id: `${slug}|icon`,
      type: "symbol",
      ...place,
      filter: isKind("Point"),
      layout: { ...layout, "icon-overlap": "always" },
    },
    {
      id: `${slug}|icon-line`,
      type: "symbol",
      ...place,
      minzoom: Math.max(place.minzoom, 11),
      filter: ["!=", ["geometry-type"], "Point"],
      layout: {
        ...layout,
        "symbol-placement": layer.geometry_type === "polygon" ? "point" : "line-center",
        "icon-rotation-alignment": "viewport",
      },
    },
  ];
}

function labelLayer(layer: Layer, place: Place, dark: boolean): LayerSpecification {
  return {
    id: `${layer.slug}|label`,
    type: "symbol",
    ...place,
    minzoom: Math.max(place.minzoom, layer.style.min_label_zoom),
    layout: {
      "text-field": ["to-string", ["get", layer.style.label_by ?? ""]],
      "text-font": ["Fira Sans"],
      "text-size": 12,
      "text-offset": [0, 1.3],
      "text-anchor": "top",
      "text-max-width": 9,
      "text-optional": true,
    },
    paint: {
      "text-color": dark ? "#e6ebf2" : "#131525",
      "text-halo-color": dark ? "#12161f" : "#ffffff",
      "text-halo-width": 1.5,
    },
  };
}
