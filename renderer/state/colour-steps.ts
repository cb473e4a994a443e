/** Changes of what the model is coloured by: each is kept, and can be taken back. */
import { message } from "../messages/catalogue.ts";
import { type Quantity, type ScaleEdit } from "./colour-scale.ts";
import { colouring, sameChoice, type ColourChoice } from "./colouring.ts";
import { changeSettings } from "./settings.ts";
import { undoStack } from "./undo.ts";
import type { EventKind } from "../../shared/model/event.ts";

/** Shows a choice without a step to take back: what a viewpoint and an undo do. */
export function showColouring(choice: ColourChoice): void {
  const last = choice.quantity === "none" ? {} : { last: choice.quantity };
  colouring.setState({ choice, ...last });
  changeSettings({ colouring: JSON.stringify(choice) });
}

export function changeColouring(next: ColourChoice, title: string): void {
  const before = colouring.getState().choice;
  if (sameChoice(before, next)) return;
  showColouring(next);
  undoStack.getState().push({
    title,
    undo: () => showColouring(before),
    redo: () => showColouring(next),
  });
}

export function colourBy(quantity: Quantity | "none"): void {
  const { choice } = colouring.getState();
  changeColouring({ ...choice, quantity }, message(`colour.by-${quantity}`));
}

/** Off, and on again with what it was before. */
export function toggleColouring(): void {
  const { choice, last } = colouring.getState();
  colourBy(choice.quantity === "none" ? last : "none");
}

/** Events and age of one kind alone; undefined: of all. */
export function colourByKind(kind: EventKind | undefined): void {
  const { kind: _before, ...choice } = colouring.getState().choice;
  const next = kind === undefined ? choice : { ...choice, kind };
  changeColouring(next, message("colour.kind-changed"));
}

/** Undefined: back to the scale that the data give. */
export function editScale(quantity: Quantity, edit: ScaleEdit | undefined): void {
  const { choice } = colouring.getState();
  const { [quantity]: _before, ...others } = choice.scales;
  const scales = edit === undefined ? others : { ...others, [quantity]: edit };
  changeColouring(
    { ...choice, scales },
    message(edit === undefined ? "colour.scale-reset" : "colour.scale-changed"),
  );
}
