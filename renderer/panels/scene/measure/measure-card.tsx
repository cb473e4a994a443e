/** What is picked, all its values to choose from, and what was kept. */
import { useMemo, type ReactNode } from "react";
import { useExplosion } from "../../../state/explosion.ts";
import { message } from "../../../messages/catalogue.ts";
import { PICK_FILTERS, type PickFilter } from "../../../scene/measure/snap.ts";
import type { Target } from "../../../scene/measure/entity.ts";
import type { Quantity } from "../../../scene/measure/quantity.ts";
import { runCommand } from "../../../state/commands.ts";
import type { ShownModel } from "../use-model.ts";
import { copyMeasurements, valueOf } from "./copy.ts";
import { measureSteps, sameMeasurement, useMeasure, type Kept } from "./measure-state.ts";
import { measurer } from "./measurer.ts";
import { basisHelp, basisText, deltaText, labelText, namedText } from "./quantity-text.ts";
import { targetTexts, type TargetText } from "./target-text.ts";
import type { NearestState } from "./use-nearest.ts";

export interface MeasureCardProps {
  readonly shown: ShownModel;
  readonly nearest: NearestState;
  readonly deflection: number;
  readonly onPreview: (kind: Quantity["kind"] | undefined) => void;
}

export function MeasureCard(props: MeasureCardProps): ReactNode {
  const active = useMeasure((state) => state.active);
  const kept = useMeasure((state) => state.kept);
  const apart = useExplosion(({ share }) => share > 0);
  if (!active && kept.length === 0) return undefined;
  return (
    <section
      className="scene-card measure-card"
      aria-label={message("measure.name")}
      onKeyDown={(event) => {
        if (event.key === "Escape" && active) close();
      }}
    >
      {active ? <Picking {...props} /> : undefined}
      {apart ? <p className="measure-apart">{message("measure.while-apart")}</p> : undefined}
      {kept.length === 0 ? undefined : <KeptList {...props} kept={kept} />}
    </section>
  );
}

/** The focus goes back to the view: the arrows turn the model again. */
function close(): void {
  measureSteps.setActive(false);
  document.querySelector<HTMLElement>(".scene-view")?.focus();
}

const HINTS = ["measure.hint-none", "measure.hint-one", "measure.hint-two"] as const;

function Picking({ shown, nearest, deflection, onPreview }: MeasureCardProps): ReactNode {
  const picks = useMeasure((state) => state.picks);
  const filter = useMeasure((state) => state.filter);
  const texts = useMemo(() => targetTexts(shown.model, picks), [shown.model, picks]);
  return (
    <>
      <header>
        <strong>{message("measure.name")}</strong>
        <span className="spring" />
        <select
          aria-label={message("measure.filter")}
          value={filter}
          onChange={(event) => {
            const chosen = PICK_FILTERS.find((one): one is PickFilter => one === event.target.value);
            if (chosen !== undefined) measureSteps.setFilter(chosen);
          }}
        >
          {PICK_FILTERS.map((one) => (
            <option key={one} value={one}>
              {message(`measure.filter.${one}`)}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="scene-tool"
          aria-label={message("measure.close")}
          title={message("measure.close")}
          onClick={close}
        >
          ×
        </button>
      </header>
      {picks.length === 0 ? undefined : (
        <>
          <ol className="measure-picks" aria-label={message("measure.picked")}>
            {picks.map((target, at) => (
              <li key={`${target.kind} ${target.path} ${target.index}`}>
                <span className="measure-number">{at + 1}</span>
                <PickedName text={texts[at]} />
              </li>
            ))}
          </ol>
          <Values
            model={shown.model}
            picks={picks}
            nearest={nearest}
            deflection={deflection}
            onPreview={onPreview}
          />
        </>
      )}
      <output className="measure-hint muted" aria-live="polite">
        {message(HINTS[picks.length] ?? "measure.hint-two")}
      </output>
    </>
  );
}

function PickedName({ text }: { readonly text: TargetText | undefined }): ReactNode {
  if (text === undefined) return undefined;
  const { name, size } = text;
  return (
    <span className="measure-target" title={size === undefined ? name : `${name}, ${size}`}>
      <span className="measure-name">{name}</span>
      {size === undefined ? undefined : <span className="measure-name muted">{size}</span>}
    </span>
  );
}

interface ValuesProps {
  readonly model: ShownModel["model"];
  readonly picks: readonly Target[];
  readonly nearest: NearestState;
  readonly deflection: number;
  readonly onPreview: MeasureCardProps["onPreview"];
}

function Values({ model, picks, nearest, deflection, onPreview }: ValuesProps): ReactNode {
  const kept = useMeasure((state) => state.kept);
  const quantities = [
    ...(measurer.now(model, picks) ?? []),
    ...(nearest.state === "found" ? [nearest.quantity] : []),
  ];
  const open = quantities.filter(
    ({ kind }) => !kept.some((measurement) => sameMeasurement(measurement, kind, picks)),
  );
  return (
    <>
      <ul className="measure-values" aria-label={message("measure.values")}>
        {open.map((quantity) => (
          <li key={quantity.kind}>
            <button
              type="button"
              className="measure-value"
              title={basisHelp(quantity.basis, deflection)}
              onPointerEnter={() => onPreview(quantity.kind)}
              onPointerLeave={() => onPreview(undefined)}
              onFocus={() => onPreview(quantity.kind)}
              onBlur={() => onPreview(undefined)}
              onClick={() => measureSteps.keep(message("measure.step.keep"), quantity.kind, picks)}
            >
              <span className="visually-hidden">{message("measure.keep")} </span>
              <Value quantity={quantity} deflection={deflection} />
            </button>
          </li>
        ))}
      </ul>
      <Search nearest={nearest} />
      {quantities.length === 0 && nearest.state === "none" ? (
        <p className="muted">{message("measure.nothing")}</p>
      ) : undefined}
    </>
  );
}

interface ValueProps {
  readonly quantity: Quantity;
  readonly deflection: number;
}

function Value({ quantity, deflection }: ValueProps): ReactNode {
  const delta = deltaText(quantity, deflection);
  return (
    <>
      <span className="measure-name">{message(`measure.kind.${quantity.kind}`)}</span>
      <span className="measure-basis" data-basis={quantity.basis}>
        {basisText(quantity, deflection)}
      </span>
      <span className="measure-figure">{labelText(quantity, deflection)}</span>
      {delta === undefined ? undefined : <span className="measure-delta muted">{delta}</span>}
    </>
  );
}

function Search({ nearest }: { readonly nearest: NearestState }): ReactNode {
  switch (nearest.state) {
    case "none":
    case "found":
      return undefined;
    case "searching":
      return (
        <p className="measure-search muted">
          <span>{message("measure.searching")}</span>
          <button type="button" className="scene-tool" onClick={nearest.giveUp}>
            {message("measure.give-up")}
          </button>
        </p>
      );
    case "too-many":
      return <p className="muted">{message("measure.too-many")}</p>;
    default:
      return (
        <p className="measure-search muted">
          <span>{message(nearest.state === "given-up" ? "measure.given-up" : "measure.search-failed")}</span>
          <button type="button" className="scene-tool" onClick={nearest.again}>
            {message("measure.search-again")}
          </button>
        </p>
      );
  }
}

function KeptList({
  shown: { model },
  deflection,
  kept,
}: MeasureCardProps & { readonly kept: readonly Kept[] }): ReactNode {
  const named = useMemo(
    () => kept.map((measurement) => ({ measurement, name: message(`measure.kind.${measurement.kind}`) })),
    [kept],
  );
  return (
    <div className="measure-kept">
      <header>
        <span className="muted">{message("measure.kept")}</span>
        <span className="spring" />
        <button type="button" className="scene-tool" onClick={() => runCommand("measure.copy")}>
          {message("measure.copy-all")}
        </button>
        <button type="button" className="scene-tool" onClick={() => runCommand("measure.clear")}>
          {message("measure.clear")}
        </button>
      </header>
      <ul aria-label={message("measure.kept")}>
        {named.map(({ measurement, name }) => {
          const quantity = valueOf(model, measurement);
          const value = quantity === undefined ? name : namedText(quantity, deflection);
          const of = targetTexts(model, measurement.targets).map((text) => text.name);
          return (
            <li key={measurement.id}>
              {quantity === undefined ? (
                <span className="measure-value">
                  <span className="measure-name">{name}</span>
                  <span className="measure-figure muted">{message("measure.gone")}</span>
                </span>
              ) : (
                <button
                  type="button"
                  className="measure-value"
                  title={`${message("measure.copy", { value })}. ${of.join(" – ")}. ${basisHelp(quantity.basis, deflection)}`}
                  onClick={() => void copyMeasurements(model, [measurement], deflection)}
                >
                  <span className="visually-hidden">{message("measure.copy-this")} </span>
                  <Value quantity={quantity} deflection={deflection} />
                </button>
              )}
              <button
                type="button"
                className="scene-tool"
                title={message("measure.remove", { value })}
                aria-label={message("measure.remove", { value })}
                onClick={() => measureSteps.remove(message("measure.step.remove"), measurement.id)}
              >
                ×
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
