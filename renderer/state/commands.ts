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
  readonly commands: ReadonlyMap<string, Command>;
}

/** Vanilla store, so that menus re-render when commands come and go. */
export const commandRegistry = createStore<Registry>(() => ({ commands: new Map() }));

/** Adds a command, or replaces the one of the same id; returns what removes it again. */
export function registerCommand(command: Command): () => void {
  commandRegistry.setState(({ commands }) => ({ commands: new Map(commands).set(command.id, command) }));
  return () => {
    commandRegistry.setState(({ commands }) => {
      if (commands.get(command.id) !== command) return { commands };
      const rest = new Map(commands);
      rest.delete(command.id);
      return { commands: rest };
    });
  };
}

/** Runs a command by id; false where there is none or it is not enabled now. */
export function runCommand(id: string): boolean {
  const command = commandRegistry.getState().commands.get(id);
  if (command === undefined || command.enabled?.() === false) return false;
  void command.run();
  return true;
}
