/** The one table of what a person can do: it feeds the menu, the palette, the shortcuts and the toolbar. */
import { createStore } from "zustand/vanilla";
import type { MessageKey } from "../messages/catalogue.ts";

export interface Command {
  /** For example `view.fit`; the part before the dot groups it. */
  readonly id: string;
  readonly titleKey: MessageKey;
  /**
   * For example `F`, `Ctrl+O`, `Alt+Left`, `?`. Single keys do not fire while a person types text.
   * `Ctrl` means Command on a Mac.
   */
  readonly shortcut?: string;
  readonly run: () => void | Promise<void>;
  /** Absent: always. Asked when it is shown and before it runs. */
  readonly enabled?: () => boolean;
  /** For commands that switch something: shown as a tick. */
  readonly checked?: () => boolean;
  /** Where the choice is one among many and clutters the palette. */
  readonly hidden?: boolean;
}

interface Registry {
  /** With the shortcuts that a person gave them. */
  readonly commands: ReadonlyMap<string, Command>;
}

/** Vanilla store, so that menus re-render when commands come and go. */
export const commandRegistry = createStore<Registry>(() => ({ commands: new Map() }));

/** As they were registered, with the shortcuts that they come with. */
const declared = new Map<string, Command>();
/** A person's own shortcuts by command id; empty: none. */
let ownShortcuts: Readonly<Record<string, string>> = {};

/** Adds a command, or replaces the one of the same id; returns what removes it again. */
export function registerCommand(command: Command): () => void {
  declared.set(command.id, command);
  const shown = withOwnShortcut(command);
  commandRegistry.setState(({ commands }) => ({ commands: new Map(commands).set(command.id, shown) }));
  return () => {
    if (declared.get(command.id) !== command) return;
    declared.delete(command.id);
    commandRegistry.setState(({ commands }) => {
      const rest = new Map(commands);
      rest.delete(command.id);
      return { commands: rest };
    });
  };
}

/** Gives commands a person's own shortcuts, and all others the ones they come with. */
export function setShortcuts(shortcuts: Readonly<Record<string, string>>): void {
  ownShortcuts = shortcuts;
  commandRegistry.setState(({ commands }) => ({
    commands: new Map(
      [...commands.keys()].flatMap((id) => {
        const command = declared.get(id);
        return command === undefined ? [] : [[id, withOwnShortcut(command)] as const];
      }),
    ),
  }));
}

/** The shortcut that a command comes with. */
export function declaredShortcut(id: string): string | undefined {
  return declared.get(id)?.shortcut;
}

function withOwnShortcut(command: Command): Command {
  const own = Object.hasOwn(ownShortcuts, command.id) ? ownShortcuts[command.id] : undefined;
  if (own === undefined) return command;
  const { shortcut: _declared, ...rest } = command;
  return own === "" ? rest : { ...rest, shortcut: own };
}

/** Runs a command by id; false where there is none or it is not enabled now. */
export function runCommand(id: string): boolean {
  const command = commandRegistry.getState().commands.get(id);
  if (command === undefined || command.enabled?.() === false) return false;
  void command.run();
  return true;
}
