/** The tools over the view: planes and dimensions on the model, their cards at its side. */
import type { ReactNode } from "react";
import type { Scene } from "../../scene/scene-types.ts";
import { MeasureCard } from "./measure/measure-card.tsx";
import { MeasureOverlay } from "./measure/measure-overlay.tsx";
import { deflectionOf } from "./measure/measurer.ts";
import { useMeasured } from "./measure/use-measured.ts";
import { useMeasureTool } from "./measure/use-measure-tool.ts";
import { SectionCard } from "./section/section-card.tsx";
import { SectionHandles } from "./section/section-handles.tsx";
import type { ShownModel } from "./use-model.ts";

export interface SceneToolsProps {
  readonly scene: Scene;
  readonly shown: ShownModel;
}

export function SceneTools({ scene, shown }: SceneToolsProps): ReactNode {
  const hovered = useMeasureTool(scene, shown);
  const { nearest, drawn, marks, preview } = useMeasured(shown.model, hovered);
  return (
    <>
      <MeasureOverlay scene={scene} drawn={drawn} marks={marks} />
      <SectionHandles scene={scene} />
      <div className="scene-side">
        <SectionCard />
        <MeasureCard
          shown={shown}
          nearest={nearest}
          deflection={deflectionOf(scene.assembledBox())}
          onPreview={preview}
        />
      </div>
    </>
  );
}
