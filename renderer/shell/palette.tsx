/** Ctrl+K: search, commands and the manual in one list. */
import { useState, type ReactNode } from "react";
import { useStore } from "zustand";
import { message } from "../messages/catalogue.ts";
import { findSections } from "../panels/manual/find-sections.ts";
import { openManual } from "../panels/manual/opened.ts";
import { useManual } from "../panels/manual/use-manual.ts";
import { hitGroups } from "../panels/search/hit-options.ts";
import { SearchList, type OptionGroup } from "../panels/search/search-list.tsx";
import { useSearch } from "../panels/search/use-search.ts";
import { commandRegistry, runCommand } from "../state/commands.ts";
import { demo } from "../state/demo.ts";
import { usePlants } from "../state/plants.ts";
import { setOverlay } from "../state/workspace.ts";
import { Empty } from "../components/region.tsx";
import { Sheet } from "../components/sheet.tsx";
import { matchingCommands } from "./matching-commands.ts";

/** Sections of the manual, and letters from which on it is looked through. */
const OF_MANUAL = 3;
const ENOUGH = 3;

export function Palette(): ReactNode {
  const [text, setText] = useState("");
  const commands = useStore(commandRegistry, (state) => state.commands);
  // What they can do changes with these by itself, also while the list is open.
  useStore(demo);
  usePlants((state) => state.report);
  const query = useSearch(text, 8);
  const matching = matchingCommands(commands.values(), text);
  const commandGroup: OptionGroup = {
    title: message("search.group-command"),
    options: matching.map((command) => ({
      id: command.id.replaceAll(".", "-"),
      title: message(command.titleKey),
      disabled: command.enabled?.() === false,
      ...(command.shortcut === undefined ? {} : { shortcut: command.shortcut }),
      run: () => void runCommand(command.id),
    })),
  };
  const found = text.trim() === "" || query.data === undefined ? [] : hitGroups(query.data);
  const { documents = [] } = useManual();
  const sections = text.trim().length < ENOUGH ? [] : findSections(documents, text).slice(0, OF_MANUAL);
  const manualGroup: OptionGroup = {
    title: message("panel.manual"),
    options: sections.map(({ place, title, document }) => ({
      id: `manual-${place.document}-${place.section ?? ""}`,
      title,
      context: document,
      run: () => openManual(place),
    })),
  };
  const groups = [...found, commandGroup, manualGroup].filter(({ options }) => options.length > 0);
  return (
    <Sheet name={message("command.palette")} className="palette">
      <SearchList
        text={text}
        onText={setText}
        groups={groups}
        placeholder={message("search.placeholder")}
        inputClass="palette-input"
        afterRun={() => setOverlay(undefined)}
      >
        <Empty>{message("search.none", { text: text.trim() })}</Empty>
      </SearchList>
    </Sheet>
  );
}
