import { say } from "./language";

const LONGEST_WAIT_MS = 8_000;

/**
 * Forms with `data-locate` take the device's position along, if the reader shares it: the fields latitude, longitude and
 * accuracy_m are filled when the form is sent. Without permission, or when it takes too long, the form goes without.
 */
export function sendPosition(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("form[data-locate]")) return;
    const latitude = form.elements.namedItem("latitude");
    if (!("geolocation" in navigator) || form.dataset.located || !(latitude instanceof HTMLInputElement)) return;
    if (latitude.value) return;
    event.preventDefault();
    form.dataset.located = "asked";
    announce(say("Ihr Standort wird bestimmt …", "Finding your position …"));
    const send = (): void => {
      form.requestSubmit();
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        fill(form, "latitude", coords.latitude.toFixed(6));
        fill(form, "longitude", coords.longitude.toFixed(6));
        fill(form, "accuracy_m", coords.accuracy.toFixed(0));
        send();
      },
      send,
      { enableHighAccuracy: true, timeout: LONGEST_WAIT_MS, maximumAge: 30_000 },
    );
  });
}

function fill(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}

function announce(text: string): void {
  const status = document.getElementById("page-status");
  if (status) status.textContent = text;
}
