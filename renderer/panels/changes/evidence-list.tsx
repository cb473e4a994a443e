/** What proves it: records by their own hash, each with its way out where one writes. */
import type { ReactNode } from "react";
import type { Evidence } from "../../../shared/contract/changes.ts";
import { message } from "../../messages/catalogue.ts";
import { formatInstant } from "../../state/format-time.ts";
import { useSettings } from "../../state/settings.ts";

export interface EvidenceListProps {
  readonly evidence: readonly Evidence[];
  readonly remove?: (sha256: string) => void;
}

export function EvidenceList({ evidence, remove }: EvidenceListProps): ReactNode {
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  if (evidence.length === 0 && remove === undefined) return undefined;
  return (
    <section aria-label={message("changes.evidence")}>
      <h3 className="change-heading">{message("changes.evidence")}</h3>
      {evidence.length === 0 ? <p className="muted">{message("changes.no-evidence")}</p> : undefined}
      <ul className="evidence">
        {evidence.map(({ sha256, title, startedAt, sourceKey }) => (
          <li key={sha256} title={`${sourceKey}\nSHA-256 ${sha256}`}>
            <span className="ellipsis">{title}</span>
            <span className="spring" />
            {startedAt === undefined ? undefined : (
              <span className="muted nowrap">{formatInstant(startedAt, zone).slice(0, 16)}</span>
            )}
            {remove === undefined ? undefined : (
              <button
                type="button"
                className="evidence-remove"
                aria-label={message("changes.remove-evidence", { name: title })}
                onClick={() => remove(sha256)}
              >
                ×
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
