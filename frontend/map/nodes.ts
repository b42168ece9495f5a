/** Small makers of page elements; text is always set as text. */
export function node<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** An icon of the page's sprite. */
export function icon(name: string): SVGSVGElement {
  const address = document.querySelector("svg use")?.getAttribute("href")?.split("#")[0] ?? "";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${address}#${name}`);
  svg.append(use);
  return svg;
}

/** A button of the map's tool row. */
export function tool(iconName: string, text: string, onClick: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const button = node("button", { type: "button", class: "map__tool" }, icon(iconName), text);
  button.addEventListener("click", () => {
    onClick(button);
  });
  return button;
}

/** Say something to people who cannot see the map. */
export function announce(text: string): void {
  const status = document.getElementById("page-status");
  if (status) status.textContent = text;
}
