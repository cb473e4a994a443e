/** What of the measuring is drawn over the model: dimensions and what is picked. */
import { useMemo, useState } from "react";
import type { CadModel } from "../../../../shared/model/cad.ts";
import { resolveTarget, type Target } from "../../../scene/measure/entity.ts";
import { featureEdgesOf } from "../../../scene/measure/feature-edges.ts";
import { movePoint, worldMatrix } from "../../../scene/measure/placement.ts";
import type { QuantityKind } from "../../../scene/measure/quantity.ts";
import { valueOf } from "./copy.ts";
import { nodesOfTargets } from "./dimension-lines.ts";
import type { Drawn, Mark } from "./measure-overlay.tsx";
import { sameMeasurement, useMeasure } from "./measure-state.ts";
import { measurer } from "./measurer.ts";
import { useKeptNearest, useNearest, type NearestState } from "./use-nearest.ts";

export interface Measured {
  readonly nearest: NearestState;
  readonly drawn: readonly Drawn[];
  readonly marks: readonly Mark[];
  /** Of the values to choose from, the one to be drawn; undefined: the first. */
  readonly preview: (kind: QuantityKind | undefined) => void;
}

export function useMeasured(model: CadModel, hovered: Target | undefined): Measured {
  const picks = useMeasure((state) => state.picks);
  const kept = useMeasure((state) => state.kept);
  const [kind, preview] = useState<QuantityKind>();
  const nearest = useNearest(model, picks);
  const wanted = useMemo(
    () => kept.filter((measurement) => measurement.kind === "minimum-distance").map(({ targets }) => targets),
    [kept],
  );
  const found = useKeptNearest(model, wanted);
  const drawn = useMemo((): readonly Drawn[] => {
    const all = [
      ...(measurer.now(model, picks) ?? []),
      ...(nearest.state === "found" ? [nearest.quantity] : []),
    ];
    const chosen = all.find((quantity) => quantity.kind === kind) ?? all[0];
    const fixed = kept.flatMap((measurement): Drawn[] => {
      const quantity =
        measurement.kind === "minimum-distance"
          ? found.get(measurement.targets)
          : valueOf(model, measurement);
      if (quantity === undefined) return [];
      const nodes = nodesOfTargets(model, measurement.targets);
      return [{ key: String(measurement.id), quantity, nodes, preview: false }];
    });
    const twice =
      chosen !== undefined && kept.some((measurement) => sameMeasurement(measurement, chosen.kind, picks));
    if (chosen === undefined || twice) return fixed;
    const nodes = nodesOfTargets(model, picks);
    return [...fixed, { key: "preview", quantity: chosen, nodes, preview: true }];
  }, [model, picks, kept, kind, nearest, found]);
  const marks = useMemo(
    () => [...picks, ...(hovered === undefined ? [] : [hovered])].flatMap((target) => markOf(model, target)),
    [model, picks, hovered],
  );
  return { nearest, drawn, marks, preview };
}

/** Edges and corners as points; faces are marked in the model itself. */
function markOf(model: CadModel, target: Target): readonly Mark[] {
  const entity = resolveTarget(model, target);
  if (entity === undefined || target.kind === "face" || target.kind === "node") return [];
  const { node } = entity;
  if (target.kind === "corner") return [{ node, points: [entity.anchor] }];
  const mesh = model.parts[model.nodes[entity.node]?.part ?? -1]?.mesh;
  const edge = mesh === undefined ? undefined : featureEdgesOf(mesh).edges[entity.target.index];
  const matrix = worldMatrix(model.nodes, entity.node);
  return edge === undefined ? [] : [{ node, points: edge.points.map((point) => movePoint(matrix, point)) }];
}
