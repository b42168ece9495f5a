import type { FeatureCollection, Position } from "geojson";
import type { Layer } from "./types";

/** Source of a layer's label points. */
export function labelSource(slug: string): string {
  return `${slug}|labels`;
}

/** Whether labels stand on points of their own: an area is cut at tile edges, and would be named in each piece. */
export function hasLabelPoints(layer: Layer): boolean {
  return layer.geometry_type === "polygon" && layer.style.label_by !== null;
}

/** One point in the middle of the largest ring of each area. */
export function labelPoints(areas: FeatureCollection): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: areas.features.flatMap((feature) => {
      const { geometry } = feature;
      const rings =
        geometry.type === "Polygon"
          ? [geometry.coordinates[0]]
          : geometry.type === "MultiPolygon"
            ? geometry.coordinates.map((part) => part[0])
            : [];
      const largest = rings
        .filter((ring) => ring !== undefined)
        .map(middle)
        .sort((one, other) => other.area - one.area)[0];
      return largest ? [{ ...feature, geometry: { type: "Point", coordinates: largest.centre } }] : [];
    }),
  };
}

/** Centroid and area of a ring (shoelace formula), in degrees: good enough to place a name. */
function middle(ring: Position[]): { centre: Position; area: number } {
  let area = 0;
  let x = 0;
  let y = 0;
  ring.forEach(([x1 = 0, y1 = 0], index) => {
    const [x2 = 0, y2 = 0] = ring[(index + 1) % ring.length] ?? [];
    const cross = x1 * y2 - x2 * y1;
    area += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  });
  return area === 0
    ? { centre: ring[0] ?? [0, 0], area }
    : { centre: [x / (3 * area), y / (3 * area)], area: Math.abs(area) };
}
