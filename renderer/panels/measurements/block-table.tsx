/** One laboratory's table with its filters and its summary. */
import { useMemo, useState, type ReactNode } from "react";
import type { MeasurementBlock } from "../../../shared/contract/measurements.ts";
import { message } from "../../messages/catalogue.ts";
import { Empty } from "../../components/region.tsx";
import { unitLabel } from "../../state/unit-name.ts";
import { columnDecimals, gridAsTsv, gridOf, outOfLimits, type GridChoice } from "./grid.ts";
import { GridTable } from "./grid-table.tsx";

export interface BlockTableProps {
  readonly block: MeasurementBlock;
  readonly choice: GridChoice;
  readonly onChoice: (choice: GridChoice) => void;
  readonly transposed: boolean;
  readonly onTransposed: (transposed: boolean) => void;
}

const VERDICTS = ["all", "fail", "pass"] as const;

export function BlockTable(props: BlockTableProps): ReactNode {
  const { block, choice, onChoice, transposed, onTransposed } = props;
  const grid = useMemo(() => gridOf(block, choice), [block, choice]);
  const decimals = useMemo(() => columnDecimals(block), [block]);
  const [copied, setCopied] = useState(false);
  const out = outOfLimits(block);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(
      gridAsTsv(block, grid, {
        unit: message("measurements.unit"),
        nominal: message("measurements.nominal"),
        limits: message("measurements.limits"),
        name: unitLabel,
      }),
    );
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <>
      <div className="toolrow measurement-tools">
        <div className="segments" role="group" aria-label={message("measurements.verdict")}>
          {VERDICTS.map((verdict) => (
            <button
              key={verdict}
              type="button"
              className="segment"
              aria-pressed={choice.verdict === verdict}
              onClick={() => onChoice({ ...choice, verdict })}
            >
              {message(`measurements.verdict-${verdict}`)}
            </button>
          ))}
        </div>
        <label className="check">
          <input
            type="checkbox"
            checked={choice.onlyFailures}
            onChange={(event) => onChoice({ ...choice, onlyFailures: event.target.checked })}
          />
          {message("measurements.only-failures")}
        </label>
        <span className="spring" />
        <button
          type="button"
          className="button quiet"
          aria-pressed={transposed}
          title={message("measurements.transpose")}
          aria-label={message("measurements.transpose")}
          onClick={() => onTransposed(!transposed)}
        >
          ⇄
        </button>
      </div>
      <div className="measurement-summary">
        <p role="status">
          <span className={out > 0 ? "fail" : "second"}>
            {message("measurements.summary", {
              units: block.rows.length,
              characteristics: block.columns.length,
              failed: out,
            })}
          </span>
          {block.undatedRows > 0 ? (
            <span className="mark"> · {message("measurements.undated", { count: block.undatedRows })}</span>
          ) : undefined}
        </p>
        <button
          type="button"
          className="button quiet"
          title={message("measurements.copy-title")}
          onClick={() => void copy()}
        >
          {message(copied ? "measurements.copied" : "measurements.copy")}
        </button>
      </div>
      {grid.rows.length === 0 ? (
        <Empty>
          {message("measurements.no-rows", {
            verdict: message(`measurements.verdict-${choice.verdict}`).toLowerCase(),
          })}
        </Empty>
      ) : grid.columns.length === 0 ? (
        <Empty>{message("measurements.no-columns")}</Empty>
      ) : (
        <GridTable
          block={block}
          grid={grid}
          decimals={decimals}
          transposed={transposed}
          sort={choice.sort}
          onSort={(sort) => onChoice({ ...choice, sort })}
        />
      )}
    </>
  );
}
