/** What is compared with what, how near is the same, and how the two are shown. */
import { useId, useState, type ReactNode } from "react";
import { LARGEST_TOLERANCE } from "../../../shared/contract/compare.ts";
import type { ComparableModel } from "../../../shared/contract/parts.ts";
import { message } from "../../messages/catalogue.ts";
import { formatInstant } from "../../state/format-time.ts";
import { useSettings } from "../../state/settings.ts";
import { modelName } from "./model-name.ts";
import { compare, hasDeviations, useCompare } from "./compare-state.ts";

export interface CompareBarProps {
  readonly models: readonly ComparableModel[];
  readonly before: ComparableModel | undefined;
  readonly after: ComparableModel | undefined;
}

export function CompareBar({ models, before, after }: CompareBarProps): ReactNode {
  const mode = useCompare((state) => state.mode);
  const fade = useCompare((state) => state.fade);
  const fadeId = useId();
  const colour = useCompare((state) => state.colour);
  const canMeasure = useCompare(hasDeviations);
  return (
    <div className="toolrow compare-bar">
      <ModelChoice side="before" models={models} chosen={before} />
      <button
        type="button"
        className="button"
        aria-label={message("compare.swap")}
        title={message("compare.swap")}
        disabled={before === undefined || after === undefined}
        onClick={() => compare.setState({ before: after?.sha256, after: before?.sha256 })}
      >
        ⇄
      </button>
      <ModelChoice side="after" models={models} chosen={after} />
      <Tolerance />
      <span className="spring" />
      {mode === "over" ? (
        <>
          <label className="visually-hidden" htmlFor={fadeId}>
            {message("compare.fade")}
          </label>
          <input
            id={fadeId}
            className="compare-fade"
            type="range"
            min={0}
            max={1}
            step={0.02}
            value={fade}
            title={message("compare.fade")}
            onChange={(event) => compare.setState({ fade: Number(event.target.value) })}
          />
        </>
      ) : undefined}
      {canMeasure || colour === "deviation" ? (
        <div className="segments" role="group" aria-label={message("compare.colour")}>
          {(["changes", "deviation"] as const).map((each) => (
            <button
              key={each}
              type="button"
              className="segment"
              aria-pressed={colour === each}
              onClick={() => compare.setState({ colour: each })}
            >
              {message(`compare.colour-${each}`)}
            </button>
          ))}
        </div>
      ) : undefined}
      <div className="segments" role="group" aria-label={message("compare.layout")}>
        {(["side", "over"] as const).map((each) => (
          <button
            key={each}
            type="button"
            className="segment"
            aria-pressed={mode === each}
            onClick={() => compare.setState({ mode: each })}
          >
            {message(`compare.${each}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

interface ModelChoiceProps {
  readonly side: "before" | "after";
  readonly models: readonly ComparableModel[];
  readonly chosen: ComparableModel | undefined;
}

function ModelChoice({ side, models, chosen }: ModelChoiceProps): ReactNode {
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const own = models.filter(({ holdsPart }) => holdsPart);
  const others = models.filter(({ holdsPart }) => !holdsPart);
  const options = (of: readonly ComparableModel[]): ReactNode =>
    of.map((model) => (
      <option key={model.sha256} value={model.sha256}>
        {nameOf(model, zone, "compare.model-added")}
      </option>
    ));
  const id = useId();
  return (
    <div
      className="compare-choice"
      title={chosen === undefined ? undefined : nameOf(chosen, zone, "compare.model-title")}
    >
      <label className="muted" htmlFor={id}>
        {message(side === "before" ? "compare.older" : "compare.newer")}
      </label>
      <select
        id={id}
        className="field"
        value={chosen?.sha256 ?? ""}
        onChange={(event) =>
          compare.setState(side === "before" ? { before: event.target.value } : { after: event.target.value })
        }
      >
        {chosen === undefined ? <option value="">–</option> : undefined}
        {options(own)}
        {others.length === 0 ? undefined : (
          <optgroup label={message("compare.other-models")}>{options(others)}</optgroup>
        )}
      </select>
    </div>
  );
}

/** Two files of one name and revision are told apart by when they came. */
function nameOf(
  of: ComparableModel,
  zone: string,
  key: "compare.model-added" | "compare.model-title",
): string {
  const { addedAt } = of;
  const model = modelName(of);
  if (addedAt === undefined) return model;
  return message(key, { model, time: formatInstant(addedAt, zone).slice(0, 16) });
}

/** Taken with Enter or when one leaves it: every digit would be a comparison of its own. */
function Tolerance(): ReactNode {
  const tolerance = useCompare((state) => state.tolerance);
  const [text, setText] = useState<string>();
  const take = (): void => {
    const value = Number((text ?? "").replace(",", "."));
    if (text !== undefined && text.trim() !== "" && value >= 0 && value <= LARGEST_TOLERANCE)
      compare.setState({ tolerance: value });
    setText(undefined);
  };
  return (
    <label className="compare-choice compare-tolerance">
      <span className="muted">{message("compare.tolerance")}</span>
      <input
        className="field"
        type="text"
        inputMode="decimal"
        value={text ?? String(tolerance)}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") take();
          else if (event.key === "Escape") setText(undefined);
        }}
      />
    </label>
  );
}
