/** The live values of an endpoint, by equipment. */
import { useMemo, useState, type ReactNode } from "react";
import type { OpcuaSignalState } from "../../../shared/contract/opcua.ts";
import { message } from "../../messages/catalogue.ts";
import { byEquipment, firstOf } from "../../state/live-value.ts";
import { liveKey, useMachines } from "../../state/machines.ts";
import { LiveLine } from "./live-line.tsx";

/** Lines that are shown before somebody asks for all. */
const FIRST = 40;

export interface LiveValuesProps {
  readonly endpointId: string;
  readonly signals: readonly OpcuaSignalState[];
  readonly zone: string;
}

export function LiveValues({ endpointId, signals, zone }: LiveValuesProps): ReactNode {
  const [all, setAll] = useState(false);
  const values = useMachines((state) => state.values);
  const state = useMachines(({ states }) => states.get(endpointId)?.state);
  const few = !all && signals.length > FIRST;
  const groups = useMemo(() => firstOf(byEquipment(signals), few ? FIRST : signals.length), [signals, few]);
  return (
    <>
      {groups.map(({ equipment, signals: own }) => (
        <div key={equipment} className="live-group">
          <h4>{equipment}</h4>
          <ul aria-label={message("machines.values-of", { equipment })}>
            {own.map((signal) => (
              <LiveLine
                key={signal.nodeId}
                name={signal.name}
                live={values.get(liveKey(endpointId, signal.nodeId))}
                state={state}
                intervalMs={signal.intervalMs}
                problem={signal.problem}
                zone={zone}
              />
            ))}
          </ul>
        </div>
      ))}
      {few ? (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {message("machines.all-signals", { count: signals.length })}
        </button>
      ) : undefined}
    </>
  );
}
