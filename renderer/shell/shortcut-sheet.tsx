/** Every command with its keys, and a way to give it others. */
import { useState, type KeyboardEvent, type ReactNode } from "react";
import { useStore } from "zustand";
import { message } from "../messages/catalogue.ts";
import { matchesWords } from "../panels/search/hits.ts";
import { commandRegistry, declaredShortcut, type Command } from "../state/commands.ts";
import { changeSettings, settings, useSettings } from "../state/settings.ts";
import { MouseChoice } from "./mouse-choice.tsx";
import { Empty } from "../components/region.tsx";
import { Sheet } from "../components/sheet.tsx";
import { SpaceMouseChoice } from "../panels/scene/space-mouse/space-mouse-choice.tsx";
import { chosenShortcut, conflictsOf } from "./shortcut-choice.ts";
import { grouped } from "./shortcut-groups.ts";

export function ShortcutSheet(): ReactNode {
  const commands = useStore(commandRegistry, (state) => state.commands);
  const own = useSettings((values) => values.shortcuts) ?? {};
  const [filter, setFilter] = useState("");
  const all = [...commands.values()].filter((command) => command.hidden !== true);
  const groups = grouped(
    all.filter(
      ({ titleKey, shortcut = "" }) =>
        matchesWords(message(titleKey), filter) || shortcut.toLowerCase() === filter.trim().toLowerCase(),
    ),
  );
  return (
    <Sheet name={message("shortcuts.title")} className="shortcut-sheet">
      <h2 className="sheet-title">{message("shortcuts.title")}</h2>
      <MouseChoice />
      <SpaceMouseChoice />
      <div className="toolrow">
        <input
          className="field"
          type="search"
          aria-label={message("shortcuts.filter")}
          placeholder={message("shortcuts.filter")}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <button
          type="button"
          className="button"
          disabled={Object.keys(own).length === 0}
          onClick={() => changeSettings({ shortcuts: {} })}
        >
          {message("shortcuts.reset-all")}
        </button>
      </div>
      <p className="muted sheet-note">{message("shortcuts.help")}</p>
      {groups.length === 0 ? <Empty>{message("shortcuts.none", { text: filter })}</Empty> : undefined}
      <div className="shortcut-rows">
        {groups.map(({ group, commands: its }) => (
          <section key={group} aria-labelledby={`shortcuts-${group}`}>
            <h3 id={`shortcuts-${group}`}>{message(`shortcuts.group.${group}`)}</h3>
            <ul>
              {its.map((command) => (
                <Row
                  key={command.id}
                  command={command}
                  changed={Object.hasOwn(own, command.id)}
                  conflicts={conflictsOf(command.id, command.shortcut, commands.values())}
                />
              ))}
              {group === "panels" ? <PanelKeys /> : undefined}
            </ul>
          </section>
        ))}
      </div>
    </Sheet>
  );
}

/** They can't be changed: they also have to lead out of a panel that takes all others. */
function PanelKeys(): ReactNode {
  return (["F6", "Shift+F6"] as const).map((key) => (
    <li key={key}>
      <span>{message(key === "F6" ? "shortcuts.regions" : "shortcuts.regions-back")}</span>
      <kbd className="key">{key}</kbd>
    </li>
  ));
}

interface RowProps {
  readonly command: Command;
  readonly changed: boolean;
  readonly conflicts: readonly Command[];
}

function Row({ command: { id, titleKey, shortcut }, changed, conflicts }: RowProps): ReactNode {
  const [listening, setListening] = useState(false);
  const [refused, setRefused] = useState<string>();
  const title = message(titleKey);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!listening) return;
    // Nothing else may hear it: neither the sheet's Escape nor the command itself.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return setListening(false);
    if (event.key === "Delete" || event.key === "Backspace") {
      keep(id, "");
      return setListening(false);
    }
    const chosen = chosenShortcut(event);
    if (chosen === undefined) return;
    setRefused(chosen.kept ? chosen.shortcut : undefined);
    if (chosen.kept) return;
    keep(id, chosen.shortcut);
    setListening(false);
  };
  const said = listening ? message("shortcuts.press") : (shortcut ?? message("shortcuts.no-key"));
  return (
    <li>
      <span>
        {title}
        {refused === undefined || !listening ? undefined : (
          <span className="fail"> {message("shortcuts.kept", { key: refused })}</span>
        )}
        {conflicts.length === 0 ? undefined : (
          <span className="mark">
            {" "}
            {message("shortcuts.conflict", {
              others: conflicts.map((other) => message(other.titleKey)).join(", "),
            })}
          </span>
        )}
      </span>
      {changed ? (
        <button
          type="button"
          className="link"
          aria-label={message("shortcuts.reset-one", { title })}
          onClick={() => reset(id)}
        >
          {message("shortcuts.reset")}
        </button>
      ) : undefined}
      <button
        type="button"
        className={`key shortcut-key ${listening ? "listening" : ""}`}
        aria-label={message("shortcuts.change", { title, key: said })}
        onClick={() => setListening(!listening)}
        onKeyDown={onKeyDown}
        onBlur={() => setListening(false)}
      >
        {said}
      </button>
    </li>
  );
}

/** A key that the command comes with anyway is no choice of its own. */
function keep(id: string, shortcut: string): void {
  const { shortcuts = {} } = settings.getState().values;
  if (shortcut === (declaredShortcut(id) ?? "")) reset(id);
  else changeSettings({ shortcuts: { ...shortcuts, [id]: shortcut } });
}

function reset(id: string): void {
  const { [id]: _own, ...rest } = settings.getState().values.shortcuts ?? {};
  changeSettings({ shortcuts: rest });
}
