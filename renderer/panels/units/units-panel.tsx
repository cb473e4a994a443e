import { useMemo, useState, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { NothingPasses } from "../../components/nothing-passes.tsx";
import { Empty, Problem, Region, Skeleton } from "../../components/region.tsx";
import { isNarrowed } from "../../state/is-narrowed.ts";
import { asked, onlyKey, useOnly } from "../../state/filters.ts";
import { useQuery } from "../../state/query.ts";
import { useSelection } from "../../state/selection.ts";
import { ClaimSerials } from "./claim-serials.tsx";
import { UnitList } from "./unit-list.tsx";
import { filterUnits } from "./unit-rows.ts";

/** The units of the selected part: serials where somebody knows them, samples where nobody does. */
export function UnitsPanel(): ReactNode {
  const partNumber = useSelection((state) => state.partNumber);
  const window = useSelection((state) => state.window);
  const only = useOnly();
  const [filter, setFilter] = useState("");
  const query = useQuery(
    partNumber === undefined
      ? undefined
      : `units:${partNumber}:${onlyKey(only)}:${window?.from}:${window?.to}`,
    (host, options) =>
      host.units.list(
        { partNumber: partNumber ?? "", ...asked(only), ...(window === undefined ? {} : { window }) },
        options,
      ),
    { keep: true, delay: window === undefined ? 0 : 80 },
  );
  const units = useMemo(
    () => query.data?.filter((unit) => unit.partNumber === partNumber),
    [query.data, partNumber],
  );
  const shown = useMemo(() => filterUnits(units ?? [], filter), [units, filter]);

  const body = (): ReactNode => {
    if (partNumber === undefined) return <Empty>{message("units.none-selected")}</Empty>;
    if (query.failure !== undefined && units === undefined) {
      return <Problem what={message("units.failed")} failure={query.failure} retry={query.retry} />;
    }
    if (units === undefined || (units.length === 0 && query.loading)) return <Skeleton rows={10} />;
    if (units.length === 0) {
      if (isNarrowed("units", only)) return <NothingPasses />;
      const key = window === undefined ? "units.none" : "units.none-in-span";
      return <Empty>{message(key, { part: partNumber })}</Empty>;
    }
    if (shown.length === 0) return <Empty>{message("units.no-match", { text: filter })}</Empty>;
    return <UnitList partNumber={partNumber} units={shown} />;
  };
  return (
    <Region name={message("panel.units")}>
      <div className="toolrow">
        <input
          className="field"
          type="search"
          aria-label={message("units.filter", { count: units?.length ?? 0 })}
          placeholder={message("units.filter", { count: units?.length ?? 0 })}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </div>
      {body()}
      {/* A claim is about all samples of a source. */}
      {partNumber === undefined || units === undefined || only.length > 0 ? undefined : (
        <ClaimSerials partNumber={partNumber} units={units} />
      )}
    </Region>
  );
}
