/** The page's language; scripts speak German unless the page says English. */
export const language: "de" | "en" = document.documentElement.lang.startsWith("en") ? "en" : "de";

/** Pick the text in the page's language. */
export function say(german: string, english: string): string {
  return language === "en" ? english : german;
}

const numberFormats = new Map<number, Intl.NumberFormat>();

/** A number as the reader writes it, with at most `digits` decimals. */
export function number(value: number, digits = 2): string {
  let format = numberFormats.get(digits);
  if (!format) {
    format = new Intl.NumberFormat(language === "en" ? "en-GB" : "de-DE", { maximumFractionDigits: digits });
    numberFormats.set(digits, format);
  }
  return format.format(value);
}

const zone = "Europe/Berlin";

/** Date, or date and time, in the city's time zone. */
export function moment(value: string | number | Date, withTime = true): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return String(value);
  const style: Intl.DateTimeFormatOptions = withTime
    ? { dateStyle: "medium", timeStyle: "short", timeZone: zone }
    : { dateStyle: "medium", timeZone: zone };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "de-DE", style).format(date);
}

/** "vor 3 Minuten" for an age in seconds. */
export function age(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  if (seconds < 60) return format.format(-Math.max(0, Math.round(seconds)), "second");
  if (seconds < 5400) return format.format(-Math.round(seconds / 60), "minute");
  if (seconds < 129_600) return format.format(-Math.round(seconds / 3600), "hour");
  return format.format(-Math.round(seconds / 86_400), "day");
}
