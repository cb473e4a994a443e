/** The ends and the middle of the scale as a person wants them, or thresholds; what is not set follows the data. */
import { useState, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { MOST_THRESHOLDS, rampNameOf, type ScaleEdit } from "../../state/colour-scale.ts";
import { editScale } from "../../state/colour-steps.ts";
import { formatValue } from "../../state/format-number.ts";
import { shownFactor } from "./legend-text.ts";
import type { LegendContent } from "./use-colours.ts";

export interface ScaleEditorProps {
  readonly content: LegendContent;
  readonly edit: ScaleEdit | undefined;
  readonly onDone: () => void;
}

const FIELDS = ["low", "middle", "high"] as const;

export function ScaleEditor({ content, edit, onDone }: ScaleEditorProps): ReactNode {
  const { quantity, scale, uom } = content;
  const factor = shownFactor(quantity);
  const written = (field: (typeof FIELDS)[number]): string =>
    formatValue(scale[field] * factor, 3).replace("−", "-");
  const [fields, setFields] = useState({
    low: written("low"),
    middle: written("middle"),
    high: written("high"),
  });
  const numbers = FIELDS.map((field) => Number(fields[field].replace(",", ".").replace("−", "-")) / factor);
  const [low = NaN, middle = NaN, high = NaN] = numbers;
  const isRange = numbers.every(Number.isFinite) && low < high && middle >= low && middle <= high;
  const before = (scale.thresholds ?? []).map((value) => formatValue(value * factor, 3).replace("−", "-"));
  const [steps, setSteps] = useState(before.join("; "));
  const thresholds = readThresholds(steps, factor);
  const isSound = isRange && thresholds !== undefined;
  const apply = (): void => {
    if (!isSound) return;
    const changed = FIELDS.flatMap((field, at) =>
      fields[field] === written(field) ? [] : [[field, numbers[at] ?? 0] as const],
    );
    onDone();
    const isStepped = steps !== before.join("; ");
    if (changed.length === 0 && !isStepped) return;
    // A range whose ends were moved alone keeps its middle between them.
    const { thresholds: _before, ...kept } = edit ?? {};
    const set = isStepped ? thresholds : scale.thresholds;
    const next: ScaleEdit = {
      ...kept,
      ...Object.fromEntries(changed),
      ...(set === undefined || set.length === 0 ? {} : { thresholds: set }),
    };
    editScale(quantity, Object.keys(next).length === 0 ? undefined : next);
  };
  const unit = factor === 100 ? "%" : (uom ?? "");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {FIELDS.filter((field) => field !== "middle" || !scale.logarithmic).map((field) => (
        <label key={field}>
          <span>{message(`scene.legend.${field}`)}</span>
          <input
            className="field"
            inputMode="decimal"
            value={fields[field]}
            aria-invalid={!isRange}
            disabled={(thresholds?.length ?? 0) > 0}
            onChange={(event) => setFields({ ...fields, [field]: event.target.value })}
          />
          <span className="muted">{unit}</span>
        </label>
      ))}
      <label className="scene-thresholds">
        <span>{message("scene.legend.thresholds")}</span>
        <input
          className="field"
          value={steps}
          placeholder={message("scene.legend.thresholds-none")}
          aria-invalid={thresholds === undefined}
          onChange={(event) => setSteps(event.target.value)}
        />
        <span className="muted">{unit}</span>
      </label>
      <p className={isSound ? "muted" : "fail"} role="status">
        {thresholds === undefined
          ? message("scene.legend.thresholds-unsound", { most: MOST_THRESHOLDS })
          : message(isRange ? `colour.ramp-${rampNameOf(quantity)}` : "scene.legend.unsound")}
      </p>
      <div className="scene-scale-actions">
        <button type="submit" className="button" disabled={!isSound}>
          {message("scene.legend.apply")}
        </button>
        <button
          type="button"
          className="button quiet"
          disabled={edit === undefined}
          onClick={() => {
            onDone();
            editScale(quantity, undefined);
          }}
        >
          {message("scene.legend.reset")}
        </button>
      </div>
    </form>
  );
}

/** Apart by semicolons or spaces; undefined where they are no ascending numbers, or too many. */
function readThresholds(text: string, factor: number): readonly number[] | undefined {
  const words = text.split(/[;\s]+/).filter((word) => word !== "");
  const numbers = words.map((word) => Number(word.replace(",", ".").replace("−", "-")) / factor);
  const isSound =
    numbers.length <= MOST_THRESHOLDS &&
    numbers.every((each, at) => Number.isFinite(each) && (at === 0 || each > (numbers[at - 1] ?? -Infinity)));
  return isSound ? numbers : undefined;
}
