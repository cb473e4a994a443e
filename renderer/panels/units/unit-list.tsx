/** Virtual list of units: arrows move and select at once, as in the tables of the field. */
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";
import type { UnitSummary } from "../../../shared/contract/units.ts";
import { message } from "../../messages/catalogue.ts";
import { PointMenu } from "../../components/point-menu.tsx";
import { filterName } from "../../state/filter-names.ts";
import { filterBy } from "../../state/filters.ts";
import { selection, useSelection } from "../../state/selection.ts";
import { unitKey } from "../../state/unit-key.ts";
import { unitLabel, unitMark, unitName } from "../../state/unit-name.ts";

/** So many units are in the page all at once: a screen reader's own search then finds each of them. */
const WHOLE = 250;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

export interface UnitListProps {
  readonly partNumber: string;
  readonly units: readonly UnitSummary[];
}

export function UnitList({ partNumber, units }: UnitListProps): ReactNode {
  const unitId = useSelection((state) => state.unitId);
  const base = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: units.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 24,
    overscan: units.length <= WHOLE ? units.length : 12,
  });
  const at = units.findIndex((unit) => unit.unitId === unitId);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);

  const [menu, setMenu] = useState<{ readonly key: string; readonly x: number; readonly y: number }>();
  /** At the pointer, or under the unit that the keys are at. */
  const openMenu = (event: MouseEvent, unit: UnitSummary | undefined): void => {
    if (unit === undefined) return;
    event.preventDefault();
    const line = document.getElementById(`${base}-${units.indexOf(unit)}`)?.getBoundingClientRect();
    const [x, y] =
      event.button === 2 ? [event.clientX, event.clientY] : [(line?.left ?? 0) + 16, line?.bottom ?? 0];
    setMenu({ key: unitKey(unit), x, y });
  };
  const select = (unit: UnitSummary | undefined): void => {
    if (unit !== undefined) selection.getState().selectUnit(unit.unitId, unit.partNumber);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step !== undefined) select(units[Math.max(0, Math.min(units.length - 1, at + step))]);
    else if (event.key === "Home") select(units[0]);
    else if (event.key === "End") select(units.at(-1));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div
        ref={scroller}
        className="scroll unit-list"
        role="listbox"
        aria-label={message("units.list", { part: partNumber })}
        tabIndex={0}
        data-first-focus
        aria-activedescendant={at < 0 ? undefined : `${base}-${at}`}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => {
          if (event.target === event.currentTarget) openMenu(event, units[at]);
        }}
      >
        <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
          {virtual.getVirtualItems().map((item) => {
            const unit = units[item.index];
            if (unit === undefined) return undefined;
            const mark = unitMark(unit);
            const verdict = message(`verdict.${unit.verdict}`);
            return (
              <div
                key={unit.unitId}
                id={`${base}-${item.index}`}
                role="option"
                aria-selected={item.index === at}
                aria-setsize={units.length}
                aria-posinset={item.index + 1}
                aria-label={[unitLabel(unit), verdict, unit.laboratory]
                  .filter((part) => part !== undefined)
                  .join(", ")}
                className={`row unit-row ${item.index === at ? "focused" : ""}`}
                style={{ transform: `translateY(${item.start}px)` }}
                onClick={() => select(unit)}
                onContextMenu={(event) => openMenu(event, unit)}
              >
                <span className="unit-name ellipsis">
                  <span className="name">{unitName(unit)}</span>
                  {mark === undefined ? undefined : <span className="mark"> · {mark}</span>}
                </span>{" "}
                <span className={`verdict ${unit.verdict}`}>{verdict}</span>{" "}
                <span className="unit-lab ellipsis" title={unit.laboratory}>
                  {unit.laboratory}
                </span>
              </div>
            );
          })}
        </div>
      </div>
      {menu === undefined ? undefined : (
        <PointMenu
          name={message("filter.menu")}
          x={menu.x}
          y={menu.y}
          choices={[
            {
              id: "unit",
              text: message("filter.only", { filter: filterName("unit", menu.key) }),
              run: () => filterBy("unit", menu.key),
            },
          ]}
          close={() => {
            setMenu(undefined);
            scroller.current?.focus();
          }}
        />
      )}
    </>
  );
}
