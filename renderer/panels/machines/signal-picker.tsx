/** Which signals of a server are watched: its address space above, what is picked below. */
import { useMemo, useState, type ReactNode } from "react";
import type { OpcuaEndpoint, OpcuaSignalState } from "../../../shared/contract/opcua.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { focusFirst } from "../../components/focus-first.ts";
import { Skeleton } from "../../components/region.tsx";
import { useAction } from "../../components/use-action.ts";
import { serverTone } from "../../state/live-value.ts";
import { refreshMachines, useMachines } from "../../state/machines.ts";
import { useQuery } from "../../state/query.ts";
import { AddressTree } from "./address-tree.tsx";
import { ROOT } from "./address-rows.ts";
import { ChosenSignals } from "./chosen-signals.tsx";
import {
  changedSignal,
  draftOf,
  draftProblem,
  dropped,
  droppedCount,
  picked,
  sameDraft,
  signalsOf,
  type DraftProblem,
  type SignalDraft,
} from "./signal-draft.ts";
import { useAddressSpace } from "./use-address-space.ts";

export interface SignalPickerProps {
  readonly endpoint: OpcuaEndpoint;
  readonly close: () => void;
}

export function SignalPicker({ endpoint, close }: SignalPickerProps): ReactNode {
  const signals = useMachines((state) => state.signals.get(endpoint.endpointId));
  if (signals === undefined) return <Skeleton rows={8} />;
  return <Picker endpoint={endpoint} signals={signals} close={close} />;
}

function Picker({
  endpoint,
  signals,
  close,
}: SignalPickerProps & { readonly signals: readonly OpcuaSignalState[] }): ReactNode {
  const { endpointId, name } = endpoint;
  const standing = useMachines(({ states }) => states.get(endpointId));
  const state = standing?.state ?? "connecting";
  const isOnline = state === "online";
  const [before] = useState(() => draftOf(signals));
  const [draft, setDraft] = useState<SignalDraft>(before);
  const [filter, setFilter] = useState("");
  const space = useAddressSpace(endpointId, isOnline);
  const saving = useAction();
  const equipment = useQuery("equipment", (host, options) => host.events.equipment({}, options), {
    keep: true,
  });
  const known = useMemo(() => new Set(equipment.data), [equipment.data]);
  const problem = draftProblem(draft);
  const drops = droppedCount(before, draft);
  const save = async (): Promise<void> => {
    await currentHost().opcua.setSignals({ endpointId, signals: signalsOf(draft) });
    await refreshMachines();
    close();
  };
  return (
    <form
      className="picker"
      aria-label={message("pick.title", { name })}
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === undefined) saving.run(save);
      }}
    >
      <header className="picker-head">
        <h3 className="ellipsis">{message("pick.title", { name })}</h3>
        <span className="spring" />
        <span className={`dot ${serverTone(state)}`} />
        <span className="second">{message(`machines.state-${state}`)}</span>
      </header>
      {isOnline || standing?.message === undefined ? undefined : (
        <p className="picker-note second">{standing.message}</p>
      )}
      {space.branches.has(ROOT) ? (
        <>
          <div className="toolrow">
            <input
              className="field"
              type="search"
              ref={focusFirst}
              aria-label={message("pick.find")}
              placeholder={message("pick.find")}
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
              onKeyDown={(event) => {
                // Enter looks for what is typed; it does not take the choice.
                if (event.key === "Enter") event.preventDefault();
              }}
            />
          </div>
          <AddressTree
            space={space}
            filter={filter}
            draft={draft}
            toggle={(nodes, above, on) =>
              setDraft((now) =>
                nodes.reduce(
                  (next, node) => (on ? picked(next, node, above, known) : dropped(next, node.nodeId)),
                  now,
                ),
              )
            }
          />
        </>
      ) : (
        <p className="picker-note picker-wait muted">
          {message(state === "connecting" ? "pick.waiting" : "pick.offline")}
        </p>
      )}
      <div className="picker-chosen">
        <h4>{message("pick.chosen", { count: draft.size })}</h4>
        {draft.size === 0 ? (
          <p className="muted">{message("pick.hint")}</p>
        ) : (
          <ChosenSignals
            draft={draft}
            equipment={equipment.data ?? []}
            wrong={problem?.nodeId}
            change={(nodeId, change) => setDraft((now) => changedSignal(now, nodeId, change))}
            drop={(nodeId) => setDraft((now) => dropped(now, nodeId))}
          />
        )}
        {problem === undefined ? undefined : (
          <p className="fail" role="alert">
            {problemText(problem)}
          </p>
        )}
        {drops === 0 ? undefined : <p className="mark">{message("pick.drops", { count: drops })}</p>}
        <ActionFailure what={message("pick.save-failed")} failure={saving.failure} />
        <div className="plant-actions">
          <button
            type="submit"
            className="button primary"
            disabled={problem !== undefined || saving.busy || sameDraft(before, draft)}
          >
            {message("pick.save", { count: draft.size })}
          </button>
          <button type="button" className="button quiet" onClick={close}>
            {message("action.cancel")}
          </button>
        </div>
      </div>
    </form>
  );
}

function problemText(problem: DraftProblem): string {
  if (problem.kind === "unnamed") return message("pick.unnamed");
  return message("pick.clash", { equipment: problem.equipment, name: problem.name });
}
