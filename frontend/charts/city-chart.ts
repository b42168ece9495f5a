import uPlot from "uplot";
import { language, number } from "../shell/language";

interface ChartConfig {
  kind: "line" | "steps" | "bar";
  unit: string;
  digits: number;
  overTime: boolean;
  band: boolean;
  x: (number | string)[];
  series: { name: string; values: (number | null)[] }[];
}

const DASHES: (number[] | undefined)[] = [undefined, [8, 4], [2, 3], [10, 3, 2, 3], undefined, [6, 6]];
/** Steps of an axis that counts: whole numbers alone. */
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6, 1e7];
const ZONE = "Europe/Berlin";

export class CityChart extends HTMLElement {
  private chart: uPlot | null = null;
  private config: ChartConfig | null = null;
  private readonly redraw = (): void => {
    this.draw();
  };
  private readonly sizes = new ResizeObserver(() => {
    if (this.chart && this.clientWidth > 0) this.chart.setSize({ width: this.clientWidth, height: this.chart.height });
  });

  connectedCallback(): void {
    const json = this.querySelector('script[type="application/json"]')?.textContent;
    if (json) this.config = JSON.parse(json) as ChartConfig;
    this.draw();
    this.sizes.observe(this);
    document.addEventListener("city:theme", this.redraw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.redraw);
  }

  disconnectedCallback(): void {
    this.sizes.disconnect();
    document.removeEventListener("city:theme", this.redraw);
    matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", this.redraw);
    this.chart?.destroy();
    this.chart = null;
  }

  private draw(): void {
    if (!this.config || this.clientWidth === 0) return;
    this.chart?.destroy();
    const { config } = this;
    const xs = config.overTime ? (config.x as number[]) : config.x.map((_x, index) => index);
    const data = [xs, ...config.series.map((series) => series.values)] as uPlot.AlignedData;
    this.chart = new uPlot(this.options(config), data, this);
  }

  private options(config: ChartConfig): uPlot.Options {
    const css = getComputedStyle(this);
    const text = css.getPropertyValue("--text-muted").trim() || "#555";
    const grid = { stroke: css.getPropertyValue("--line").trim() || "#ddd", width: 1 };
    const font = "13px 'Fira Sans', sans-serif";
    const axis = { stroke: text, grid, ticks: grid, font };
    return {
      width: this.clientWidth,
      height: this.clientHeight || 288,
      legend: { show: false },
      cursor: { show: config.kind !== "bar", points: { size: 7 } },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), ZONE),
      scales: {
        x: {
          time: config.overTime,
          ...(config.overTime ? {} : { range: (_u, low, high) => [low - 0.6, high + 0.6] as uPlot.Range.MinMax }),
        },
        y: { range: (_u, low, high) => range(config.kind, low, high) },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          ...(config.overTime
            ? { values: (_u, splits, _i, _s, step) => splits.map((split) => timeLabel(split, step)) }
            : {
                splits: () => config.x.map((_x, index) => index),
                values: () => config.x.map(String),
                rotate: config.x.length > 4 ? -35 : 0,
                size: config.x.length > 4 ? 80 : 40,
              }),
        },
        {
          ...axis,
          size: 62,
          label: config.unit || undefined,
          labelSize: config.unit ? 22 : 0,
          labelFont: font,
          values: (_u, splits) => splits.map((split) => number(split, 6)),
          ...(config.digits === 0 ? { incrs: WHOLE } : {}),
        },
      ],
      ...(config.band ? { bands: [{ series: [3, 2], fill: `${css.getPropertyValue("--series-1").trim()}2e` }] } : {}),
      series: [{}, ...config.series.map((series, index) => this.series(series.name, index, config, css))],
    };
  }

  private series(name: string, index: number, config: ChartConfig, css: CSSStyleDeclaration): uPlot.Series {
    const color = css.getPropertyValue(`--series-${index + 1}`).trim();
    if (config.kind === "bar") {
      const { paths } = uPlot;
      return {
        label: name,
        fill: color,
        stroke: color,
        width: 0,
        points: { show: false },
        paths: paths.bars?.({ size: [0.7, 72], align: 0 }),
      };
    }
    if (config.band && (index === 1 || index === 2))
      return { label: name, stroke: `${css.getPropertyValue("--series-1").trim()}66`, width: 1, points: { show: false } };
    const steps = config.kind === "steps" ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
    return {
      label: name,
      stroke: color,
      width: 2,
      dash: DASHES[index],
      points: { show: false },
      spanGaps: false,
      ...(steps ? { paths: steps } : {}),
    };
  }
}

/** Bars start at zero; lines get a little air, and zero when they are near it. */
function range(kind: ChartConfig["kind"], low: number, high: number): uPlot.Range.MinMax {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const air = (high - low || Math.abs(high) || 1) * 0.1;
  const bottom = kind === "bar" || (low >= 0 && low < (high - low) * 0.6) ? Math.min(0, low) : low - air;
  return [bottom, high + air];
}

function timeLabel(seconds: number, step: number): string {
  const locale = language === "en" ? "en-GB" : "de-DE";
  const date = new Date(seconds * 1000);
  if (step < 86_400) {
    const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: ZONE }).format(date);
    return clock === "00:00"
      ? new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: ZONE }).format(date)
      : clock;
  }
  return new Intl.DateTimeFormat(
    locale,
    step < 2_400_000
      ? { day: "numeric", month: "short", timeZone: ZONE }
      : { month: "short", year: "numeric", timeZone: ZONE },
  ).format(date);
}
