/**
 * What the screen is about: one subject, one brushed span, and filters. Every panel reads it from here and
 * changes it here, so a selection anywhere is the subject everywhere.
 */
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Subject, TimeWindow } from "../../shared/contract/common.ts";
import type { EventFilters } from "../../shared/contract/event-filter.ts";
import type { TableFilter } from "../../shared/contract/tables.ts";
import type { TableId } from "../../shared/model/table-columns.ts";

export interface PickedFace {
  /** Index into CadModel.nodes, and index into that node's mesh faces. */
  readonly node: number;
  readonly face: number;
}

/** A characteristic, or its value on a unit where one is selected too. */
export interface PickedCharacteristic {
  readonly partNumber: string;
  /** As its column is named. */
  readonly name: string;
  /** With its value and limits, for example `Bore Ø 62 H7 on LA2-0007: 62.041 mm, out of 62–62.03`. */
  readonly text: string;
}

/** What Alt+Left and Alt+Right go through: the subject, not the brushed span. */
export interface SelectedSubject {
  readonly partNumber?: string;
  readonly unitId?: number;
  readonly eventPosition?: number;
  /** Picked occurrences, indices into CadModel.nodes; empty: every occurrence of the part. */
  readonly nodes: readonly number[];
  /** The face picked last. */
  readonly face?: PickedFace;
  readonly characteristic?: PickedCharacteristic;
  /** Every picked face, where they are several. */
  readonly faces?: readonly PickedFace[];
  readonly scope: "part" | "unit";
}

/** What of the subject is meant, beside its span. */
export interface Filters {
  /** Events that pass these alone, everywhere. */
  readonly only: EventFilters;
  /** By the columns of one table. */
  readonly tableFilters: Readonly<Partial<Record<TableId, readonly TableFilter[]>>>;
  /** Of a part: with all that is below it in the structure, or with what was built into its units. */
  readonly structure: Structure;
}

export type Structure = "designed" | "built";

export interface SelectionState extends SelectedSubject, Filters {
  /** The brushed span, µs UTC. */
  readonly window?: TimeWindow;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  /** The subject of every question to the host. */
  readonly subject: () => Subject;
  readonly selectPart: (partNumber: string | undefined) => void;
  /** The unit's part becomes the part where it is given; the scope becomes the unit. */
  readonly selectUnit: (unitId: number | undefined, partNumber?: string) => void;
  readonly selectEvent: (
    position: number | undefined,
    about?: { partNumber?: string; unitId?: number },
  ) => void;
  readonly selectNodes: (
    nodes: readonly number[],
    partNumber?: string,
    face?: PickedFace,
    faces?: readonly PickedFace[],
  ) => void;
  /** Of the unit whose value it is; without one, of the part. */
  readonly selectCharacteristic: (characteristic: PickedCharacteristic, unitId?: number) => void;
  /** All of a subject that was selected before. */
  readonly restore: (subject: SelectedSubject) => void;
  readonly setScope: (scope: "part" | "unit") => void;
  /** Without a step to take back: that is filters.ts. */
  readonly setFilters: (filters: Filters) => void;
  readonly brush: (window: TimeWindow | undefined) => void;
  readonly back: () => void;
  readonly forward: () => void;
}

const SUBJECT_KEYS = ["partNumber", "unitId", "eventPosition", "face", "faces", "characteristic"] as const;
const HISTORY_LENGTH = 200;
const NOTHING: SelectedSubject = { nodes: [], scope: "part" };

export function createSelection(): StoreApi<SelectionState> {
  let history: SelectedSubject[] = [NOTHING];
  let at = 0;

  return createStore<SelectionState>((set, get) => {
    const show = (next: SelectedSubject): void => {
      const { window, ...actions } = get();
      for (const key of SUBJECT_KEYS) delete actions[key];
      const state = { ...actions, ...next, canGoBack: at > 0, canGoForward: at < history.length - 1 };
      // Replaced, not merged: keys that the next subject lacks must be absent.
      set(window === undefined ? state : { ...state, window }, true);
    };
    const select = (next: SelectedSubject): void => {
      if (same(history[at], next)) return;
      history = [...history.slice(0, at + 1), next].slice(-HISTORY_LENGTH);
      at = history.length - 1;
      show(next);
    };
    const go = (step: number): void => {
      const target = history[at + step];
      if (target === undefined) return;
      at += step;
      show(target);
    };

    return {
      ...NOTHING,
      only: [],
      tableFilters: {},
      structure: "designed",
      canGoBack: false,
      canGoForward: false,
      subject: () => {
        const { scope, unitId, partNumber, structure } = get();
        if (scope === "unit" && unitId !== undefined) return { kind: "unit", unitId };
        return partNumber === undefined ? { kind: "everything" } : partSubject(partNumber, structure);
      },
      selectPart: (partNumber) =>
        select(partNumber === undefined ? NOTHING : { partNumber, nodes: [], scope: "part" }),
      selectUnit: (unitId, partNumber = get().partNumber) => {
        const part = partNumber === undefined ? {} : { partNumber };
        select(
          unitId === undefined
            ? { ...part, nodes: [], scope: "part" }
            : { ...part, unitId, nodes: [], scope: "unit" },
        );
      },
      selectEvent: (position, about) => {
        const { partNumber, unitId, scope, nodes } = get();
        const part = about?.partNumber ?? partNumber;
        const samePart = about?.partNumber === undefined || about.partNumber === partNumber;
        const unit = about?.unitId ?? (samePart ? unitId : undefined);
        select({
          ...(part === undefined ? {} : { partNumber: part }),
          ...(unit === undefined ? {} : { unitId: unit }),
          ...(position === undefined ? {} : { eventPosition: position }),
          nodes: samePart ? nodes : [],
          // Reading an event does not narrow the question that led to it.
          scope: unit === undefined ? "part" : scope,
        });
      },
      selectNodes: (nodes, partNumber = get().partNumber, face, faces = []) =>
        select({
          ...(partNumber === undefined ? {} : { partNumber }),
          nodes,
          scope: "part",
          ...(face === undefined ? {} : { face }),
          ...(faces.length > 1 ? { faces } : {}),
        }),
      selectCharacteristic: (characteristic, unitId) => {
        const { scope } = get();
        select({
          partNumber: characteristic.partNumber,
          ...(unitId === undefined ? {} : { unitId }),
          characteristic,
          nodes: [],
          // Reading a value does not narrow the table that it stands in.
          scope: unitId === undefined ? "part" : scope,
        });
      },
      restore: select,
      setScope: (scope) => {
        const { partNumber, unitId, eventPosition, nodes, face, faces } = get();
        if (scope === "unit" && unitId === undefined) return;
        select({
          ...(partNumber === undefined ? {} : { partNumber }),
          ...(unitId === undefined ? {} : { unitId }),
          ...(eventPosition === undefined ? {} : { eventPosition }),
          nodes,
          ...(face === undefined ? {} : { face }),
          ...(faces === undefined ? {} : { faces }),
          scope,
        });
      },
      brush: (window) => {
        const before = get().window;
        if (before?.from === window?.from && before?.to === window?.to) return;
        if (window !== undefined) return set({ window });
        const { window: _removed, ...rest } = get();
        set(rest, true);
      },
      setFilters: (filters) => set(filters),
      back: () => go(-1),
      forward: () => go(1),
    };
  });
}

function same(a: SelectedSubject | undefined, b: SelectedSubject): boolean {
  return (
    a !== undefined &&
    a.partNumber === b.partNumber &&
    a.unitId === b.unitId &&
    a.eventPosition === b.eventPosition &&
    a.scope === b.scope &&
    a.characteristic?.text === b.characteristic?.text &&
    a.face?.node === b.face?.node &&
    a.face?.face === b.face?.face &&
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, index) => node === b.nodes[index]) &&
    a.faces?.length === b.faces?.length &&
    (a.faces ?? []).every(
      ({ node, face }, index) => node === b.faces?.[index]?.node && face === b.faces[index]?.face,
    )
  );
}

export const partSubject = (partNumber: string, structure: Structure): Subject =>
  structure === "built" ? { kind: "part", partNumber, structure } : { kind: "part", partNumber };

/** A stable name of a subject, for keys of caches and effects. */
export function subjectKey(subject: Subject): string {
  if (subject.kind === "part") return `${subject.structure ?? "part"}:${subject.partNumber}`;
  return subject.kind === "unit" ? `unit:${subject.unitId}` : "everything";
}

/** Number of the part that the subject is, with what is below it in the structure; undefined where it is something else. */
export function subjectPart(state: Pick<SelectionState, "subject">): string | undefined {
  const subject = state.subject();
  return subject.kind === "part" && subject.structure === undefined ? subject.partNumber : undefined;
}

/** The one selection of the page. */
export const selection = createSelection();

/** React hook: re-renders where the picked value changes. */
export function useSelection<T>(pick: (state: SelectionState) => T): T {
  return useStore(selection, pick);
}
