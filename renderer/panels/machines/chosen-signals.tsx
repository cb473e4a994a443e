/** What is picked, and how each is bound: name, equipment, unit, interval. */
import { useId, useRef, type ReactNode } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import type { OpcuaSignal } from "../../../shared/contract/opcua.ts";
import { message } from "../../messages/catalogue.ts";
import { formatDuration } from "../../state/format-time.ts";
import { INTERVALS, type SignalDraft } from "./signal-draft.ts";

export interface ChosenSignalsProps {
  readonly draft: SignalDraft;
  /** Names that the plant knows. */
  readonly equipment: readonly string[];
  /** Node whose line has to be mended. */
  readonly wrong: string | undefined;
  readonly change: (nodeId: string, change: Partial<OpcuaSignal>) => void;
  readonly drop: (nodeId: string) => void;
}

const ROW = 28;

export function ChosenSignals(props: ChosenSignalsProps): ReactNode {
  const { draft, equipment, wrong, change, drop } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const names = useId();
  const signals = [...draft.values()];
  const virtual = useVirtualizer({
    count: signals.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    getItemKey: (index) => signals[index]?.nodeId ?? index,
  });
  return (
    <div className="chosen" role="table" aria-label={message("pick.chosen", { count: signals.length })}>
      <datalist id={names}>
        {equipment.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      <div className="chosen-line chosen-head muted" role="row">
        {(["name", "equipment", "uom", "interval"] as const).map((column) => (
          <span key={column} role="columnheader">
            {message(`pick.column-${column}`)}
          </span>
        ))}
        <span role="columnheader">
          <span className="visually-hidden">{message("machines.remove")}</span>
        </span>
      </div>
      <div ref={scroller} className="chosen-scroll" role="rowgroup" tabIndex={-1}>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
          {virtual.getVirtualItems().map((item) => {
            const signal = signals[item.index];
            if (signal === undefined) return undefined;
            return (
              <ChosenLine
                key={item.key}
                top={item.start}
                signal={signal}
                names={names}
                isWrong={signal.nodeId === wrong}
                change={(part) => change(signal.nodeId, part)}
                drop={() => drop(signal.nodeId)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface ChosenLineProps {
  readonly top: number;
  readonly signal: OpcuaSignal;
  /** Id of the list of known equipment. */
  readonly names: string;
  readonly isWrong: boolean;
  readonly change: (part: Partial<OpcuaSignal>) => void;
  readonly drop: () => void;
}

function ChosenLine({ top, signal, names, isWrong, change, drop }: ChosenLineProps): ReactNode {
  const { nodeId, name, equipment, uom = "", intervalMs } = signal;
  const label = (column: "name" | "equipment" | "uom" | "interval"): string =>
    message("pick.field", { column: message(`pick.column-${column}`), name: nodeId });
  const intervals = INTERVALS.some((each) => each === intervalMs)
    ? INTERVALS
    : [...INTERVALS, intervalMs].toSorted((a, b) => a - b);
  return (
    <div className="chosen-line" role="row" title={nodeId} style={{ transform: `translateY(${top}px)` }}>
      <span role="cell">
        <input
          className="field"
          aria-label={label("name")}
          aria-invalid={isWrong}
          maxLength={400}
          value={name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </span>
      <span role="cell">
        <input
          className="field"
          aria-label={label("equipment")}
          aria-invalid={isWrong}
          list={names}
          maxLength={400}
          value={equipment}
          onChange={(event) => change({ equipment: event.target.value })}
        />
      </span>
      <span role="cell">
        <input
          className="field"
          aria-label={label("uom")}
          maxLength={40}
          value={uom}
          onChange={(event) => change({ uom: event.target.value })}
        />
      </span>
      <span role="cell">
        <select
          className="field"
          aria-label={label("interval")}
          value={intervalMs}
          onChange={(event) => change({ intervalMs: Number(event.target.value) })}
        >
          {intervals.map((each) => (
            <option key={each} value={each}>
              {intervalText(each)}
            </option>
          ))}
        </select>
      </span>
      <span role="cell">
        <button type="button" className="chosen-drop" title={message("pick.drop", { name })} onClick={drop}>
          <span aria-hidden="true">×</span>
          <span className="visually-hidden">{message("pick.drop", { name })}</span>
        </button>
      </span>
    </div>
  );
}

/** `change`, `250 ms`, `1 s`, `10 min`. */
export function intervalText(milliseconds: number): string {
  if (milliseconds === 0) return message("pick.every-change");
  if (milliseconds < 1_000) return message("pick.interval", { interval: `${milliseconds} ms` });
  return message("pick.interval", { interval: formatDuration(milliseconds * 1_000).replace(" 00 s", "") });
}
