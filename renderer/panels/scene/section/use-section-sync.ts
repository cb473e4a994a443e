/** The section in step with the model, the scene, and the viewpoint that goes with a change request. */
import { useEffect } from "react";
import type { Scene } from "../../../scene/scene-types.ts";
import { registerCommand } from "../../../state/commands.ts";
import { offerToViewpoint } from "../../../state/viewpoint-tools.ts";
import type { ShownModel } from "../use-model.ts";
import { sectionCommands } from "./commands.ts";
import { planesOf } from "./cuts.ts";
import { sectionInViewpoint } from "./section-in-viewpoint.ts";
import { sectionSteps, useSection } from "./section-state.ts";

export function useSectionSync(scene: Scene | undefined, shown: ShownModel | undefined): void {
  const sha256 = shown?.summary.sha256;
  const cuts = useSection((state) => state.cuts);
  useEffect(() => sectionSteps.show(sha256), [sha256]);
  useEffect(() => scene?.setSection(planesOf(cuts)), [scene, cuts]);
  useEffect(() => {
    const removals = sectionCommands({ scene, shown }).map(registerCommand);
    return () => removals.forEach((remove) => remove());
  }, [scene, shown]);
  useEffect(() => offerToViewpoint("section", sectionInViewpoint), []);
}
