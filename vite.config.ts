import { resolve } from "node:path";
import { defineConfig } from "vite";
import { iconSprite } from "./frontend/build/icon-sprite";

const frontend = resolve(import.meta.dirname, "frontend");

/**
 * One entry per page family. The server reads dist/manifest.json to find the hashed names
 * (smartcity/kernel/web/assets.py); file names carry a hash, so they may be cached for ever.
 */
export default defineConfig({
  root: frontend,
  base: "./",
  publicDir: false,
  plugins: [iconSprite(resolve(frontend, "icons/icons.json"))],
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: {
    outDir: resolve(frontend, "dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1300,
    rolldownOptions: {
      input: {
        shell: resolve(frontend, "shell/shell.ts"),
        map: resolve(frontend, "map/map.ts"),
        charts: resolve(frontend, "charts/charts.ts"),
        "service-worker": resolve(frontend, "shell/service-worker.ts"),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === "service-worker" ? "service-worker.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        // Some servers do not know .mjs as JavaScript; a worker with another type is refused.
        assetFileNames: (asset) =>
          asset.names.some((name) => name.endsWith(".mjs"))
            ? "assets/[name]-[hash].js"
            : "assets/[name]-[hash][extname]",
      },
    },
  },
});
