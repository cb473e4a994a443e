/** What a column is filtered by: words, a range, or some of its values. */
import { useEffect, useId, useState, type ReactNode } from "react";
import type { TableFilter, TableQuery } from "../../../shared/contract/tables.ts";
import type { TableColumn } from "../../../shared/model/table-columns.ts";
import { message } from "../../messages/catalogue.ts";
import { focusFirst } from "../../components/focus-first.ts";
import { endTyping } from "../../state/filters.ts";
import { useQuery } from "../../state/query.ts";
import { timeText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { choiceText, columnName } from "./cell-text.ts";
import { setFilter } from "./table-state.ts";
import { typedValue } from "./typed-value.ts";

/** Values offered of a column that has few. */
const OFFERED = 30;

export interface FilterEditorProps {
  readonly column: TableColumn;
  readonly filter: TableFilter | undefined;
  /** Without this column's own filter: its values are offered as the others leave them. */
  readonly query: TableQuery;
  readonly zone: TimeZone;
}

export function FilterEditor({ column, filter, query, zone }: FilterEditorProps): ReactNode {
  const name = message("tables.filter", { column: columnName(column.id) });
  useEffect(() => endTyping, []);
  return (
    <div className="table-filter" role="group" aria-label={name}>
      {column.kind === "choice" ? (
        <Values column={column} filter={filter} values={(column.choices ?? []).map((value) => ({ value }))} />
      ) : column.kind === "text" ? (
        <>
          <TextFilter column={column} filter={filter} />
          {column.groups === true ? <Frequent column={column} filter={filter} query={query} /> : undefined}
        </>
      ) : (
        <RangeFilter column={column} filter={filter} zone={zone} />
      )}
      <button
        type="button"
        className="button quiet"
        // Not disabled: a button that is loses the keyboard to nowhere.
        aria-disabled={filter === undefined}
        onClick={({ currentTarget }) => {
          setFilter(column.id, undefined);
          currentTarget.parentElement?.querySelector("input")?.focus();
        }}
      >
        {message("tables.filter-clear")}
      </button>
    </div>
  );
}

function TextFilter({ column, filter }: Pick<FilterEditorProps, "column" | "filter">): ReactNode {
  const text = filter?.by === "text" ? filter.text : "";
  return (
    <label className="form-line">
      {message("tables.filter-contains")}
      <input
        className="field"
        type="search"
        ref={focusFirst}
        maxLength={200}
        value={text}
        onChange={({ target }) =>
          setFilter(
            column.id,
            target.value === "" ? undefined : { by: "text", column: column.id, text: target.value },
          )
        }
      />
    </label>
  );
}

function Frequent({ column, filter, query }: Omit<FilterEditorProps, "zone">): ReactNode {
  const groups = useQuery(
    `table-values:${column.id}:${JSON.stringify(query)}`,
    (host, options) => host.tables.groups({ ...query, column: column.id, limit: OFFERED }, options),
    { keep: true },
  );
  if (groups.failure !== undefined) return <p className="muted table-note">{groups.failure.message}</p>;
  return (
    <Values
      column={column}
      filter={filter}
      values={groups.data?.groups ?? []}
      title={message("tables.filter-values")}
    />
  );
}

interface ValuesProps {
  readonly column: TableColumn;
  readonly filter: TableFilter | undefined;
  readonly values: readonly { readonly value: string; readonly rows?: number }[];
  readonly title?: string;
}

function Values({ column, filter, values, title }: ValuesProps): ReactNode {
  const chosen = filter?.by === "values" ? filter.values : [];
  const toggle = (value: string): void => {
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    setFilter(column.id, next.length === 0 ? undefined : { by: "values", column: column.id, values: next });
  };
  if (values.length === 0) return undefined;
  return (
    <fieldset className="choices table-values">
      {title === undefined ? undefined : <legend>{title}</legend>}
      {values.map(({ value, rows }) => (
        <label key={value} className="check">
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
          <span className="ellipsis">
            {value === "" ? message("tables.group-without") : choiceText(column, value)}
          </span>
          {rows === undefined ? undefined : <span className="muted number">{rows.toLocaleString("en")}</span>}
        </label>
      ))}
    </fieldset>
  );
}

/** What stands in the two fields, and the filter that it made or that held when it made none. */
interface Typed {
  readonly from: string;
  readonly to: string;
  readonly made: TableFilter | undefined;
}

function RangeFilter({ column, filter, zone }: Omit<FilterEditorProps, "query">): ReactNode {
  const range = filter?.by === "range" ? filter : undefined;
  const written = (value: number | undefined): string => {
    if (value === undefined) return "";
    if (column.kind === "time") return timeText(value, zone, value % 60_000_000 === 0 ? "minute" : "second");
    return String(column.kind === "span" ? value / 1_000_000 : value);
  };
  const [typed, setTyped] = useState<Typed>();
  // Cleared, or changed elsewhere: the fields say what holds.
  const isOwn = typed !== undefined && JSON.stringify(typed.made) === JSON.stringify(range);
  const { from, to } = isOwn ? typed : { from: written(range?.from), to: written(range?.to) };
  const hint = useId();
  const isWrong = (text: string): boolean =>
    text.trim() !== "" && typedValue(column, text, zone) === undefined;
  const change = (nextFrom: string, nextTo: string): void => {
    if (isWrong(nextFrom) || isWrong(nextTo)) return setTyped({ from: nextFrom, to: nextTo, made: range });
    const [low, high] = [typedValue(column, nextFrom, zone), typedValue(column, nextTo, zone)];
    const made =
      low === undefined && high === undefined
        ? undefined
        : {
            by: "range" as const,
            column: column.id,
            ...(low === undefined ? {} : { from: low }),
            ...(high === undefined ? {} : { to: high }),
          };
    setTyped({ from: nextFrom, to: nextTo, made });
    setFilter(column.id, made);
  };
  const input = (value: string, key: "from" | "to", onChange: (text: string) => void): ReactNode => (
    <label className="form-line">
      {message(`tables.filter-${key}`)}
      <input
        className="field"
        ref={key === "from" ? focusFirst : undefined}
        value={value}
        maxLength={40}
        aria-invalid={isWrong(value)}
        aria-describedby={hint}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
  return (
    <>
      {input(from, "from", (text) => change(text, to))}
      {input(to, "to", (text) => change(from, text))}
      <p id={hint} className={`table-note ${isWrong(from) || isWrong(to) ? "warn" : "muted"}`}>
        {column.kind === "time"
          ? isWrong(from) || isWrong(to)
            ? message("tables.filter-wrong-time")
            : message("tables.filter-time-hint", { zone: zone.name })
          : column.kind === "span"
            ? message("tables.filter-span-hint")
            : message("tables.filter-number-hint")}
      </p>
    </>
  );
}
