/** A button whose menu holds commands of the registry: the top bar and toolbars share it. */
import type { ReactNode } from "react";
import {
  Button,
  Header,
  Keyboard,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Text,
} from "react-aria-components";
import { useStore } from "zustand";
import { shortTitle } from "../../shared/commands/short-title.ts";
import { message, type MessageKey } from "../messages/catalogue.ts";
import { commandRegistry, runCommand, type Command } from "../state/commands.ts";

export interface CommandGroup {
  /** With a title the commands need not say it again: "Theme: dark" under "Theme" is "Dark". */
  readonly titleKey?: MessageKey;
  readonly commands: readonly { readonly id: string }[];
}

export interface CommandMenuProps {
  readonly label: string;
  /** Said after the label where there is room. */
  readonly detail?: string;
  readonly groups: readonly CommandGroup[];
  readonly className?: string;
  /** Shows that the button opens something, where its place does not. */
  readonly arrow?: boolean;
}

export function CommandMenu(props: CommandMenuProps): ReactNode {
  const { label, detail, groups, className = "button quiet", arrow = false } = props;
  const commands = useStore(commandRegistry, (state) => state.commands);
  const shown = groups
    .map(({ titleKey, commands: listed }) => ({
      titleKey,
      known: listed.flatMap(({ id }) => {
        const command = commands.get(id);
        return command === undefined ? [] : [command];
      }),
    }))
    .filter(({ known }) => known.length > 0);
  return (
    <MenuTrigger>
      <Button className={className}>
        {label}
        {detail === undefined ? undefined : <span className="detail">: {detail}</span>}
        {arrow ? <span aria-hidden="true"> ▾</span> : undefined}
      </Button>
      <Popover className="popover" placement="bottom start" offset={4}>
        <Menu className="menu" aria-label={label} onAction={(id) => runCommand(String(id))}>
          {shown.map(({ titleKey, known }, index) => (
            <MenuSection
              key={index}
              className="menu-section"
              {...(titleKey === undefined ? { "aria-label": label } : {})}
            >
              {titleKey === undefined ? undefined : (
                <Header className="menu-header">{message(titleKey)}</Header>
              )}
              {known.map((command) => (
                <CommandItem key={command.id} command={command} short={titleKey !== undefined} />
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function CommandItem({ command, short }: { readonly command: Command; readonly short: boolean }): ReactNode {
  const title = message(command.titleKey);
  const checked = command.checked?.();
  return (
    <MenuItem
      id={command.id}
      className="menu-item"
      textValue={title}
      isDisabled={command.enabled?.() === false}
      {...(checked === undefined ? {} : { "aria-label": checked ? `${title} ✓` : title })}
    >
      <span className="menu-tick" aria-hidden="true">
        {checked === true ? "✓" : ""}
      </span>
      <Text slot="label" className="menu-label">
        {short ? shortTitle(title) : title}
      </Text>
      {command.shortcut === undefined ? undefined : <Keyboard className="key" data-key={command.shortcut} />}
    </MenuItem>
  );
}
