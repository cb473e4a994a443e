/** Which drag turns, moves and zooms the view, where a person wants none of the presets. */
import type { ReactNode } from "react";
import { MOUSE_DRAGS } from "../../shared/contract/settings.ts";
import { message } from "../messages/catalogue.ts";
import { OWN_DRAGS } from "../scene/camera/mouse-presets.ts";
import { changeSettings, useSettings } from "../state/settings.ts";

const GESTURES = ["rotate", "pan", "zoom"] as const;

export function MouseChoice(): ReactNode {
  const own = useSettings((values) => values.mousePreset) === "custom";
  const drags = useSettings((values) => values.mouseDrags) ?? OWN_DRAGS;
  if (!own) return undefined;
  const same = new Set(Object.values(drags)).size < GESTURES.length;
  return (
    <fieldset className="mouse-choice">
      <legend>{message("mouse.title")}</legend>
      {GESTURES.map((gesture) => (
        <label key={gesture} className="form-line">
          {message(`mouse.${gesture}`)}
          <select
            className="field"
            value={drags[gesture]}
            onChange={(event) => {
              const chosen = MOUSE_DRAGS.find((one) => one === event.target.value);
              if (chosen !== undefined) changeSettings({ mouseDrags: { ...drags, [gesture]: chosen } });
            }}
          >
            {MOUSE_DRAGS.map((one) => (
              <option key={one} value={one}>
                {message(`mouse.drag.${one}`)}
              </option>
            ))}
          </select>
        </label>
      ))}
      {same ? <p className="mark">{message("mouse.same")}</p> : undefined}
    </fieldset>
  );
}
