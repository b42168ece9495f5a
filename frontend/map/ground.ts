import type { LayerSpecification, StyleSpecification } from "maplibre-gl";

/** Colours of the map's own ground; hex, because the map library reads nothing newer. */
const LIGHT = {
  land: "#e8edf1",
  city: "#f8f9fa",
  border: "#b9c3cf",
  water: "#9cc7e6",
  waterName: "#21618f",
  street: "#ffffff",
  streetEdge: "#d3dae2",
  text: "#39424f",
  halo: "#f8f9fa",
};
const DARK = {
  land: "#12161f",
  city: "#1b2230",
  border: "#4a566b",
  water: "#24537a",
  waterName: "#9ccbf0",
  street: "#333d50",
  streetEdge: "#262e3d",
  text: "#c8d2e0",
  halo: "#12161f",
};
const FONT = ["Fira Sans"];

/**
 * A style made of the city's own data alone: outline, boroughs, rivers, main streets, names.
 * It has no `glyphs`: the library then draws text with the page's fonts, so that no foreign host is asked.
 */
export function groundStyle(groundUrl: string, dark: boolean): StyleSpecification {
  const colors = dark ? DARK : LIGHT;
  return {
    version: 8,
    sources: { ground: { type: "geojson", data: groundUrl } },
    layers: [
      { id: "land", type: "background", paint: { "background-color": colors.land } },
      ...areas(colors),
      ...names(colors),
    ],
  };
}

type Colors = typeof LIGHT;

function areas(colors: Colors): LayerSpecification[] {
  const source = "ground";
  return [
    { id: "city", type: "fill", source, filter: role("city"), paint: { "fill-color": colors.city } },
    {
      id: "street-edge",
      type: "line",
      source,
      filter: role("street"),
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": colors.streetEdge, "line-width": width(3.5, 14) },
    },
    {
      id: "street",
      type: "line",
      source,
      filter: role("street"),
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": colors.street, "line-width": width(2, 10) },
    },
    {
      id: "water",
      type: "line",
      source,
      filter: role("water"),
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": colors.water,
        "line-width": [
          "interpolate",
          ["exponential", 1.8],
          ["zoom"],
          9,
          ["match", ["get", "kind"], "river", 5, 2],
          14,
          ["match", ["get", "kind"], "river", 46, 14],
        ],
      },
    },
    {
      id: "borough",
      type: "line",
      source,
      filter: role("borough"),
      paint: { "line-color": colors.border, "line-width": 1, "line-dasharray": [3, 2] },
    },
    {
      id: "city-edge",
      type: "line",
      source,
      filter: role("city"),
      paint: { "line-color": colors.border, "line-width": 2 },
    },
  ];
}

function names(colors: Colors): LayerSpecification[] {
  const paint = { "text-color": colors.text, "text-halo-color": colors.halo, "text-halo-width": 1.5 };
  const source = "ground";
  return [
    {
      id: "street-name",
      type: "symbol",
      source,
      minzoom: 12.5,
      filter: role("street"),
      layout: { "symbol-placement": "line", "text-field": ["get", "title"], "text-font": FONT, "text-size": 11 },
      paint,
    },
    {
      id: "water-name",
      type: "symbol",
      source,
      filter: role("water"),
      layout: {
        "symbol-placement": "line",
        "text-field": ["get", "title"],
        "text-font": FONT,
        "text-size": 13,
        "text-letter-spacing": 0.12,
      },
      paint: { ...paint, "text-color": colors.waterName },
    },
    {
      id: "place-name",
      type: "symbol",
      source,
      minzoom: 12,
      filter: role("place"),
      layout: { "text-field": ["get", "title"], "text-font": FONT, "text-size": 12, "text-max-width": 7 },
      paint,
    },
    {
      id: "borough-name",
      type: "symbol",
      source,
      maxzoom: 13.5,
      filter: role("borough-name"),
      layout: {
        "text-field": ["get", "title"],
        "text-font": FONT,
        "text-size": ["interpolate", ["linear"], ["zoom"], 9, 11, 13, 16],
        "text-max-width": 7,
      },
      paint,
    },
  ];
}

function role(name: string): ["==", ["get", string], string] {
  return ["==", ["get", "role"], name];
}

function width(
  small: number,
  large: number,
): ["interpolate", ["exponential", number], ["zoom"], number, number, number, number] {
  return ["interpolate", ["exponential", 1.6], ["zoom"], 10, small, 16, large];
}

/**
 * The configured base map, or null when it cannot be had within `patience` milliseconds.
 * Its glyphs are dropped for the same reason as above; its tiles and sprite stay as they are.
 */
export async function basemapStyle(url: string, patience = 4000): Promise<StyleSpecification | null> {
  if (!url) return null;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patience), credentials: "omit" });
    if (!answer.ok) return null;
    const style = (await answer.json()) as StyleSpecification;
    delete style.glyphs;
    return style;
  } catch {
    return null;
  }
}
