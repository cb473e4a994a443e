/** Commands that filter everything by what is selected. */
import type { EventDetails } from "../../shared/contract/events.ts";
import { currentHost } from "../host/host.ts";
import type { Command } from "../state/commands.ts";
import { faceLinks } from "../state/face-links.ts";
import { clearFilters, filterBy, showStructure } from "../state/filters.ts";
import { dimensionName } from "../state/filter-names.ts";
import { note } from "../state/note.ts";
import { message } from "../messages/catalogue.ts";
import { selection } from "../state/selection.ts";
import { unitKey } from "../state/unit-key.ts";

const hasEvent = (): boolean => selection.getState().eventPosition !== undefined;

const byEvent =
  (by: "kind" | "equipment" | "order", keyOf: (event: EventDetails) => string | undefined) =>
  async (): Promise<void> => {
    const { eventPosition: position } = selection.getState();
    if (position === undefined) return;
    const key = keyOf(await currentHost().events.details({ position }));
    if (key === undefined) note(message("filter.event-lacks", { dimension: dimensionName(by) }));
    else filterBy(by, key);
  };

/** Of the face or value that the screen is about: what events name where it was out of its limits. */
const characteristicNow = (): string | undefined =>
  faceLinks.getState().active?.characteristic ?? selection.getState().characteristic?.name;

export async function filterByUnit(unitId: number): Promise<void> {
  filterBy("unit", unitKey(await currentHost().units.details({ unitId })));
}

export const FILTER_COMMANDS: readonly Command[] = [
  {
    id: "filter.unit",
    titleKey: "command.filter-unit",
    shortcut: "Alt+U",
    enabled: () => selection.getState().unitId !== undefined,
    run: async () => {
      const { unitId } = selection.getState();
      if (unitId !== undefined) await filterByUnit(unitId);
    },
  },
  {
    id: "filter.kind",
    titleKey: "command.filter-kind",
    enabled: hasEvent,
    run: byEvent("kind", ({ kind }) => kind),
  },
  {
    id: "filter.equipment",
    titleKey: "command.filter-equipment",
    shortcut: "Alt+M",
    enabled: hasEvent,
    run: byEvent("equipment", ({ equipment }) => equipment),
  },
  {
    id: "filter.order",
    titleKey: "command.filter-order",
    enabled: hasEvent,
    run: byEvent("order", ({ order }) => order),
  },
  {
    id: "filter.characteristic",
    titleKey: "command.filter-characteristic",
    enabled: () => characteristicNow() !== undefined,
    run: () => {
      const name = characteristicNow();
      if (name !== undefined) filterBy("characteristic", name);
    },
  },
  {
    id: "filter.structure",
    titleKey: "command.structure",
    shortcut: "Alt+B",
    enabled: () => selection.getState().partNumber !== undefined,
    checked: () => selection.getState().structure === "built",
    run: () => showStructure(selection.getState().structure === "built" ? "designed" : "built"),
  },
  {
    id: "filter.clear",
    titleKey: "command.filter-clear",
    shortcut: "Alt+X",
    enabled: () => selection.getState().only.length > 0,
    run: clearFilters,
  },
];
