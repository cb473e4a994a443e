/** Heads and cells of the measurement table. */
import type { ReactNode } from "react";
import type {
  CharacteristicColumn,
  MeasurementBlock,
  MeasurementRow,
} from "../../../shared/contract/measurements.ts";
import { message } from "../../messages/catalogue.ts";
import { formatLimits, formatUom, formatValue } from "../../state/format-number.ts";
import { unitLabel, unitMark, unitName } from "../../state/unit-name.ts";
import { cellAt, cellText, characteristicName, limitsText } from "./grid.ts";

export interface UnitHeadProps {
  readonly unit: MeasurementRow;
  readonly scope: "row" | "col";
  readonly index: number | undefined;
  readonly selected: boolean;
  readonly select: () => void;
}

/** The unit's serial, honestly: `16`, `16 · assumed`, `sample 3 · serial missing`. */
export function UnitHead({ unit, scope, index, selected, select }: UnitHeadProps): ReactNode {
  const mark = unitMark(unit);
  return (
    <th
      scope={scope}
      role={scope === "row" ? "rowheader" : "columnheader"}
      className={`unit-head ${selected ? "selected" : ""}`}
      aria-label={unitLabel(unit)}
      {...(index === undefined ? {} : { "aria-colindex": index })}
    >
      <button
        type="button"
        className="unit-select"
        aria-pressed={selected}
        onClick={select}
        title={unitLabel(unit)}
      >
        <span className="ellipsis">
          {unitName(unit)}
          {mark === undefined ? undefined : <span className="mark"> · {mark}</span>}
        </span>
        <span className={unit.failed > 0 ? "fail" : "muted"}>{unit.failed > 0 ? unit.failed : "–"}</span>
      </button>
    </th>
  );
}

export interface CharacteristicHeadProps {
  readonly column: CharacteristicColumn;
  readonly scope: "row" | "col";
  readonly index: number | undefined;
  readonly sort: "ascending" | "descending" | "none";
  readonly onSort: () => void;
  /** It is the feature that the screen is about. */
  readonly isActive: boolean;
  /** Shows its faces in the 3D view; undefined where it has none. */
  readonly showFace: (() => void) | undefined;
}

export function CharacteristicHead({
  column,
  scope,
  index,
  sort,
  onSort,
  isActive,
  showFace,
}: CharacteristicHeadProps): ReactNode {
  const out =
    column.failed > 0
      ? message("measurements.out-count", { count: column.failed, measured: column.measured })
      : message("measurements.out-in-limits", { measured: column.measured });
  const limits = formatLimits(column.lowerLimit, column.upperLimit);
  const name = characteristicName(column);
  const title = [
    `${name} · ${column.kind}`,
    column.nominal === undefined
      ? ""
      : `${message("measurements.nominal")} ${formatValue(column.nominal)} ${formatUom(column.uom)}`,
    limits === undefined ? "" : `${message("measurements.limits")} ${limitsText(column)}`,
    out,
    column.remark ?? "",
  ]
    .filter((line) => line !== "")
    .join("\n");
  return (
    <th
      scope={scope}
      role={scope === "row" ? "rowheader" : "columnheader"}
      className={`characteristic ${isActive ? "active" : ""}`}
      data-active={isActive}
      aria-label={name}
      {...(scope === "col" ? { "aria-sort": sort } : {})}
      {...(index === undefined ? {} : { "aria-colindex": index })}
    >
      <button type="button" className="sort" title={title} onClick={onSort}>
        <span className="characteristic-name ellipsis">
          {name}
          {column.remark === undefined ? "" : " *"}
          {sort === "none" ? "" : sort === "ascending" ? " ↑" : " ↓"}
        </span>
        <span className="characteristic-limits ellipsis muted">
          {column.nominal === undefined ? "" : `${formatValue(column.nominal)} `}
          {formatUom(column.uom)}
        </span>
        <span className="characteristic-limits ellipsis muted">{limits ?? " "}</span>
        <span className={`characteristic-out ${column.failed > 0 ? "fail" : "muted"}`}>
          {column.failed}/{column.measured}
        </span>
      </button>
      {showFace === undefined ? undefined : (
        <button
          type="button"
          className="show-face"
          aria-pressed={isActive}
          title={message("features.show-face", { name })}
          aria-label={message("features.show-face", { name })}
          onClick={showFace}
        >
          ◎
        </button>
      )}
    </th>
  );
}

export interface MeasurementCellProps {
  readonly block: MeasurementBlock;
  readonly row: number;
  readonly column: number;
  readonly decimals: number;
  readonly selected: boolean;
  readonly select: () => void;
}

/** A value out of its limits is coloured, has a mark, and says so. */
export function MeasurementCell(props: MeasurementCellProps): ReactNode {
  const { block, row, column, decimals, selected, select } = props;
  const cell = cellAt(block, row, column);
  const text = cellText(cell, decimals);
  if (cell.state === "absent")
    return <td aria-label={message("measurements.cell-absent")} className="absent" />;
  // One that the keys reach (grid-table.tsx); a stop of the tab key for each would be thousands.
  const picking = {
    tabIndex: -1,
    onClick: select,
    ...(selected ? { "aria-current": true } : {}),
  };
  if (cell.state === "pass") return <td {...picking}>{text}</td>;
  if (cell.state === "none") {
    return (
      <td {...picking} className="unjudged" aria-label={message("measurements.cell-none", { value: text })}>
        {text}
      </td>
    );
  }
  const characteristic = block.columns[column];
  const limits = formatLimits(characteristic?.lowerLimit, characteristic?.upperLimit);
  return (
    <td
      {...picking}
      className="out"
      data-out="true"
      aria-label={message("measurements.cell-out", {
        value: text,
        limits: limits === undefined ? "" : ` ${limits.replace(" – ", "–")}`,
      })}
    >
      {text}
    </td>
  );
}
