import { commandTitles, menuTitles } from "../../shared/commands/titles.ts";
import { backup } from "./en/backup.ts";
import { compare } from "./en/compare.ts";
import { changes } from "./en/changes.ts";
import { demo } from "./en/demo.ts";
import { colouring } from "./en/colouring.ts";
import { details } from "./en/details.ts";
import { exporting } from "./en/export.ts";
import { features } from "./en/features.ts";
import { filters } from "./en/filters.ts";
import { importing } from "./en/importing.ts";
import { links } from "./en/links.ts";
import { machines } from "./en/machines.ts";
import { clocks } from "./en/clocks.ts";
import { manual } from "./en/manual.ts";
import { measure } from "./en/measure.ts";
import { measurements } from "./en/measurements.ts";
import { modelFacts } from "./en/model-facts.ts";
import { partLinkMessages } from "./en/part-links.ts";
import { product } from "./en/product.ts";
import { scene } from "./en/scene.ts";
import { search } from "./en/search.ts";
import { section } from "./en/section.ts";
import { shell } from "./en/shell.ts";
import { retention } from "./en/retention.ts";
import { sources } from "./en/sources.ts";
import { tables } from "./en/tables.ts";
import { timeline } from "./en/timeline.ts";

/** The English catalogue: one object per area, keys are unique over all of them. */
export const en = {
  ...shell,
  ...menuTitles,
  ...commandTitles,
  ...product,
  ...partLinkMessages,
  ...scene,
  ...colouring,
  ...features,
  ...details,
  ...measurements,
  ...search,
  ...exporting,
  ...importing,
  ...timeline,
  ...tables,
  ...filters,
  ...links,
  ...retention,
  ...sources,
  ...changes,
  ...machines,
  ...clocks,
  ...section,
  ...measure,
  ...demo,
  ...modelFacts,
  ...backup,
  ...compare,
  ...manual,
} as const;
