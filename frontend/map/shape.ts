import { LngLatBounds, type GeoJSONSource, type Map as MapLibre } from "maplibre-gl";
import type { Geometry, Position } from "geojson";

function positions(geometry: Geometry): Position[] {
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(positions);
  const flat = (value: unknown): Position[] =>
    Array.isArray(value) && typeof value[0] === "number" ? [value as Position] : (value as unknown[]).flatMap(flat);
  return flat(geometry.coordinates);
}

/** Bring one geometry into the middle of the map. */
export function showShape(map: MapLibre, geometry: Geometry, animate: boolean): void {
  const bounds = positions(geometry).reduce((sum, [x = 0, y = 0]) => sum.extend([x, y]), new LngLatBounds());
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 60, maxZoom: 16, animate });
}

/** Draw one geometry above everything. */
export function addShape(map: MapLibre, geometry: Geometry): void {
  const data = { type: "Feature", properties: {}, geometry } as const;
  const source = map.getSource<GeoJSONSource>("shape");
  if (source) {
    source.setData(data);
    return;
  }
  const color = "#b3261e";
  map.addSource("shape", { type: "geojson", data });
  map.addLayer({
    id: "shape-fill",
    type: "fill",
    source: "shape",
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": color, "fill-opacity": 0.2 },
  });
  map.addLayer({
    id: "shape-casing",
    type: "line",
    source: "shape",
    filter: ["!=", ["geometry-type"], "Point"],
    layout: { "line-cap": "round" },
    paint: { "line-color": "#ffffff", "line-width": 9 },
  });
  map.addLayer({
    id: "shape-line",
    type: "line",
    source: "shape",
    filter: ["!=", ["geometry-type"], "Point"],
    layout: { "line-cap": "round" },
    paint: { "line-color": color, "line-width": 5 },
  });
  map.addLayer({
    id: "shape-point",
    type: "circle",
    source: "shape",
    filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-color": color, "circle-radius": 9, "circle-stroke-color": "#ffffff", "circle-stroke-width": 3 },
  });
}
