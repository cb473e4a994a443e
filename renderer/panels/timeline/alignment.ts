/** Units laid over each other at the start of an operation: which, and that it can be taken back. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { MOST_ALIGNED, type AlignAsked } from "../../../shared/contract/aligned.ts";
import { message } from "../../messages/catalogue.ts";
import type { Command } from "../../state/commands.ts";
import { selection, useSelection } from "../../state/selection.ts";
import { undoStack } from "../../state/undo.ts";
import { layoutNow, pinnedKeys } from "./lane-layout.ts";

/** Units shown before anybody asks for more. */
export const USUAL_UNITS = 12;

export interface AlignmentState {
  readonly asked: AlignAsked | undefined;
  /** The list of operations is open. */
  readonly choosing: boolean;
  /** Numbers instead of bars. */
  readonly asTable: boolean;
}

export const alignment = createStore<AlignmentState>(() => ({
  asked: undefined,
  choosing: false,
  asTable: false,
}));

/** What is aligned of the part that is selected; of another part it waits until that one is back. */
export function useAlignment(): AlignAsked | undefined {
  const partNumber = useSelection((state) => state.partNumber);
  const asked = useStore(alignment, (state) => state.asked);
  return asked?.partNumber === partNumber ? asked : undefined;
}

export function alignmentNow(): AlignAsked | undefined {
  const { asked } = alignment.getState();
  return asked?.partNumber === selection.getState().partNumber ? asked : undefined;
}

export function alignAt(partNumber: string, operation: string): void {
  const units = chosenUnits(partNumber);
  change(message("timeline.align.step"), {
    partNumber,
    operation,
    units: [...units],
    fill: units.length >= 2 ? 0 : USUAL_UNITS,
  });
}

/** More of those at work last. */
export function alignMore(fill: number): void {
  const { asked } = alignment.getState();
  if (asked !== undefined) changeUnits({ ...asked, fill: Math.min(fill, MOST_ALIGNED) });
}

/** @param shown keys of the units that are on the screen */
export function addUnit(name: string, shown: readonly string[]): void {
  const { asked } = alignment.getState();
  if (asked === undefined) return;
  const units = [...new Set([...wanted(asked, shown), name])].slice(-MOST_ALIGNED);
  changeUnits({ ...asked, units, fill: 0 });
}

/** @param names what the unit may have been asked for by */
export function leaveOut(names: readonly string[], shown: readonly string[]): void {
  const { asked } = alignment.getState();
  if (asked === undefined) return;
  changeUnits({ ...asked, units: wanted(asked, shown).filter((one) => !names.includes(one)), fill: 0 });
}

/** By hand: what was asked for last, which the screen may not show yet; before that what it shows. */
const wanted = ({ units, fill }: AlignAsked, shown: readonly string[]): readonly string[] =>
  fill === 0 ? units : shown;

const changeUnits = (asked: AlignAsked): void => change(message("timeline.align.step.units"), asked);

export function endAlignment(): void {
  if (alignmentNow() !== undefined) change(message("timeline.align.step.end"), undefined);
}

function change(title: string, asked: AlignAsked | undefined): void {
  const before = alignment.getState().asked;
  alignment.setState({ asked });
  undoStack.getState().push({
    title,
    undo: () => alignment.setState({ asked: before }),
    redo: () => alignment.setState({ asked }),
  });
}

/** The selected unit, and the part's units that are kept on top among the lanes. */
export function chosenUnits(partNumber: string): readonly string[] {
  const { unitId, partNumber: selected } = selection.getState();
  const start = `${partNumber}/`;
  const pinned = pinnedKeys({ by: "unit", pinned: layoutNow().pinned }).flatMap((key) =>
    key.startsWith(start) ? [key.slice(start.length)] : key.startsWith("#") ? [key] : [],
  );
  const own = unitId !== undefined && selected === partNumber ? [`#${unitId}`] : [];
  return [...own, ...pinned].slice(0, MOST_ALIGNED);
}

export function alignCommands(): readonly Command[] {
  return [
    {
      id: "timeline.align",
      titleKey: "command.timeline-align",
      shortcut: "Alt+O",
      enabled: () => selection.getState().partNumber !== undefined,
      checked: () => alignmentNow() !== undefined,
      run: () => alignment.setState({ choosing: true }),
    },
    {
      id: "timeline.align-end",
      titleKey: "command.timeline-align-end",
      enabled: () => alignmentNow() !== undefined,
      run: endAlignment,
    },
  ];
}
