/** The part under the pointer, for keys that act on it. */
import { useEffect, useMemo, useRef } from "react";
import { message } from "../../messages/catalogue.ts";
import type { Scene } from "../../scene/scene-types.ts";
import { hide } from "../../state/visibility.ts";
import { visibilitySteps } from "./visibility-steps.ts";

export interface Hovered {
  readonly node: () => number | undefined;
  /** Until the pointer moves again. */
  readonly forget: () => void;
}

export function useHovered(scene: Scene | undefined, canvas: HTMLCanvasElement | undefined): Hovered {
  const hovered = useRef<number>(undefined);
  const forgotten = useRef(false);
  useEffect(
    () =>
      scene?.onHover((pick) => {
        hovered.current = pick?.node;
      }),
    [scene],
  );
  useEffect(() => {
    // What comes to lie under a resting pointer by itself is not what a person points at.
    const pointed = (): void => {
      forgotten.current = false;
    };
    canvas?.addEventListener("pointermove", pointed);
    return () => canvas?.removeEventListener("pointermove", pointed);
  }, [canvas]);
  return useMemo(
    () => ({
      node: () => (forgotten.current ? undefined : hovered.current),
      forget: () => {
        forgotten.current = true;
      },
    }),
    [],
  );
}

export function hideNode(node: number): void {
  visibilitySteps.change(message("command.hide-hovered"), (state) => hide(state, [node]));
}
