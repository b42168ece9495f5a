/** `<city-chart>`: draws what the table under it says. Loaded only where a chart is seen. */
import styles from "uplot/dist/uPlot.min.css?url";
import { CityChart } from "./city-chart";

const link = document.createElement("link");
link.rel = "stylesheet";
link.href = styles;
document.head.append(link);
if (!customElements.get("city-chart")) customElements.define("city-chart", CityChart);
