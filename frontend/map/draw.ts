import type { Geometry } from "geojson";
import type { Map as MapLibre } from "maplibre-gl";
import {
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
  type GeoJSONStoreFeatures,
} from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import { say } from "../shell/language";
import { announce, node, tool } from "./nodes";
import { showShape } from "./shape";
import type { Shape } from "./types";

const MODES: Record<Shape, { mode: string; icon: string; text: () => string }> = {
  point: { mode: "point", icon: "location_on", text: () => say("Punkt setzen", "Set a point") },
  line: { mode: "linestring", icon: "timeline", text: () => say("Linie zeichnen", "Draw a line") },
  area: { mode: "polygon", icon: "polyline", text: () => say("Fläche zeichnen", "Draw an area") },
};
const DIGITS = 7;

/** Drawing into a form's text field: one geometry, which the field holds as GeoJSON. */
export function draw(host: HTMLElement, map: MapLibre, options: { field: string; shapes: Shape[] }): void {
  const field = document.getElementById(options.field);
  if (!(field instanceof HTMLTextAreaElement)) return;
  const pencil = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DIGITS }),
    modes: [new TerraDrawPointMode(), new TerraDrawLineStringMode(), new TerraDrawPolygonMode(), selectMode()],
  });
  pencil.start();
  const write = (): void => {
    field.value = JSON.stringify(pencil.getSnapshot().filter(isWhole)[0]?.geometry ?? "").replace(/^""$/, "");
  };
  const buttons: HTMLButtonElement[] = options.shapes.map((shape) => drawButton(shape, pencil, () => buttons));
  const clear = tool("delete", say("Verwerfen", "Discard"), () => {
    pencil.clear();
    write();
  });
  host.append(
    node("div", { class: "map__tools", role: "group", "aria-label": say("Zeichnen", "Draw") }, ...buttons, clear),
  );
  pencil.on("finish", (_id, context) => {
    if (context.action === "draw") {
      const added = pencil.getSnapshot().filter(isWhole);
      if (added.length > 1)
        pencil.removeFeatures(
          added
            .slice(0, -1)
            .map((feature) => feature.id)
            .filter((id) => id !== undefined),
        );
      pencil.setMode("select");
      for (const button of buttons) button.setAttribute("aria-pressed", "false");
    }
    write();
    announce(say("Gezeichnet und in das Textfeld übernommen.", "Drawn and written into the text field."));
  });
  readField(field, pencil, map);
  field.addEventListener("change", () => {
    readField(field, pencil, map);
  });
}

function selectMode(): TerraDrawSelectMode {
  const edit = { feature: { draggable: true, coordinates: { midpoints: true, draggable: true, deletable: true } } };
  return new TerraDrawSelectMode({
    flags: { point: { feature: { draggable: true } }, linestring: edit, polygon: edit },
  });
}

function isWhole(feature: GeoJSONStoreFeatures): boolean {
  return ["point", "linestring", "polygon"].includes(String(feature.properties.mode));
}

function drawButton(shape: Shape, pencil: TerraDraw, all: () => HTMLButtonElement[]): HTMLButtonElement {
  const { mode, icon, text } = MODES[shape];
  const button = tool(icon, text(), () => {
    for (const other of all()) other.setAttribute("aria-pressed", String(other === button));
    pencil.setMode(mode);
    announce(
      say(
        "Auf der Karte klicken; mit Eingabe oder Doppelklick abschließen.",
        "Click on the map; finish with Enter or a double click.",
      ),
    );
  });
  button.setAttribute("aria-pressed", "false");
  return button;
}

/** Take over what the field holds, as far as it is a single line, point or area in GeoJSON; else leave the map alone. */
function readField(field: HTMLTextAreaElement, pencil: TerraDraw, map: MapLibre): void {
  let geometry: Geometry;
  try {
    geometry = JSON.parse(field.value) as Geometry;
  } catch {
    return;
  }
  const mode = { Point: "point", LineString: "linestring", Polygon: "polygon" }[geometry.type as "Point"];
  if (!mode) return;
  pencil.clear();
  const rounded = JSON.parse(JSON.stringify(geometry), (_key, value: unknown) =>
    typeof value === "number" ? Number(value.toFixed(DIGITS)) : value,
  ) as GeoJSONStoreFeatures["geometry"];
  pencil.addFeatures([{ type: "Feature", geometry: rounded, properties: { mode } }]);
  showShape(map, geometry, false);
  pencil.setMode("select");
}
