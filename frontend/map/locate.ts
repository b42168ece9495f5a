import { Marker, type Map as MapLibre } from "maplibre-gl";
import { say } from "../shell/language";
import { announce } from "./nodes";

let marker: Marker | null = null;

/** Ask the browser where the reader is, only when asked to, and go there. The position stays in the browser. */
export function locate(map: MapLibre): void {
  if (!("geolocation" in navigator)) {
    announce(say("Ihr Gerät kennt seinen Standort nicht.", "Your device does not know its position."));
    return;
  }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const place: [number, number] = [coords.longitude, coords.latitude];
      marker?.remove();
      marker = new Marker({ color: "#173a8c" }).setLngLat(place).addTo(map);
      map.easeTo({ center: place, zoom: Math.max(map.getZoom(), 14.5) });
      announce(say("Die Karte zeigt Ihren Standort.", "The map shows your position."));
    },
    () => {
      announce(say("Der Standort ist nicht freigegeben.", "Your position is not shared."));
    },
    { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
  );
}
