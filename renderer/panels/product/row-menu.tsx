/** What can be done with a line of the tree, at the pointer or under the line. */
import { useRef, type ReactNode } from "react";
import { Keyboard, Menu, MenuItem, Popover, Text } from "react-aria-components";
import { message, type MessageKey } from "../../messages/catalogue.ts";
import type { RowVisibility } from "./row-visibility.ts";

export type MenuAction = "show" | "hide" | "isolate" | "ghost" | "fit" | "compare" | "unfold" | "fold";

export interface RowMenuProps {
  readonly name: string;
  /** Viewport's CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly visibility: RowVisibility | undefined;
  readonly hasChildren: boolean;
  readonly run: (action: MenuAction) => void;
  readonly close: () => void;
}

/** A menu takes the focus when it opens (ARIA practices, menu); no trigger is there to hand it on. */
const OPENED = { autoFocus: "first" } as const;

const KEYS: Readonly<Partial<Record<MenuAction, string>>> = {
  show: "Alt+H",
  hide: "Alt+H",
  isolate: "Alt+I",
  ghost: "Alt+G",
};

export function RowMenu(props: RowMenuProps): ReactNode {
  const { name, x, y, visibility, hasChildren, run, close } = props;
  const anchor = useRef<HTMLSpanElement>(null);
  const seen: readonly MenuAction[] =
    visibility === undefined
      ? []
      : [
          visibility === "shown" ? "hide" : "show",
          ...(visibility === "partly" ? (["hide"] as const) : []),
          "isolate",
          "ghost",
          "fit",
        ];
  const actions = [...seen, "compare" as const, ...(hasChildren ? (["unfold", "fold"] as const) : [])];
  return (
    <>
      <span ref={anchor} aria-hidden="true" style={{ position: "fixed", left: x, top: y }} />
      <Popover
        className="popover"
        placement="bottom start"
        triggerRef={anchor}
        isOpen
        onOpenChange={(open) => {
          if (!open) close();
        }}
      >
        <Menu
          className="menu"
          aria-label={name}
          {...OPENED}
          onAction={(key) => run(key as MenuAction)}
          onClose={close}
        >
          {actions.map((action) => (
            <MenuItem key={action} id={action} className="menu-item" textValue={titleOf(action)}>
              <span className="menu-tick" aria-hidden="true" />
              <Text slot="label" className="menu-label">
                {titleOf(action)}
              </Text>
              {KEYS[action] === undefined ? undefined : <Keyboard className="key" data-key={KEYS[action]} />}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </>
  );
}

function titleOf(action: MenuAction): string {
  return message(`product.action.${action}` satisfies MessageKey);
}
