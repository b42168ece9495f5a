import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import type { Plugin } from "vite";

/** Names by which symbols are widely known, and what the package calls them. */
const ALSO: Record<string, string> = {
  place: "location_on",
  expand_more: "keyboard_arrow_down",
  expand_less: "keyboard_arrow_up",
};

/**
 * Builds one SVG sprite from the Material Symbols listed in a JSON array of names, emitted as
 * `icons.svg` in the manifest. A symbol's id is the icon's name; an unknown name ends the build.
 */
export function iconSprite(list: string): Plugin {
  const folder = resolve(
    dirname(createRequire(import.meta.url).resolve("@material-symbols/svg-400/package.json")),
    "outlined",
  );
  return {
    name: "icon-sprite",
    apply: "build",
    buildStart() {
      this.addWatchFile(list);
    },
    generateBundle() {
      const names = [...new Set(JSON.parse(readFileSync(list, "utf8")) as string[])].sort();
      const symbols = names.map((name) => symbol(folder, name));
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`,
      });
    },
  };
}

function symbol(folder: string, name: string): string {
  const svg = readFileSync(resolve(folder, `${ALSO[name] ?? name}.svg`), "utf8");
  const body = /<svg[^>]*>(.*)<\/svg>/s.exec(svg)?.[1];
  if (body === undefined) throw new Error(`icon ${name}: not an SVG`);
  return `<symbol id="${name}" viewBox="0 -960 960 960">${body}</symbol>`;
}
