/** Right of the timeline's tab: how much is shown, signals, time zone. */
import { memo, useMemo, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { message } from "../../messages/catalogue.ts";
import { usePanelHeader } from "../../state/panel-header.ts";
import type { TimelineController } from "../../timeline/controller.ts";
import type { TimelineState } from "../../timeline/state.ts";
import { offsetText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { AlignMenu } from "./align-menu.tsx";
import { useAlignment } from "./alignment.ts";
import { LaneMenu, LaneSearch } from "./lane-menu.tsx";
import { NoteMenu } from "./note-menu.tsx";
import { SignalMenu } from "./signal-menu.tsx";
import type { TimelineNote } from "./notes.ts";
import { useTimeline } from "./plot-stage.ts";
import { visibleCount } from "./summary.ts";
import { Legend } from "./legend.tsx";
import { ZONE_CHOICES, zoneChoice, type ZoneChoice } from "./choices.ts";

export interface TimelineBarProps {
  readonly controller: TimelineController;
  /** The state once the window stands: counts are not told for every frame of a drag. */
  readonly rested: TimelineState;
  /** Events in its window, those under way when it begins among them; undefined until they are counted. */
  readonly visible: number | undefined;
  readonly notes: readonly TimelineNote[];
  readonly choice: ZoneChoice;
  readonly zone: TimeZone;
}

/** Drawn anew only with new props: the pointer moves over the plot many times a second. */
export const TimelineBar = memo(function TimelineBar({
  controller,
  rested,
  visible,
  notes,
  choice,
  zone,
}: TimelineBarProps): ReactNode {
  const header = usePanelHeader("timeline");
  const slice = useTimeline(controller, (state) => state.slice);
  const failure = useTimeline(controller, (state) => state.failure);
  const shown = useTimeline(controller, (state) => state.shown);
  const signals = useTimeline(controller, (state) => state.signals);
  const drawn = useTimeline(controller, (state) => state.data.slice);
  const offset = offsetText(rested.window?.from ?? 0, zone);
  const count = useMemo(() => countText(rested, visible), [rested, visible]);
  const aligned = useAlignment();
  if (header === undefined) return undefined;
  // The menu keeps its place in both, and with it the focus.
  return createPortal(
    <div className="timeline-bar">
      {aligned !== undefined ? undefined : (
        <>
          {failure !== undefined && slice !== undefined ? (
            <span className="warn ellipsis" role="alert">
              {message("timeline.stale", { reason: failure.message })}
            </span>
          ) : undefined}
          <output className="second timeline-count">{count}</output>
          {slice === undefined || slice.lanes.length === 0 ? undefined : (
            <span className="muted timeline-lane-count">
              {message("timeline.count.lanes", { lanes: slice.lanes.length, traces: shown.length })}
            </span>
          )}
          <Legend slice={drawn} />
          <LaneSearch />
          <LaneMenu />
        </>
      )}
      <AlignMenu />
      {aligned !== undefined ? undefined : (
        <>
          <NoteMenu notes={notes} controller={controller} zone={zone} />
          <SignalMenu signals={signals} shown={shown} />
        </>
      )}
      <ZoneMenu choice={choice} offset={offset} />
    </div>,
    header,
  );
});

/** How many events there are, and how many are in view. */
function countText(state: TimelineState, visible = visibleCount(state)): string {
  const { slice, total, fitted } = state;
  if (total === undefined || slice === undefined) return "";
  const all = total + slice.undated;
  return fitted
    ? message("timeline.count", { total: all })
    : message("timeline.count.partial", { visible, total: all });
}

interface ZoneMenuProps {
  readonly choice: ZoneChoice;
  readonly offset: string;
}

const ZoneMenu = memo(function ZoneMenu({ choice, offset }: ZoneMenuProps): ReactNode {
  const name = message(`timeline.zone.${choice}`);
  const label = choice === "utc" ? name : message("timeline.zone.label", { zone: name, offset });
  return (
    <MenuTrigger>
      <Button className="button quiet timeline-menu" aria-label={`${message("timeline.zone")}: ${label}`}>
        {label} ▾
      </Button>
      <Popover className="popover" placement="top end" offset={4}>
        <Menu
          className="menu"
          aria-label={message("timeline.zone")}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[choice]}
          onAction={(key) => {
            const zoneKey = ZONE_CHOICES.find((one) => one === key);
            if (zoneKey !== undefined) zoneChoice.setState({ zone: zoneKey });
          }}
        >
          {ZONE_CHOICES.map((one) => (
            <MenuItem key={one} id={one} className="menu-item">
              {({ isSelected }) => (
                <>
                  <span className="menu-tick">{isSelected ? "✓" : ""}</span>
                  <span className="menu-label">{message(`timeline.zone.${one}`)}</span>
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
});
