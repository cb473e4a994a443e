/** Plants from anywhere: the palette, the keys, the menus. */
import { currentHost } from "../../host/host.ts";
import { cache, pathToPart } from "../../state/cache.ts";
import type { Command } from "../../state/commands.ts";
import { plants } from "../../state/plants.ts";
import { selection } from "../../state/selection.ts";
import { showPanel } from "../../state/workspace.ts";
import { addPlant } from "./adding.ts";
import { openRetention } from "./retention/opened.ts";

/** False while another program keeps this data folder up to date. */
const canChange = (): boolean => cache.getState().about?.readOnly !== true;
const followed = () => plants.getState().report?.plants ?? [];
const canWork = (): boolean => canChange() && followed().length > 0;
const isPaused = (): boolean => canWork() && followed().every(({ paused }) => paused);

/** The product that the selected part belongs to. */
const product = (): string | undefined =>
  pathToPart(cache.getState().tree, selection.getState().partNumber)[0]?.partNumber;
const isPinned = (): boolean => {
  const partNumber = product();
  return plants.getState().report?.pins.some((pin) => pin.partNumber === partNumber) ?? false;
};

export const SOURCE_COMMANDS: readonly Command[] = [
  { id: "source.add", titleKey: "command.add-plant", enabled: canChange, run: addPlant },
  { id: "source.retention", titleKey: "command.retention", run: openRetention },
  {
    id: "source.sync",
    titleKey: "command.sync-now",
    enabled: canWork,
    run: () => currentHost().plants.syncNow({}),
  },
  {
    id: "source.pause",
    titleKey: "command.pause-plants",
    enabled: canWork,
    checked: isPaused,
    run: async () => {
      const resume = isPaused();
      const { plants: service } = currentHost();
      for (const { plantId, paused } of followed())
        if (paused === resume) await (resume ? service.resume({ plantId }) : service.pause({ plantId }));
    },
  },
  {
    id: "source.pin",
    titleKey: "command.pin-product",
    enabled: () => canWork() && product() !== undefined,
    checked: isPinned,
    run: async () => {
      const partNumber = product();
      if (partNumber === undefined) return;
      const { plants: service } = currentHost();
      await (isPinned() ? service.unpin({ partNumber }) : service.pin({ partNumber }));
      showPanel("sources");
    },
  },
];
