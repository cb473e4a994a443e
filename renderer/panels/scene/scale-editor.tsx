/** The ends and the middle of the scale as a person wants them; empty fields follow the data. */
import { useState, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { rampNameOf, type ScaleEdit } from "../../state/colour-scale.ts";
import { editScale } from "../../state/colour-steps.ts";
import { formatValue } from "../../state/format-number.ts";
import { shownFactor } from "./legend-text.ts";
import type { LegendContent } from "./use-colours.ts";

export interface ScaleEditorProps {
  readonly content: LegendContent;
  readonly isEdited: boolean;
  readonly onDone: () => void;
}

const FIELDS = ["low", "middle", "high"] as const;

export function ScaleEditor({ content, isEdited, onDone }: ScaleEditorProps): ReactNode {
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
  const isSound = numbers.every(Number.isFinite) && low < high && middle >= low && middle <= high;
  const apply = (): void => {
    if (!isSound) return;
    const changed = FIELDS.flatMap((field, at) =>
      fields[field] === written(field) ? [] : [[field, numbers[at] ?? 0] as const],
    );
    onDone();
    if (changed.length === 0) return;
    // A range whose ends were moved alone keeps its middle between them.
    editScale(quantity, Object.fromEntries(changed) as ScaleEdit);
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
            aria-invalid={!isSound}
            onChange={(event) => setFields({ ...fields, [field]: event.target.value })}
          />
          <span className="muted">{unit}</span>
        </label>
      ))}
      <p className={isSound ? "muted" : "fail"} role="status">
        {message(isSound ? `colour.ramp-${rampNameOf(quantity)}` : "scene.legend.unsound")}
      </p>
      <div className="scene-scale-actions">
        <button type="submit" className="button" disabled={!isSound}>
          {message("scene.legend.apply")}
        </button>
        <button
          type="button"
          className="button quiet"
          disabled={!isEdited}
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
