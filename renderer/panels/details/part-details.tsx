import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { Problem, Skeleton } from "../../components/region.tsx";
import { findPart, pathToPart, useCache } from "../../state/cache.ts";
import { useQuery } from "../../state/query.ts";
import { Facts, Notes, Section } from "./facts.tsx";
import { MachineNow } from "./machine-now.tsx";
import { ModelFacts } from "./model-facts.tsx";
import { RecentEvents } from "./recent-events.tsx";

export function PartDetailsView({
  partNumber,
  zone,
}: {
  readonly partNumber: string;
  readonly zone: string;
}): ReactNode {
  const tree = useCache((state) => state.tree);
  const node = findPart(tree, partNumber);
  const parents = pathToPart(tree, partNumber).slice(0, -1);
  const query = useQuery(`part:${partNumber}`, (host, options) =>
    host.parts.details({ partNumber }, options),
  );
  const part = query.data;
  return (
    <>
      <header className="details-title">
        <h2>{node?.title ?? partNumber}</h2>
        {node?.title === undefined ? undefined : <span className="mono muted">{partNumber}</span>}
        {node?.revision === undefined ? undefined : <span className="mono muted">{node.revision}</span>}
      </header>
      <p className="muted details-line">
        {message("details.part-line", {
          units: node?.unitCount ?? 0,
          occurrences: node === undefined || node.quantity === 1 ? 0 : node.quantity,
        })}
        {parents.length === 0
          ? ""
          : ` · ${message("details.in", { parents: parents.map((parent) => parent.title ?? parent.partNumber).join(" / ") })}`}
      </p>
      {query.failure === undefined ? undefined : (
        <Problem what={message("details.failed")} failure={query.failure} retry={query.retry} />
      )}
      {part === undefined ? (
        query.loading ? (
          <Skeleton />
        ) : undefined
      ) : (
        <>
          <Facts facts={part.facts} zone={zone} />
          <MachineNow zone={zone} />
          {part.laboratories.length === 0 ? undefined : (
            <Section title={message("details.laboratories")}>
              <ul className="lines">
                {part.laboratories.map(({ laboratory, units, failed }) => (
                  <li key={laboratory}>
                    <span className="ellipsis">{laboratory}</span>
                    <span className={failed > 0 ? "fail" : "second"}>
                      {message("details.laboratory-line", { failed, units })}
                    </span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <ModelFacts partNumber={partNumber} />
          <Notes notes={part.notes} />
          <RecentEvents zone={zone} />
          {part.aliases.length === 0 ? undefined : (
            <Section title={message("details.aliases")}>
              <ul className="lines">
                {part.aliases.map(({ name, origin }) => (
                  <li key={name}>
                    <span className="mono ellipsis" title={name}>
                      {name}
                    </span>
                    <span className={origin === "name" ? "mark" : "muted"}>
                      {message(`origin.${origin}`)}
                    </span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </>
      )}
    </>
  );
}
