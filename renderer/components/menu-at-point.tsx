/** Where a menu without a trigger opens: at the pointer, or under the line that has the keyboard. */
import { useRef, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { Menu, Popover, type Key } from "react-aria-components";

export interface MenuAtPointProps {
  readonly name: string;
  /** Viewport's CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly onAction: (key: Key) => void;
  readonly close: () => void;
  /** Items or sections of the menu. */
  readonly children: ReactNode;
}

/** A menu takes the focus when it opens (ARIA practices, menu); no trigger is there to hand it on. */
const OPENED = { autoFocus: "first" } as const;

export function MenuAtPoint({ name, x, y, onAction, close, children }: MenuAtPointProps): ReactNode {
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
        <Menu className="menu" aria-label={name} {...OPENED} onAction={onAction} onClose={close}>
          {children}
        </Menu>
      </Popover>
    </>
  );
}
