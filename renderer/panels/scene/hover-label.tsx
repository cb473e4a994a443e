/** What is under the pointer, by name; it follows the pointer without React. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Scene } from "../../scene/scene-types.ts";
import { tagText } from "./tag-text.ts";
import type { ShownModel } from "./use-model.ts";
import { usePartNumbers } from "./use-part-numbers.ts";

export interface HoverLabelProps {
  readonly scene: Scene;
  readonly shown: ShownModel;
  readonly canvas: HTMLCanvasElement;
}

/** Pixels from the pointer. */
const OFFSET = 14;

export function HoverLabel({ scene, shown, canvas }: HoverLabelProps): ReactNode {
  const [node, setNode] = useState<number>();
  const partNumber = node === undefined ? undefined : shown.index.numberOf(node);
  const { title, numbers } = usePartNumbers(partNumber);
  const label = useRef<HTMLDivElement>(null);
  const pointer = useRef({ x: 0, y: 0 });

  useEffect(
    () =>
      scene.onHover((pick) => {
        scene.setHover(pick === undefined ? undefined : { node: pick.node });
        setNode(pick?.node);
      }),
    [scene],
  );
  useEffect(() => {
    const follow = ({ offsetX, offsetY }: PointerEvent): void => {
      pointer.current = { x: offsetX, y: offsetY };
      place(label.current, pointer.current, scene);
    };
    canvas.addEventListener("pointermove", follow);
    return () => canvas.removeEventListener("pointermove", follow);
  }, [canvas, scene]);
  // After every render: other words are of another width.
  useEffect(() => place(label.current, pointer.current, scene));

  if (partNumber === undefined) return undefined;
  const text = tagText({ numbers, span: undefined, occurrences: 1, unit: undefined });
  return (
    <div ref={label} className="scene-hover" aria-hidden="true">
      {title === undefined ? partNumber : `${partNumber} ${title}`}
      {text.number === undefined ? undefined : <span className={text.tone}> · {text.number}</span>}
    </div>
  );
}

function place(
  label: HTMLElement | null,
  { x, y }: { readonly x: number; readonly y: number },
  scene: Scene,
): void {
  if (label === null) return;
  const { width, height } = scene.size();
  const left = x + OFFSET + label.offsetWidth > width ? x - OFFSET - label.offsetWidth : x + OFFSET;
  const top = y + OFFSET + label.offsetHeight > height ? y - OFFSET - label.offsetHeight : y + OFFSET;
  label.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
}
