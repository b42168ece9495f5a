import type { Map as MapLibre } from "maplibre-gl";
import { imageName } from "./drawing";

let sprite: Promise<Document | null> | null = null;

async function loadSprite(): Promise<Document | null> {
  const address = document.querySelector("svg use")?.getAttribute("href")?.split("#")[0];
  if (!address) return null;
  try {
    const answer = await fetch(address);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "image/svg+xml") : null;
  } catch {
    return null;
  }
}

/** Draw an icon of the page's sprite in white on a disc of the colour and give it to the map. */
export async function addPicture(map: MapLibre, icon: string, color: string): Promise<void> {
  const name = imageName(icon, color);
  if (map.hasImage(name)) return;
  sprite ??= loadSprite();
  const symbol = (await sprite)?.getElementById(icon);
  const ratio = 2;
  const size = 24 * ratio;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  disc(pen, size, color);
  if (symbol) paths(pen, symbol, size);
  if (!map.hasImage(name)) map.addImage(name, pen.getImageData(0, 0, size, size), { pixelRatio: ratio });
}

function disc(pen: CanvasRenderingContext2D, size: number, color: string): void {
  pen.beginPath();
  pen.arc(size / 2, size / 2, size / 2 - 2, 0, 2 * Math.PI);
  pen.fillStyle = color;
  pen.fill();
  pen.lineWidth = 3;
  pen.strokeStyle = "#ffffff";
  pen.stroke();
}

/** Material Symbols live in a box of 960 units whose origin is the lower left corner. */
function paths(pen: CanvasRenderingContext2D, symbol: Element, size: number): void {
  const inner = size * 0.62;
  pen.translate((size - inner) / 2, (size + inner) / 2);
  pen.scale(inner / 960, inner / 960);
  pen.fillStyle = "#ffffff";
  for (const path of symbol.querySelectorAll("path")) pen.fill(new Path2D(path.getAttribute("d") ?? ""));
}
