/** Taking the order of samples as their serials: said openly, never by itself, and taken back at a click. */
import { useState, type ReactNode } from "react";
import type { SerialClaim, UnitSummary } from "../../../shared/contract/units.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { useCache } from "../../state/cache.ts";
import { asFailure, useQuery } from "../../state/query.ts";
import { undoStack } from "../../state/undo.ts";
import { claimableSources, type ClaimableSource } from "./unit-rows.ts";

export interface ClaimSerialsProps {
  readonly partNumber: string;
  readonly units: readonly UnitSummary[];
}

export function ClaimSerials({ partNumber, units }: ClaimSerialsProps): ReactNode {
  const [opened, setOpened] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const claims = useQuery("claims", (host, options) => host.units.claims({}, options), { keep: true });
  const sources = useCache((state) => state.sources);
  const claimable = claimableSources(units);
  const mine = (claims.data ?? []).filter((claim) => claim.partNumber === partNumber);
  if (claimable.length === 0 && mine.length === 0) return undefined;

  const nameOf = (source: ClaimableSource): string =>
    source.laboratory ??
    sources?.find(({ sourceId }) => sourceId === source.sourceId)?.name ??
    source.sourceId;
  const attempt = (action: () => Promise<void>): void => {
    setFailure(undefined);
    action().then(
      () => {
        setOpened(undefined);
        claims.retry();
      },
      (thrown: unknown) => setFailure(asFailure(thrown)),
    );
  };
  return (
    <div className="claim">
      {mine.map((claim) => (
        <div key={claim.claimId}>
          {message(`units.claimed-${claim.status}`, { count: claim.units })}{" "}
          <button type="button" className="link" onClick={() => attempt(() => withdraw(claim))}>
            {message("units.withdraw")}
          </button>
        </div>
      ))}
      {claimable.map((source) =>
        opened === source.sourceId ? (
          <div key={source.sourceId} role="group" aria-label={message("units.claim")}>
            <p>{message("units.claim-explain", { source: nameOf(source), count: source.units })}</p>
            <div className="claim-actions">
              {(["assumed", "proven"] as const).map((status) => (
                <button
                  key={status}
                  type="button"
                  className={`button ${status === "assumed" ? "primary" : ""}`}
                  title={message(`units.claim-${status}-title`)}
                  onClick={() => attempt(() => claimByOrder(source.sourceId, partNumber, status))}
                >
                  {message(`units.claim-${status}`)}
                </button>
              ))}
              <button type="button" className="button quiet" onClick={() => setOpened(undefined)}>
                {message("action.cancel")}
              </button>
            </div>
          </div>
        ) : (
          <button
            key={source.sourceId}
            type="button"
            className="button"
            title={nameOf(source)}
            onClick={() => setOpened(source.sourceId)}
          >
            {message("units.claim")}
          </button>
        ),
      )}
      {failure === undefined ? undefined : (
        <p role="alert" className="fail">
          {message("units.claim-failed")} {failure.message}
        </p>
      )}
    </div>
  );
}

async function claimByOrder(
  sourceId: string,
  partNumber: string,
  status: SerialClaim["status"],
): Promise<void> {
  const input = { sourceId, partNumber, status };
  let claim = await currentHost().units.claimSerialsByOrder(input);
  undoStack.getState().push({
    title: message("units.claim-done", { part: partNumber }),
    undo: async () => void (await currentHost().units.withdrawClaim({ claimId: claim.claimId })),
    redo: async () => {
      claim = await currentHost().units.claimSerialsByOrder(input);
    },
  });
}

async function withdraw(claim: SerialClaim): Promise<void> {
  const { sourceId, partNumber, status } = claim;
  let { claimId } = claim;
  await currentHost().units.withdrawClaim({ claimId });
  undoStack.getState().push({
    title: message("units.withdraw"),
    undo: async () => {
      ({ claimId } = await currentHost().units.claimSerialsByOrder({ sourceId, partNumber, status }));
    },
    redo: async () => void (await currentHost().units.withdrawClaim({ claimId })),
  });
}
