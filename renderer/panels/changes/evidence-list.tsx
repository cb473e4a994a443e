/** What proves it: the selection in words, and records by their own hash, each with its way out where one writes. */
import type { ReactNode } from "react";
import type { About, Evidence } from "../../../shared/contract/changes.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { useAction } from "../../components/use-action.ts";
import { formatInstant } from "../../state/format-time.ts";
import { selection } from "../../state/selection.ts";
import { useSettings } from "../../state/settings.ts";

export interface EvidenceListProps {
  readonly about: readonly About[];
  readonly evidence: readonly Evidence[];
  readonly remove?: (sha256: string) => void;
  readonly removeAbout?: (about: About) => void;
}

export function EvidenceList({ about, evidence, remove, removeAbout }: EvidenceListProps): ReactNode {
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const action = useAction();
  const isEmpty = evidence.length === 0 && about.length === 0;
  if (isEmpty && remove === undefined) return undefined;
  return (
    <section aria-label={message("changes.evidence")}>
      <h3 className="change-heading">{message("changes.evidence")}</h3>
      {isEmpty ? <p className="muted">{message("changes.no-evidence")}</p> : undefined}
      <ul className="evidence">
        {about.map((each) => (
          <li key={`${each.kind} ${each.name}`} title={each.name}>
            <span className="evidence-kind muted">{kindName(each.kind)}</span>
            <span className="evidence-name">{each.name}</span>
            <span className="spring" />
            <Remove name={each.name} remove={removeAbout && (() => removeAbout(each))} />
          </li>
        ))}
        {evidence.map((each) => (
          <li key={each.sha256} title={`${each.sourceKey}\nSHA-256 ${each.sha256}`}>
            <button
              type="button"
              className="evidence-title ellipsis"
              aria-label={message("changes.show-evidence", { name: each.title })}
              onClick={() => action.run(() => showEvidence(each))}
            >
              {each.title}
            </button>
            <span className="spring" />
            {each.startedAt === undefined ? undefined : (
              <span className="muted nowrap">{formatInstant(each.startedAt, zone).slice(0, 16)}</span>
            )}
            <Remove name={each.title} remove={remove && (() => remove(each.sha256))} />
          </li>
        ))}
      </ul>
      <ActionFailure what={message("changes.action-failed")} failure={action.failure} />
    </section>
  );
}

function Remove({
  name,
  remove,
}: {
  readonly name: string;
  readonly remove: (() => void) | undefined;
}): ReactNode {
  if (remove === undefined) return undefined;
  return (
    <button
      type="button"
      className="evidence-remove"
      aria-label={message("changes.remove-evidence", { name })}
      onClick={remove}
    >
      ×
    </button>
  );
}

function kindName(kind: About["kind"]): string {
  return kind === "unit" || kind === "span"
    ? message(`changes.about-kind-${kind}`)
    : message(`changes.about-${kind}`);
}

/** Selects the record, so that every panel is about it. */
async function showEvidence({ sourceId, sourceKey, title }: Evidence): Promise<void> {
  const host = currentHost();
  const found = await host.events.find({ sourceId, sourceKey });
  if (found === undefined) throw new Failure("invalid", message("changes.evidence-gone", { name: title }));
  const { partNumber, unitId } = await host.events.details({ position: found.position });
  selection.getState().selectEvent(found.position, {
    ...(partNumber === undefined ? {} : { partNumber }),
    ...(unitId === undefined ? {} : { unitId }),
  });
}
