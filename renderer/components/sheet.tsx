/** Something that floats above the workspace and goes away with Escape or a click beside it. */
import { useEffect, useRef, type ReactNode } from "react";
import { setOverlay } from "../state/workspace.ts";

export interface SheetProps {
  readonly name: string;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Sheet({ name, className = "", children }: SheetProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    // The element keeps the focus inside and gives it back on close.
    if (element !== null && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={name}
      className={`sheet ${className}`}
      onCancel={(event) => {
        event.preventDefault();
        setOverlay(undefined);
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) setOverlay(undefined);
      }}
    >
      <div className="sheet-body">{children}</div>
    </dialog>
  );
}
