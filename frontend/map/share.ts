/** What a link to a map holds: view, layers and day, in the part after "#". */
export interface View {
  centre?: [number, number];
  zoom?: number;
  layers?: string[];
  day?: string;
}

/** Read a view from a hash; whatever is malformed is left out. */
export function readView(hash: string): View {
  const found = new URLSearchParams(hash.replace(/^#/, ""));
  const view: View = {};
  const [zoom, latitude, longitude] = (found.get("karte") ?? "").split("/").map(Number);
  if (
    zoom !== undefined &&
    latitude !== undefined &&
    longitude !== undefined &&
    [zoom, latitude, longitude].every(Number.isFinite)
  ) {
    if (Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180 && zoom >= 0 && zoom <= 22) {
      view.zoom = zoom;
      view.centre = [longitude, latitude];
    }
  }
  const layers = found.get("ebenen");
  if (layers !== null) view.layers = layers.split(",").filter(Boolean);
  const day = found.get("tag");
  if (day && /^\d{4}-\d{2}-\d{2}$/.test(day)) view.day = day;
  return view;
}

/** Write a view as a hash. */
export function writeView(
  centre: { lng: number; lat: number },
  zoom: number,
  layers: Iterable<string>,
  day: string,
): string {
  const parts = [
    `karte=${zoom.toFixed(2)}/${centre.lat.toFixed(5)}/${centre.lng.toFixed(5)}`,
    `ebenen=${[...layers].join(",")}`,
  ];
  if (day) parts.push(`tag=${day}`);
  return `#${parts.join("&")}`;
}
