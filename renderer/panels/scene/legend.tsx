/** What the colours mean: always in view while they are data, with what is no data beside them. */
import type { CSSProperties, ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { message } from "../../messages/catalogue.ts";
import { isFaceQuantity, isOfOneUnit, rampNameOf } from "../../state/colour-scale.ts";
import type { RampStops } from "../../scene/presentation/colour-ramp.ts";
import { rampOf } from "../../state/colour-ramps.ts";
import { rampColour, useColouring } from "../../state/colouring.ts";
import { useSelection } from "../../state/selection.ts";
import { useTokens } from "../../theme/use-tokens.ts";
import { amount, amountWithUnit } from "./legend-text.ts";
import { isNarrowed } from "../../state/is-narrowed.ts";
import { ScaleEditor } from "./scale-editor.tsx";
import type { LegendContent } from "./use-colours.ts";

export interface LegendProps {
  readonly content: LegendContent;
}

export function Legend({ content }: LegendProps): ReactNode {
  const { quantity, scale, uom, baseline, counted, positions, known, shown, range, leftOut } = content;
  const kind = useColouring((state) => state.choice.kind);
  const edit = useColouring((state) => state.choice.scales[quantity]);
  const isEdited = edit !== undefined;
  const brushed = useSelection((state) => state.window !== undefined);
  const isFiltered = useSelection((state) => isNarrowed(quantity, state.only));
  const ofUnit = useSelection((state) => state.scope === "unit" && state.unitId !== undefined);
  const tokens = useTokens();
  const ramp = rampOf(rampNameOf(quantity), tokens);
  const faces = isFaceQuantity(quantity);
  const ofThis = ofUnit && isOfOneUnit(quantity);
  const where = [
    ofThis ? message("scene.legend.this-unit") : undefined,
    isFiltered ? message("filter.legend") : undefined,
    brushed ? message("scene.legend.span") : isFiltered || ofThis ? undefined : message("scene.legend.all"),
  ].filter((words) => words !== undefined);
  const title = [
    message(`colour.title-${quantity}`),
    ...((quantity === "events" || quantity === "age") && kind !== undefined
      ? [message(`colour.kind-${kind}`)]
      : []),
  ].join(": ");
  const none = known === 0 && (faces || !brushed);
  const { thresholds } = scale;
  const colours =
    thresholds === undefined
      ? ramp.join(", ")
      : bandColours(ramp, thresholds.length)
          .map((colour, at, all) => `${colour} ${(at / all.length) * 100}% ${((at + 1) / all.length) * 100}%`)
          .join(", ");
  const style = { "--ramp": `linear-gradient(to right, ${colours})` } as CSSProperties;
  return (
    <section className="scene-card scene-legend" aria-label={message("scene.legend.name")}>
      <p className="scene-legend-title">
        <span>
          {title} <span className="muted">· {where.join(", ")}</span>
        </span>
      </p>
      {none ? (
        <p className="muted">{message(faces ? "scene.legend.no-links" : "scene.legend.none")}</p>
      ) : (
        <>
          <DialogTrigger>
            <Button
              className="scene-ramp"
              style={style}
              aria-label={message(isEdited ? "scene.legend.edit-edited" : "scene.legend.edit")}
            />
            <Popover className="popover" placement="top start" offset={6}>
              <Dialog className="scene-scale-editor" aria-label={message("scene.legend.scale")}>
                {({ close }) => <ScaleEditor content={content} edit={edit} onDone={close} />}
              </Dialog>
            </Popover>
          </DialogTrigger>
          {thresholds === undefined ? (
            <div className="scene-scale">
              <span>
                {endText(amount(scale.low, quantity), range !== undefined && range[0] < scale.low, "≤")}
              </span>
              <span>
                {baseline === undefined || isEdited
                  ? amount(scale.middle, quantity)
                  : message("scene.legend.baseline", { rate: amount(baseline, quantity) })}
              </span>
              <span>
                {endText(
                  amountWithUnit(scale.high, quantity, uom),
                  range !== undefined && range[1] > scale.high,
                  "≥",
                )}
              </span>
            </div>
          ) : (
            <Bands content={content} ramp={ramp} />
          )}
          {range === undefined || range[0] === range[1] ? undefined : (
            <p className="scene-range muted">
              {message("scene.legend.range", {
                low: amount(range[0], quantity),
                high: amountWithUnit(range[1], quantity, uom),
              })}
              {scale.logarithmic && thresholds === undefined
                ? ` · ${message("scene.legend.logarithmic")}`
                : ""}
              {isEdited ? ` · ${message("scene.legend.edited")}` : ""}
            </p>
          )}
          <p className="scene-no-data">
            <i aria-hidden="true" />
            {message(`scene.legend.${counted}-without`, { count: shown - known, shown })}
          </p>
          <Positions of={positions} />
          {leftOut > 0 ? (
            <p className="scene-no-data mark">{message("scene.legend.left-out", { count: leftOut })}</p>
          ) : undefined}
        </>
      )}
    </section>
  );
}

/** Whether occurrences of one part have numbers of their own. */
function Positions({ of }: { readonly of: LegendContent["positions"] }): ReactNode {
  if (of === undefined || of.own + of.shared === 0) return undefined;
  const { own, wide, shared } = of;
  return (
    <>
      <p className="scene-range muted">
        {own === 0
          ? message("scene.legend.positions-shared")
          : shared === 0
            ? message("scene.legend.positions-own")
            : message("scene.legend.positions-some", { own, shared })}
      </p>
      {wide === 0 ? undefined : (
        <p className="scene-range muted">{message("scene.legend.positions-wide", { count: wide })}</p>
      )}
    </>
  );
}

/** One colour from each threshold to the next, and one before the first. */
function bandColours(ramp: RampStops, thresholds: number): readonly string[] {
  return Array.from({ length: thresholds + 1 }, (_, band) => rampColour(ramp, band / thresholds));
}

/** What each colour stands for, and how many have it. */
function Bands({
  content: { quantity, scale, uom, bands },
  ramp,
}: {
  readonly content: LegendContent;
  readonly ramp: RampStops;
}): ReactNode {
  const { thresholds = [] } = scale;
  const text = (at: number): string => {
    const [from, to] = [thresholds[at - 1], thresholds[at]];
    const of = (value: number): string => amountWithUnit(value, quantity, uom);
    if (from === undefined) return message("scene.legend.band-below", { to: of(to ?? 0) });
    if (to === undefined) return message("scene.legend.band-from", { from: of(from) });
    return message("scene.legend.band-between", { from: amount(from, quantity), to: of(to) });
  };
  return (
    <ul className="scene-bands" aria-label={message("scene.legend.bands")}>
      {bandColours(ramp, thresholds.length).map((colour, at) => (
        <li key={colour}>
          <i aria-hidden="true" style={{ background: colour }} />
          {text(at)}
          <span>{message("scene.legend.band-count", { count: bands?.[at] ?? 0 })}</span>
        </li>
      ))}
    </ul>
  );
}

function endText(text: string, beyond: boolean, sign: "≤" | "≥"): string {
  return beyond ? `${sign} ${text}` : text;
}
