/** Which signals are shown as traces, and which of them lie over each other in one row. */
import { memo, type ReactNode } from "react";
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from "react-aria-components";
import type { TraceKey } from "../../../shared/contract/events.ts";
import { MOST_TRACES } from "../../../shared/contract/timeline-lanes.ts";
import { message } from "../../messages/catalogue.ts";
import { traceName } from "../../timeline/signals.ts";
import type { TimelineState } from "../../timeline/state.ts";
import { setCommonTraces, setTracesTogether } from "./lane-commands.ts";
import { changeLayout, useLaneLayout } from "./lane-layout.ts";

/** Menus are dear: each is made anew only where what it shows is another, and not while the window moves. */
export const SignalMenu = memo(function SignalMenu({
  signals,
  shown,
}: Pick<TimelineState, "signals" | "shown">): ReactNode {
  const names = shown.map(traceName);
  const together = useLaneLayout(({ layout }) => layout.together ?? false);
  const apart = useLaneLayout(({ layout }) => layout.apart);
  const away = new Set((apart ?? []).map(traceName));
  return (
    <MenuTrigger>
      <Button className="button quiet timeline-menu">{message("timeline.signals")} ▾</Button>
      <Popover className="popover" placement="top end" offset={4}>
        {signals.length === 0 ? (
          <p className="timeline-note">{message("timeline.signals.none")}</p>
        ) : (
          <Menu className="menu" aria-label={message("timeline.signals.choose")}>
            <MenuSection
              className="menu-section"
              selectionMode="multiple"
              selectedKeys={together ? ["together"] : []}
              onSelectionChange={(keys) => setTracesTogether(keys === "all" || keys.has("together"))}
            >
              <MenuItem
                id="together"
                className="menu-item"
                textValue={message("timeline.signals.together")}
                isDisabled={shown.length < 2}
              >
                {({ isSelected }) => (
                  <>
                    <span className="menu-tick">{isSelected ? "✓" : ""}</span>
                    <span className="menu-label">{message("timeline.signals.together")}</span>
                  </>
                )}
              </MenuItem>
            </MenuSection>
            {together && shown.length > 1 ? (
              <MenuSection
                className="menu-section"
                selectionMode="multiple"
                selectedKeys={names.filter((name) => !away.has(name)).map((name) => `common ${name}`)}
                onSelectionChange={(keys) =>
                  setCommonTraces(
                    shown,
                    shown.filter((key) => keys === "all" || keys.has(`common ${traceName(key)}`)),
                  )
                }
              >
                <Header className="menu-header">{message("timeline.signals.common")}</Header>
                {shown.map((one) => (
                  <SignalItem key={traceName(one)} id={`common ${traceName(one)}`} signal={one} />
                ))}
              </MenuSection>
            ) : undefined}
            <MenuSection
              className="menu-section"
              aria-label={message("timeline.signals.choose")}
              selectionMode="multiple"
              selectedKeys={names}
              onSelectionChange={(keys) => {
                const chosen = signals.filter((one) => keys === "all" || keys.has(traceName(one)));
                changeLayout(message("timeline.signals.step"), {
                  signals: chosen
                    .slice(0, MOST_TRACES)
                    .map(({ equipment, signal }) => ({ equipment, signal })),
                });
              }}
            >
              <Header className="menu-header">{message("timeline.signals.choose")}</Header>
              {signals.map((one) => (
                <SignalItem key={traceName(one)} id={traceName(one)} signal={one} />
              ))}
            </MenuSection>
          </Menu>
        )}
      </Popover>
    </MenuTrigger>
  );
});

function SignalItem({ id, signal: one }: { readonly id: string; readonly signal: TraceKey }): ReactNode {
  return (
    <MenuItem id={id} textValue={`${one.signal} ${one.equipment}`} className="menu-item">
      {({ isSelected }) => (
        <>
          <span className="menu-tick">{isSelected ? "✓" : ""}</span>
          <span className="menu-label">
            {one.signal} <span className="muted">· {one.equipment}</span>
          </span>
        </>
      )}
    </MenuItem>
  );
}
