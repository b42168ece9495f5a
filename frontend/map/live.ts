import type { Layer } from "./types";

const GATHER = 1500;

/** Asks layers again when their channel says that something changed, or when their time is up. */
export class Live {
  private readonly streams = new Map<string, EventSource>();
  private readonly timers = new Map<string, number>();
  private readonly waiting = new Map<string, number>();
  private readonly onChange: (slug: string) => void;
  private readonly liveUrl: string;

  constructor(liveUrl: string, onChange: (slug: string) => void) {
    this.liveUrl = liveUrl;
    this.onChange = onChange;
  }

  follow(layer: Layer): void {
    if (layer.live_channel && !this.streams.has(layer.slug)) {
      const stream = new EventSource(this.liveUrl + encodeURIComponent(layer.live_channel));
      // "reset" says that events were missed
      for (const name of [layer.live_channel, "reset"])
        stream.addEventListener(name, () => {
          this.soon(layer.slug);
        });
      this.streams.set(layer.slug, stream);
    }
    if (layer.refresh_s > 0 && !this.timers.has(layer.slug)) {
      const period = Math.max(layer.refresh_s, 5) * 1000;
      this.timers.set(
        layer.slug,
        window.setInterval(() => {
          if (!document.hidden) this.onChange(layer.slug);
        }, period),
      );
    }
  }

  leave(slug: string): void {
    this.streams.get(slug)?.close();
    this.streams.delete(slug);
    window.clearInterval(this.timers.get(slug));
    this.timers.delete(slug);
    window.clearTimeout(this.waiting.get(slug));
    this.waiting.delete(slug);
  }

  stop(): void {
    for (const slug of new Set([...this.streams.keys(), ...this.timers.keys()])) this.leave(slug);
  }

  /** Many changes in a moment become one request. */
  private soon(slug: string): void {
    if (this.waiting.has(slug)) return;
    this.waiting.set(
      slug,
      window.setTimeout(() => {
        this.waiting.delete(slug);
        this.onChange(slug);
      }, GATHER),
    );
  }
}
