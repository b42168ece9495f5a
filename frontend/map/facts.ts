import { moment, number, say } from "../shell/language";
import type { Layer, LayerProperty } from "./types";

/** A property's value in the reader's language, or "" when there is nothing to say. */
export function fact(property: LayerProperty, value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  const choice = property.values?.find((entry) => entry.value === value);
  if (choice) return choice.title;
  if (property.type === "json") return "";
  if (property.type === "date" || property.type === "datetime")
    return moment(String(value), property.type === "datetime");
  if (typeof value === "boolean") return value ? say("ja", "yes") : say("nein", "no");
  if (typeof value === "number")
    return `${number(value)}${property.unit && property.unit !== "1" ? ` ${property.unit}` : ""}`;
  if (Array.isArray(value)) return value.map(String).join(", ");
  return String(value as string);
}

/** What a feature is called: its label, or its first text. */
export function titleOf(layer: Layer, values: Record<string, unknown>): string {
  const named = layer.style.label_by ?? layer.properties.find((entry) => entry.type === "string")?.name;
  const property = layer.properties.find((entry) => entry.name === named);
  return (property && fact(property, values[property.name])) || layer.title;
}

/** The page of a feature, or "" where there is none. */
export function detailAddress(layer: Layer, values: Record<string, unknown>): string {
  if (!layer.detail_template) return "";
  let complete = true;
  const address = layer.detail_template.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined || value === null) complete = false;
    return encodeURIComponent(String(value));
  });
  return complete ? address : "";
}
