/** What is under the pointer, by name; it follows the pointer without React. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { partIndexOf } from "../../../shared/model/cad.ts";
import type { Scene } from "../../scene/scene-types.ts";
import { useColouring } from "../../state/colouring.ts";
import { featureKey } from "../../state/face-links.ts";
import { message } from "../../messages/catalogue.ts";
import { MOST_FEATURES } from "./feature-card.tsx";
import { FeatureSummary } from "./feature-summary.tsx";
import { amountWithUnit } from "./legend-text.ts";
import { tagText } from "./tag-text.ts";
import type { Colours, NodeNumber } from "./use-colours.ts";
import type { ShownModel } from "./use-model.ts";
import { useLinkedFaces } from "./use-linked-faces.ts";
import { usePartNumbers } from "./use-part-numbers.ts";

export interface HoverLabelProps {
  readonly scene: Scene;
  readonly shown: ShownModel;
  readonly canvas: HTMLCanvasElement;
  /** What the model is coloured by there. */
  readonly numberOf: Colours["of"];
}

/** Pixels from the pointer. */
const OFFSET = 14;

export function HoverLabel({ scene, shown, canvas, numberOf }: HoverLabelProps): ReactNode {
  const [node, setNode] = useState<number>();
  const [face, setFace] = useState<number>();
  const partNumber = node === undefined ? undefined : shown.index.numberOf(node);
  const { title, numbers } = usePartNumbers(partNumber);
  const label = useRef<HTMLDivElement>(null);
  const pointer = useRef({ x: 0, y: 0 });

  useEffect(
    () =>
      scene.onHover((pick) => {
        scene.setHover(pick === undefined ? undefined : { node: pick.node });
        setNode(pick?.node);
        setFace(pick?.face);
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
      <HoveredNumber number={node === undefined ? undefined : numberOf(node, face)} />
      <HoveredFeatures shown={shown} node={node} face={face} />
    </div>
  );
}

/** What its colour stands for, and the unit that it is of; the fail rate is said already. */
function HoveredNumber({ number }: { readonly number: NodeNumber | undefined }): ReactNode {
  if (number === undefined || number.quantity === "fail-rate") return undefined;
  const { quantity, value, uom, unit } = number;
  return (
    <div className="scene-hover-number">
      {message(`colour.title-${quantity}`)}{" "}
      {Number.isNaN(value) ? (
        <span className="muted">{message("scene.hover.no-data")}</span>
      ) : (
        <strong>{amountWithUnit(value, quantity, uom)}</strong>
      )}
      {unit === undefined ? undefined : (
        <span className="muted"> · {message("serial.unit", { name: unit })}</span>
      )}
    </div>
  );
}

/** What was measured on the face under the pointer, where somebody has linked it. */
function HoveredFeatures(props: {
  readonly shown: ShownModel;
  readonly node: number | undefined;
  readonly face: number | undefined;
}): ReactNode {
  const { shown, node, face } = props;
  const features = useColouring((state) => state.features);
  const linked = useLinkedFaces(shown.model);
  if (node === undefined || face === undefined || linked === undefined) return undefined;
  const keys = linked.onFace(partIndexOf(shown.model, node), face).map(featureKey);
  const found = keys.flatMap((key) => features?.find((feature) => featureKey(feature) === key) ?? []);
  return found
    .slice(0, MOST_FEATURES)
    .map((feature) => <FeatureSummary key={featureKey(feature)} feature={feature} />);
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
