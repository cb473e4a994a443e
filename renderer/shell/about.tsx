/** What runs here, and what it holds. */
import type { ReactNode } from "react";
import { message } from "../messages/catalogue.ts";
import { useCache } from "../state/cache.ts";
import { useQuery } from "../state/query.ts";
import { formatCount } from "../state/format-number.ts";
import { Sheet } from "../components/sheet.tsx";

export function About(): ReactNode {
  const about = useCache((state) => state.about);
  // Counted only here: of a large cache that takes a moment.
  const counts = useQuery("counts", (host, options) => host.sources.counts({}, options), { keep: true });
  return (
    <Sheet name={message("about.title")}>
      <h2 className="sheet-title">{message("app.name")}</h2>
      {about === undefined ? undefined : (
        <dl className="shortcut-list">
          <Row name={message("about.version")} value={about.version} />
          <Row name={message("about.folder")} value={about.dataFolder} />
          <Row name={message("about.schema")} value={String(about.schemaVersion)} />
          {counts.failure === undefined ? (
            Object.entries(counts.data ?? {}).map(([name, count]) => (
              <Row key={name} name={name} value={formatCount(count)} />
            ))
          ) : (
            <Row name={message("about.counts")} value={counts.failure.message} />
          )}
        </dl>
      )}
      <p className="muted sheet-note">{message("about.licence-fonts")}</p>
    </Sheet>
  );
}

function Row({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="mono">{value}</dd>
    </div>
  );
}
