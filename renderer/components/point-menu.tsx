/** Choices in a menu at a point of the page, under what they are about. */
import type { ReactNode } from "react";
import { Header, MenuItem, MenuSection } from "react-aria-components";
import { MenuAtPoint } from "./menu-at-point.tsx";

export interface PointChoice {
  readonly id: string;
  readonly text: string;
  readonly run: () => void;
}

export interface PointMenuProps {
  readonly name: string;
  /** Viewport's CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly choices: readonly PointChoice[];
  readonly close: () => void;
}

export function PointMenu({ name, x, y, choices, close }: PointMenuProps): ReactNode {
  return (
    <MenuAtPoint
      name={name}
      x={x}
      y={y}
      onAction={(key) => choices.find(({ id }) => id === key)?.run()}
      close={close}
    >
      <MenuSection className="menu-section">
        <Header className="menu-header">{name}</Header>
        {choices.map(({ id, text }) => (
          <MenuItem key={id} id={id} className="menu-item" textValue={text}>
            <span className="menu-tick" aria-hidden="true" />
            <span className="menu-label point-choice">{text}</span>
          </MenuItem>
        ))}
      </MenuSection>
    </MenuAtPoint>
  );
}
