/** When an endpoint was not observed, and why: folded until somebody asks. */
import { useState, type ReactNode } from "react";
import type { OpcuaGap } from "../../../shared/contract/opcua.ts";
import { message } from "../../messages/catalogue.ts";
import { formatDuration, formatInstant } from "../../state/format-time.ts";

export function GapList({
  gaps,
  zone,
}: {
  readonly gaps: readonly OpcuaGap[];
  readonly zone: string;
}): ReactNode {
  const [open, setOpen] = useState(false);
  if (gaps.length === 0) return undefined;
  return (
    <>
      <button type="button" className="plant-fold second" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="twisty" aria-hidden="true">
          {open ? "▾" : "▸"}
        </span>
        {message("machines.gaps", { count: gaps.length })}
      </button>
      {open ? (
        <ul className="gap-list">
          {gaps.map((gap) => (
            <li key={`${gap.stream} ${gap.from}`}>
              <p>
                {gap.to === undefined
                  ? message("machines.gap-open", { stream: gap.stream, from: formatInstant(gap.from, zone) })
                  : message("machines.gap", {
                      stream: gap.stream,
                      from: formatInstant(gap.from, zone),
                      duration: formatDuration(gap.to - gap.from),
                    })}
                {gap.backfilled ? (
                  <span className="good">
                    {" "}
                    <span aria-hidden="true">✓ </span>
                    {message("machines.gap-backfilled")}
                  </span>
                ) : undefined}
              </p>
              <p className="muted">{gap.cause}</p>
            </li>
          ))}
        </ul>
      ) : undefined}
    </>
  );
}
