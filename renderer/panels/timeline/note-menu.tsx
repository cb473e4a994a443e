/** All notes of what is shown, in order of time: chosen, one is brought to the middle. */
import { memo, type ReactNode } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { message } from "../../messages/catalogue.ts";
import type { TimelineController } from "../../timeline/controller.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { fit, spanOf } from "../../timeline/viewport.ts";
import { noteName } from "./note-flags.tsx";
import type { TimelineNote } from "./notes.ts";

export function showNote(controller: TimelineController, { from, to }: TimelineNote): void {
  const { window, limits } = controller.state();
  if (window === undefined || limits === undefined) return;
  if (to !== undefined) return controller.show(fit({ from, to }, limits));
  const half = spanOf(window) / 2;
  controller.show({ from: from - half, to: from + half });
}

export const NoteMenu = memo(function NoteMenu({
  notes,
  controller,
  zone,
}: {
  readonly notes: readonly TimelineNote[];
  readonly controller: TimelineController;
  readonly zone: TimeZone;
}): ReactNode {
  if (notes.length === 0) return undefined;
  return (
    <MenuTrigger>
      <Button className="button quiet timeline-menu">
        {message("timeline.notes.menu", { count: notes.length })} ▾
      </Button>
      <Popover className="popover" placement="top end" offset={4}>
        <Menu className="menu timeline-note-list" aria-label={message("timeline.notes")}>
          {notes.map((note) => (
            <MenuItem
              key={note.id}
              id={note.id}
              textValue={noteName(note, zone)}
              className="menu-item"
              onAction={() => showNote(controller, note)}
            >
              <span className="menu-label ellipsis">{noteName(note, zone)}</span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
});
