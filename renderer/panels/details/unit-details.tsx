import type { ReactNode } from "react";
import type { UnitComponent } from "../../../shared/contract/units.ts";
import { message } from "../../messages/catalogue.ts";
import { Problem, Skeleton } from "../../components/region.tsx";
import { findPart, useCache } from "../../state/cache.ts";
import { formatDate } from "../../state/format-time.ts";
import { useQuery } from "../../state/query.ts";
import { selection } from "../../state/selection.ts";
import { unitMark, unitName } from "../../state/unit-name.ts";
import { FactRow, Facts, Notes, Section } from "./facts.tsx";
import { MachineNow } from "./machine-now.tsx";
import { RecentEvents } from "./recent-events.tsx";

export function UnitDetailsView({
  unitId,
  zone,
}: {
  readonly unitId: number;
  readonly zone: string;
}): ReactNode {
  const query = useQuery(`unit:${unitId}`, (host, options) => host.units.details({ unitId }, options));
  const tree = useCache((state) => state.tree);
  const unit = query.data;
  if (query.failure !== undefined && unit === undefined) {
    return <Problem what={message("details.failed")} failure={query.failure} retry={query.retry} />;
  }
  if (unit === undefined) return <Skeleton />;
  const mark = unitMark(unit);
  const part = findPart(tree, unit.partNumber);
  return (
    <>
      <header className="details-title">
        <h2>{message("serial.unit", { name: unitName(unit) })}</h2>
        {mark === undefined ? undefined : <span className="mark">{mark}</span>}
        <span className={`verdict ${unit.verdict}`}>{message(`verdict.${unit.verdict}`)}</span>
      </header>
      <p className="muted details-line">
        {part?.title ?? unit.partNumber}
        {unit.laboratory === undefined ? "" : ` · ${unit.laboratory}`}
        {unit.label === undefined ? "" : ` · ${unit.label}`}
      </p>
      <Facts facts={unit.facts} zone={zone} />
      <MachineNow zone={zone} />
      {unit.factors.length === 0 ? undefined : (
        <Section title={message("details.factors")}>
          <dl className="facts">
            {unit.factors.map(({ factor, value, place, sourceId }, index) => (
              <FactRow key={index} name={factor}>
                <span title={place === undefined ? sourceId : `${sourceId} · ${place}`}>{value}</span>
              </FactRow>
            ))}
          </dl>
        </Section>
      )}
      <Notes notes={unit.notes} />
      <Components title={message("details.components")} components={unit.components} zone={zone} />
      <Components title={message("details.parents")} components={unit.parents} zone={zone} />
      <RecentEvents zone={zone} />
    </>
  );
}

/** Its position is a place in the parent, not the order of a sample. */
function componentName({ serial, serialStatus, lot }: UnitComponent): string {
  return unitName({ serial, serialStatus, lot });
}

interface ComponentsProps {
  readonly title: string;
  readonly components: readonly UnitComponent[];
  readonly zone: string;
}

function Components({ title, components, zone }: ComponentsProps): ReactNode {
  if (components.length === 0) return undefined;
  return (
    <Section title={title}>
      <ul className="lines">
        {components.map((component, index) => (
          <li key={index}>
            <button
              type="button"
              className="link ellipsis"
              onClick={() => selection.getState().selectUnit(component.unitId, component.partNumber)}
            >
              {component.partNumber} · {componentName(component)}
              {component.position === undefined ? "" : ` · ${component.position}`}
            </button>
            <span className="muted">
              {component.installedAt === undefined ? "" : formatDate(component.installedAt, zone)}
              {component.removedAt === undefined ? "" : ` – ${formatDate(component.removedAt, zone)}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
