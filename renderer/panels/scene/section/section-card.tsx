/** The planes of the section in a card over the view; put away, one line that says there is a section. */
import { useEffect, useId, useMemo, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import { message } from "../../../messages/catalogue.ts";
import { commandRegistry, runCommand } from "../../../state/commands.ts";
import { holdEscape } from "../../../state/escape.ts";
import { formatValue } from "../../../state/format-number.ts";
import { useSelection } from "../../../state/selection.ts";
import { sceneInUse } from "../scene-in-use.ts";
import { changeCut, readNumber, type Cut } from "./cuts.ts";
import { sectionSteps, useSection } from "./section-state.ts";

/** Lines of a tooltip. */
const MOST_NAMES = 12;
const KINDS = ["x", "y", "z", "face", "view"] as const;

export function SectionCard(): ReactNode {
  const cuts = useSection((state) => state.cuts);
  const open = useSection((state) => state.open);
  useEffect(() => (open ? holdEscape(putAway) : undefined), [open]);
  if (cuts.length === 0) return undefined;
  return open ? <Planes cuts={cuts} /> : <Line cuts={cuts} />;
}

/** The focus goes back to the view: the arrows turn the model again. */
export function putAway(): void {
  sectionSteps.setOpen(false);
  document.querySelector<HTMLElement>(".scene-view")?.focus();
}

function Line({ cuts }: { readonly cuts: readonly Cut[] }): ReactNode {
  const on = cuts.filter((cut) => cut.on).length;
  const count = cuts.length;
  return (
    <button
      type="button"
      className="scene-card section-line"
      title={message("section.open")}
      onClick={() => sectionSteps.setOpen(true)}
    >
      <strong>{message("section.name")}</strong>{" "}
      {on === count ? message("section.planes", { count }) : message("section.planes-on", { on, count })}
    </button>
  );
}

function Planes({ cuts }: { readonly cuts: readonly Cut[] }): ReactNode {
  return (
    <section
      className="scene-card section-card"
      aria-label={message("section.name")}
      onKeyDown={(event) => {
        if (event.key === "Escape") putAway();
      }}
    >
      <header>
        <strong>{message("section.name")}</strong>
        <span className="spring" />
        <button
          type="button"
          className="scene-tool"
          aria-label={message("section.close")}
          title={message("section.close")}
          onClick={putAway}
        >
          ×
        </button>
      </header>
      <ul>
        {cuts.map((cut) => (
          <Plane key={cut.id} cut={cut} />
        ))}
      </ul>
      <AddButtons />
      <OpenParts />
      <p className="muted">{message("section.hint")}</p>
    </section>
  );
}

/** Surfaces that enclose nothing are cut to a line: said, or it looks like a fault. */
function OpenParts(): ReactNode {
  const scene = useStore(sceneInUse, (state) => state.scene);
  const shown = useStore(sceneInUse, (state) => state.shown);
  const parts = useMemo(() => {
    if (shown === undefined) return [];
    const { parts: all } = shown.model;
    const open = new Set((scene?.openParts() ?? []).map((part) => all[part]?.standsFor ?? part));
    return Array.from(open, (part) => all[part]?.name);
  }, [scene, shown]);
  if (parts.length === 0) return undefined;
  return (
    <p className="section-open" title={parts.slice(0, MOST_NAMES).join("\n")}>
      {message("section.open-parts", { count: parts.length })}
    </p>
  );
}

function Plane({ cut }: { readonly cut: Cut }): ReactNode {
  const plane = cutName(cut);
  return (
    <li>
      <label className="section-kind">
        <input
          type="checkbox"
          checked={cut.on}
          aria-label={message("section.on", { plane })}
          onChange={() =>
            sectionSteps.change(message(cut.on ? "section.step.off" : "section.step.on"), (cuts) =>
              changeCut(cuts, cut.id, { on: !cut.on }),
            )
          }
        />
        <span>{plane}</span>
      </label>
      <Offset cut={cut} />
      <button
        type="button"
        className="scene-tool"
        title={message("section.flip", { plane })}
        aria-label={message("section.flip", { plane })}
        onClick={() =>
          sectionSteps.change(message("section.step.flip"), (cuts) =>
            changeCut(cuts, cut.id, { flipped: !cut.flipped }),
          )
        }
      >
        {message("section.flip-short")}
      </button>
      <button
        type="button"
        className="scene-tool"
        title={message("section.remove", { plane })}
        aria-label={message("section.remove", { plane })}
        onClick={() => {
          const last = sectionSteps.store.getState().cuts.length === 1;
          sectionSteps.change(message("section.step.remove"), (cuts) =>
            cuts.filter(({ id }) => id !== cut.id),
          );
          if (last) putAway();
        }}
      >
        ×
      </button>
    </li>
  );
}

function Offset({ cut }: { readonly cut: Cut }): ReactNode {
  const [typed, setTyped] = useState<string>();
  const problemId = useId();
  const value = typed === undefined ? undefined : readNumber(typed);
  const wrong = typed !== undefined && value === undefined;
  const take = (): void => {
    if (value !== undefined) {
      sectionSteps.change(message("section.step.move"), (cuts) => changeCut(cuts, cut.id, { offset: value }));
    }
    setTyped(undefined);
  };
  return (
    <span className="section-offset">
      <input
        type="text"
        inputMode="decimal"
        value={typed ?? formatValue(cut.offset, 3)}
        aria-label={message("section.offset", { plane: cutName(cut) })}
        aria-invalid={wrong}
        {...(wrong ? { "aria-describedby": problemId, title: message("section.offset-wrong") } : {})}
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !wrong) take();
          if (event.key === "Escape" && typed !== undefined) {
            setTyped(undefined);
            event.stopPropagation();
          }
        }}
      />
      mm
      {wrong ? (
        <span id={problemId} role="alert" className="visually-hidden">
          {message("section.offset-wrong")}
        </span>
      ) : undefined}
    </span>
  );
}

function AddButtons(): ReactNode {
  const commands = useStore(commandRegistry, (state) => state.commands);
  // Whether there is a plane face to cut at.
  useSelection((state) => state.face);
  useSection((state) => state.cuts);
  return (
    <div className="section-add" role="group" aria-label={message("section.add")}>
      <span className="muted">{message("section.add")}</span>
      {KINDS.map((kind) => {
        const command = commands.get(`section.add-${kind}`);
        const title = message(`command.section-${kind}`);
        return (
          <button
            key={kind}
            type="button"
            className="scene-tool"
            title={title}
            aria-label={title}
            disabled={command === undefined || command.enabled?.() === false}
            onClick={() => runCommand(`section.add-${kind}`)}
          >
            {message(`section.kind.${kind}`)}
          </button>
        );
      })}
    </div>
  );
}

export function cutName({ kind, id }: Cut): string {
  const name = message(`section.kind.${kind}`);
  // Of one axis there may be two: a slab between them.
  const twin = sectionSteps.store.getState().cuts.some((other) => other.kind === kind && other.id < id);
  return twin ? `${name} ${id}` : name;
}
