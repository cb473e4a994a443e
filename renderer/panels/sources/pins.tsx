/** Products kept whole for travel: the selected one can be added, each says how complete it is. */
import type { ReactNode } from "react";
import type { PinReport } from "../../../shared/contract/plants.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { useAction } from "../../components/use-action.ts";
import { findPart, pathToPart, useCache } from "../../state/cache.ts";
import { formatBytes } from "../../state/format-number.ts";
import { formatDate, formatInstant } from "../../state/format-time.ts";
import { useSelection } from "../../state/selection.ts";
import { useSettings } from "../../state/settings.ts";

const TONES = { working: "late", complete: "live", incomplete: "failed" } as const;

export interface PinsProps {
  readonly pins: readonly PinReport[];
  readonly canPin: boolean;
}

export function Pins({ pins, canPin }: PinsProps): ReactNode {
  const tree = useCache((state) => state.tree);
  const partNumber = useSelection((state) => state.partNumber);
  const product = pathToPart(tree, partNumber)[0];
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const action = useAction();
  const offered =
    canPin && product !== undefined && pins.every((pin) => pin.partNumber !== product.partNumber);
  if (pins.length === 0 && !offered) return undefined;
  return (
    <section className="pins" aria-label={message("pins.title")}>
      <h3 className="pins-title muted">{message("pins.title")}</h3>
      {pins.map((pin) => (
        <div key={pin.partNumber} className="pin">
          <p className="feed-head">
            <span className={`dot ${TONES[pin.state]}`} />
            <strong className="ellipsis">{findPart(tree, pin.partNumber)?.title ?? pin.partNumber}</strong>
            <span className="mono muted">{pin.partNumber}</span>
            <span className="spring" />
            <span className="second">{message(`pins.state-${pin.state}`)}</span>
            <button
              type="button"
              className="link"
              disabled={action.busy}
              onClick={() => action.run(() => currentHost().plants.unpin({ partNumber: pin.partNumber }))}
            >
              {message("pins.release")}
            </button>
          </p>
          <p className="muted">
            {message("pins.counts", {
              records: pin.records,
              here: pin.files.here,
              all: pin.files.all,
              bytes: formatBytes(pin.files.bytes),
            })}
            {pin.since === undefined
              ? ""
              : ` · ${message("pins.since", { date: formatDate(pin.since, zone) })}`}
            {pin.until === undefined
              ? ""
              : ` · ${message("sources.until", { date: formatDate(pin.until - 1, zone) })}`}
            {pin.verifiedAt === undefined
              ? ""
              : ` · ${message("pins.verified", { time: formatInstant(pin.verifiedAt, zone).slice(0, 16) })}`}
          </p>
          {pin.message === undefined ? undefined : <p className="mark">{pin.message}</p>}
        </div>
      ))}
      {offered ? (
        <p className="pin-offer">
          <button
            type="button"
            className="button"
            disabled={action.busy}
            onClick={() => action.run(() => currentHost().plants.pin({ partNumber: product.partNumber }))}
          >
            {message("pins.keep", { name: product.title ?? product.partNumber })}
          </button>
          <span className="muted">{message("pins.explain")}</span>
        </p>
      ) : undefined}
      <ActionFailure what={message("sources.action-failed")} failure={action.failure} />
    </section>
  );
}
