import type { Feature, FeatureCollection } from "geojson";
import type { Layer } from "./types";

/** Above this many features a layer comes as vector tiles. */
export const TILED_FROM = 2000;
const PAGE = 1000;

interface Page extends FeatureCollection {
  links?: { rel: string; href: string }[];
}

/** The platform's layers, or none where the interface does not answer: the ground and the list remain. */
export async function fetchLayers(url: string): Promise<Layer[]> {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) return [];
    return ((await answer.json()) as { items: Layer[] }).items;
  } catch {
    return [];
  }
}

/**
 * All features of a layer that hold on a day and pass a filter, with their public id as the property `id`.
 * Follows the pages; throws when a page does not come.
 */
export async function fetchFeatures(layer: Layer, query: URLSearchParams): Promise<FeatureCollection> {
  const first = new URL(layer.items_url, location.href);
  first.search = new URLSearchParams([["f", "json"], ["limit", String(PAGE)], ...query]).toString();
  const features: Feature[] = [];
  let next: string | undefined = first.href;
  while (next !== undefined && features.length < 2 * TILED_FROM) {
    const answer: Response = await fetch(next, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) throw new Error(`${layer.slug}: ${answer.status}`);
    const page = (await answer.json()) as Page;
    features.push(...page.features.map(withId));
    const href: string | undefined = page.links?.find((link) => link.rel === "next")?.href;
    next = href === undefined ? undefined : sameOrigin(href);
  }
  return { type: "FeatureCollection", features };
}

/** Links are absolute with the public address; behind another name the path is what counts. */
function sameOrigin(href: string): string {
  const link = new URL(href, location.href);
  return new URL(link.pathname + link.search, location.origin).href;
}

function withId(feature: Feature): Feature {
  return { ...feature, properties: { ...feature.properties, id: feature.id } };
}

/** The part of a query that says which day: from midnight to midnight in the reader's zone. */
export function dayQuery(layer: Layer, day: string): [string, string][] {
  if (!layer.time_extent || !day) return [];
  const start = new Date(`${day}T00:00:00`);
  const end = new Date(start.getTime() + 86_399_000);
  return [["datetime", `${start.toISOString().slice(0, 19)}Z/${end.toISOString().slice(0, 19)}Z`]];
}
