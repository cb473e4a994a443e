/** What a person has chosen of how a 3D view is turned and drawn: of every view, whichever panel holds it. */
import type { Settings } from "../../../shared/contract/settings.ts";
import { OWN_DRAGS, type MouseDrags, type MousePreset } from "../../scene/camera/mouse-presets.ts";

export function mouseOf({
  mousePreset = "solidworks",
  mouseDrags = OWN_DRAGS,
}: Settings): MousePreset | MouseDrags {
  return mousePreset === "custom" ? mouseDrags : mousePreset;
}

export function projectionOf({ projection = "perspective" }: Settings): NonNullable<Settings["projection"]> {
  return projection;
}
