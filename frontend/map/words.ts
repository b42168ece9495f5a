import { say } from "../shell/language";

/** The map library's own words in the page's language. */
export function words(label: string | undefined): Record<string, string> {
  return {
    "AttributionControl.ToggleAttribution": say("Quellen zeigen oder verbergen", "Show or hide sources"),
    "FullscreenControl.Enter": say("Ganzer Bildschirm", "Full screen"),
    "FullscreenControl.Exit": say("Ganzen Bildschirm verlassen", "Leave full screen"),
    "NavigationControl.ZoomIn": say("Vergrößern", "Zoom in"),
    "NavigationControl.ZoomOut": say("Verkleinern", "Zoom out"),
    "Map.Title": `${label ?? say("Karte", "Map")}. ${say("Pfeiltasten verschieben, Plus und Minus vergrößern und verkleinern, Eingabe wählt in der Mitte aus.", "Arrow keys move, plus and minus zoom, Enter selects in the middle.")}`,
    "CooperativeGesturesHandler.WindowsHelpText": say(
      "Zum Vergrößern Strg gedrückt halten und scrollen",
      "Hold Ctrl and scroll to zoom",
    ),
    "CooperativeGesturesHandler.MacHelpText": say(
      "Zum Vergrößern ⌘ gedrückt halten und scrollen",
      "Hold ⌘ and scroll to zoom",
    ),
    "CooperativeGesturesHandler.MobileHelpText": say("Mit zwei Fingern verschieben", "Use two fingers to move"),
  };
}
