/** A menu at a point of the page: where the pointer was, or under the line that has the keyboard. */
import { useRef, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { Header, Menu, MenuItem, MenuSection, Popover } from "react-aria-components";

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

/** A menu takes the focus when it opens (ARIA practices, menu); no trigger is there to hand it on. */
const OPENED = { autoFocus: "first" } as const;

export function PointMenu({ name, x, y, choices, close }: PointMenuProps): ReactNode {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      {
        // In the body: where it is opened from may be contained, and then "fixed" is fixed to that.
        createPortal(
          <span ref={anchor} aria-hidden="true" style={{ position: "fixed", left: x, top: y }} />,
          document.body,
        )
      }
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
          onAction={(key) => choices.find(({ id }) => id === key)?.run()}
          onClose={close}
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
        </Menu>
      </Popover>
    </>
  );
}
