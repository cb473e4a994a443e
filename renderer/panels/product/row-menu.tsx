/** What can be done with a line of the tree, at the pointer or under the line. */
import type { ReactNode } from "react";
import { Keyboard, MenuItem, Text } from "react-aria-components";
import { message, type MessageKey } from "../../messages/catalogue.ts";
import { MenuAtPoint } from "../../components/menu-at-point.tsx";
import type { RowVisibility } from "./row-visibility.ts";

export type MenuAction =
  | "show"
  | "hide"
  | "isolate"
  | "ghost"
  | "fit"
  | "compare"
  | "this-is-part"
  | "not-this-part"
  | "unfold"
  | "fold";

export interface RowMenuProps {
  readonly name: string;
  /** Viewport's CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly visibility: RowVisibility | undefined;
  readonly hasChildren: boolean;
  /** Whether a person can say which part its CAD product is, and has said so. */
  readonly link: "none" | "can-link" | "linked";
  readonly run: (action: MenuAction) => void;
  readonly close: () => void;
}

const KEYS: Readonly<Partial<Record<MenuAction, string>>> = {
  show: "Alt+H",
  hide: "Alt+H",
  isolate: "Alt+I",
  ghost: "Alt+G",
};

export function RowMenu(props: RowMenuProps): ReactNode {
  const { name, x, y, visibility, hasChildren, link, run, close } = props;
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
  const links: readonly MenuAction[] =
    link === "none" ? [] : ["this-is-part", ...(link === "linked" ? (["not-this-part"] as const) : [])];
  const actions = [
    ...seen,
    ...links,
    "compare" as const,
    ...(hasChildren ? (["unfold", "fold"] as const) : []),
  ];
  return (
    <MenuAtPoint name={name} x={x} y={y} onAction={(key) => run(key as MenuAction)} close={close}>
      {actions.map((action) => (
        <MenuItem key={action} id={action} className="menu-item" textValue={titleOf(action)}>
          <span className="menu-tick" aria-hidden="true" />
          <Text slot="label" className="menu-label">
            {titleOf(action)}
          </Text>
          {KEYS[action] === undefined ? undefined : <Keyboard className="key" data-key={KEYS[action]} />}
        </MenuItem>
      ))}
    </MenuAtPoint>
  );
}

function titleOf(action: MenuAction): string {
  return message(`product.action.${action}` satisfies MessageKey);
}
