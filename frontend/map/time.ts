import { moment, say } from "../shell/language";
import { node } from "./nodes";

const DAYS_AHEAD = 28;

function isoDay(date: Date): string {
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
}

function dayFromToday(offset: number): string {
  const date = new Date();
  date.setHours(12, 0, 0, 0);
  date.setDate(date.getDate() + offset);
  return isoDay(date);
}

/** Slider over the next four weeks and a field for any day. */
export class TimeSlider {
  readonly element: HTMLElement;
  day: string;

  constructor(day: string, onDay: (day: string) => void) {
    this.day = day || dayFromToday(0);
    const range = node("input", {
      type: "range",
      min: "0",
      max: String(DAYS_AHEAD),
      step: "1",
      "aria-label": say("Tag wählen: heute bis in vier Wochen", "Choose a day: today to four weeks ahead"),
    });
    const date = node("input", { type: "date", "aria-label": say("Bestimmter Tag", "Particular day") });
    const shown = node("output", {});
    const show = (): void => {
      date.value = this.day;
      const text = this.day === dayFromToday(0) ? say("heute", "today") : moment(`${this.day}T12:00:00`, false);
      shown.textContent = text;
      range.setAttribute("aria-valuetext", text);
    };
    const choose = (chosen: string): void => {
      if (!chosen || chosen === this.day) return;
      this.day = chosen;
      show();
      onDay(chosen);
    };
    range.value = String(
      Math.round(
        (new Date(`${this.day}T12:00:00`).getTime() - new Date(`${dayFromToday(0)}T12:00:00`).getTime()) / 86_400_000,
      ),
    );
    range.addEventListener("input", () => {
      choose(dayFromToday(Number(range.value)));
    });
    date.addEventListener("change", () => {
      choose(date.value);
    });
    this.element = node(
      "div",
      { class: "map__time", role: "group", "aria-label": say("Zeit", "Time") },
      shown,
      range,
      date,
    );
    show();
  }
}
