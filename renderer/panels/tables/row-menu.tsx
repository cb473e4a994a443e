/** What everything can be filtered by from a row, at the pointer or under the row. */
import type { ReactNode } from "react";
import type { TableRow } from "../../../shared/contract/tables.ts";
import type { TableId } from "../../../shared/model/table-columns.ts";
import { message } from "../../messages/catalogue.ts";
import { PointMenu } from "../../components/point-menu.tsx";
import { useQuery } from "../../state/query.ts";
import { unitKey } from "../../state/unit-key.ts";
import { choicesOf, filtersOfRow } from "./row-filters.ts";

export interface RowMenuProps {
  readonly table: TableId;
  readonly row: TableRow;
  /** Viewport's CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly close: () => void;
}

export function RowMenu({ table, row, x, y, close }: RowMenuProps): ReactNode {
  const { unitId } = row;
  // A row says the serial of its unit; whose part it is the unit itself knows.
  const unit = useQuery(unitId === undefined ? undefined : `unit:${unitId}`, (host, options) =>
    host.units.details({ unitId: unitId ?? 0 }, options),
  );
  if (unitId !== undefined && unit.data === undefined && unit.failure === undefined) return undefined;
  const choices = choicesOf(filtersOfRow(table, row, unit.data && unitKey(unit.data)));
  if (choices.length === 0) return undefined;
  return <PointMenu name={message("filter.menu")} x={x} y={y} choices={choices} close={close} />;
}
