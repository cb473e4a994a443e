/** Commands by what they are about, as the list of keys shows them. */
import type { Command } from "../state/commands.ts";

/** In the order in which they are shown, each with the beginnings of its commands' ids. */
const GROUPS = {
  general: ["file", "edit", "selection", "link", "theme", "help"],
  panels: ["panel"],
  scene: ["scene", "select", "mouse"],
  colour: ["colour"],
  measure: ["measure", "section"],
  timeline: ["timeline", "lanes"],
  filter: ["filter"],
  parts: ["part", "features", "compare"],
  sources: ["source", "machine", "demo"],
  changes: ["change"],
} as const;
export type ShortcutGroup = keyof typeof GROUPS;

const BY_PREFIX: ReadonlyMap<string, ShortcutGroup> = new Map(
  Object.entries(GROUPS).flatMap(([group, prefixes]) =>
    prefixes.map((prefix) => [prefix, group as ShortcutGroup] as const),
  ),
);

/** What has no group of its own is general. */
export function groupOf(id: string): ShortcutGroup {
  return BY_PREFIX.get(id.slice(0, id.indexOf("."))) ?? "general";
}

/** Those with a key first, as they were listed; the rest can be given one. Groups without a command are left out. */
export function grouped(
  commands: readonly Command[],
): readonly { readonly group: ShortcutGroup; readonly commands: readonly Command[] }[] {
  const sorted = commands.toSorted(
    (a, b) => Number(b.shortcut !== undefined) - Number(a.shortcut !== undefined),
  );
  return (Object.keys(GROUPS) as ShortcutGroup[])
    .map((group) => ({ group, commands: sorted.filter(({ id }) => groupOf(id) === group) }))
    .filter((each) => each.commands.length > 0);
}
