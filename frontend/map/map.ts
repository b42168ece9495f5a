/**
 * `<city-map>`: the platform's map. Configured by JSON inside the element; loaded only where a map is seen.
 * The list beside it shows the same; this component only adds to it.
 */
import { CityMap } from "./city-map";
import styles from "./map.css?url";

function loadStyles(): Promise<void> {
  return new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = styles;
    link.addEventListener("load", () => {
      done();
    });
    link.addEventListener("error", () => {
      done();
    });
    document.head.append(link);
  });
}

await loadStyles();
if (!customElements.get("city-map")) customElements.define("city-map", CityMap);
