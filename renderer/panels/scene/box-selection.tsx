/** The rectangle that a drag draws around parts: solid takes what is inside, dashed what it touches. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import type { PointerBox } from "../../scene/camera/pointer-input.ts";
import type { Scene } from "../../scene/scene-types.ts";
import { boxTool, useBoxTool } from "../../state/box-tool.ts";
import { holdEscape } from "../../state/escape.ts";
import { selection } from "../../state/selection.ts";
import { useSettings } from "../../state/settings.ts";
import { afterBox } from "./scene-selection.ts";
import type { ShownModel } from "./use-model.ts";
import { select } from "./use-scene.ts";

export interface BoxSelectionProps {
  readonly scene: Scene;
  readonly shown: ShownModel;
}

export function BoxSelection({ scene, shown }: BoxSelectionProps): ReactNode {
  const inHand = useBoxTool();
  const leftDrag = useSettings((values) => values.leftDrag) ?? "rotate";
  const [box, setBox] = useState<PointerBox>();
  const given = useRef(false);
  const drawing = box !== undefined;

  useEffect(
    () => scene.setBoxDrag(inHand ? "always" : leftDrag === "box" ? "empty" : "model"),
    [scene, inHand, leftDrag],
  );
  useEffect(
    () =>
      scene.onBox((next) => {
        const ended = next.state !== "drawing";
        if (given.current) {
          given.current = !ended;
          return;
        }
        setBox(ended ? undefined : next);
        if (next.state !== "done") return;
        const taken = scene.nodesInBox(next.from, next.to);
        const after = afterBox(selection.getState(), shown.index, taken, next.additive);
        if (after !== undefined) select(after);
      }),
    [scene, shown],
  );
  useEffect(() => {
    if (!drawing) return undefined;
    return holdEscape(() => {
      // What the pointer still does until it is let go is no box any more.
      given.current = true;
      setBox(undefined);
    });
  }, [drawing]);
  useEffect(() => (inHand ? holdEscape(() => boxTool.setState({ inHand: false })) : undefined), [inHand]);

  return box === undefined ? undefined : <Rectangle box={box} />;
}

/** What to do with the tool in hand. */
export function BoxHint(): ReactNode {
  return useBoxTool() ? (
    <output className="scene-card scene-hint">{message("scene.box-hint")}</output>
  ) : undefined;
}

function Rectangle({ box: { from, to } }: { readonly box: PointerBox }): ReactNode {
  const style = {
    left: Math.min(from[0], to[0]),
    top: Math.min(from[1], to[1]),
    width: Math.abs(to[0] - from[0]),
    height: Math.abs(to[1] - from[1]),
  };
  return <div className="scene-box" data-touching={to[0] < from[0]} style={style} aria-hidden="true" />;
}
