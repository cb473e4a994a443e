/** Everything that differs, line by line; the line that is looked at is where the views are. */
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import type { Comparison } from "../../../shared/compare/comparison.ts";
import { message } from "../../messages/catalogue.ts";
import { changeOf } from "./compare-colours.ts";
import { compare, shownDifferences, stepDifference, toggleChosen, useCompare } from "./compare-state.ts";
import { differenceText, partText, signOf } from "./difference-text.ts";

const ROW_HEIGHT = 40;

/** Keeps a row that is in view there while the list gets another height; one that was scrolled away stays away. */
function keepInView(list: HTMLElement, at: () => number): () => void {
  let height = list.clientHeight;
  const observer = new ResizeObserver(() => {
    const before = height;
    height = list.clientHeight;
    const top = at() * ROW_HEIGHT;
    const wasSeen = top < list.scrollTop + before && top + ROW_HEIGHT > list.scrollTop;
    if (wasSeen) list.scrollTop = Math.max(list.scrollTop, top + ROW_HEIGHT - height);
  });
  observer.observe(list);
  return () => observer.disconnect();
}

export function DifferenceList({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const filter = useCompare((state) => state.filter);
  const active = useCompare((state) => state.active);
  const chosen = useCompare((state) => state.chosen);
  const shown = shownDifferences({ comparison, filter });
  const at = active === undefined ? -1 : shown.indexOf(active);
  const box = useRef<HTMLDivElement>(null);
  const base = useId();
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);

  const place = useRef(at);
  place.current = at;
  useEffect(() => (box.current === null ? undefined : keepInView(box.current, () => place.current)), []);

  // Also where the list is there already when one asks for it again.
  const takesFocus = useCompare((state) => state.takesFocus);
  useEffect(() => {
    if (!takesFocus) return;
    compare.setState({ takesFocus: false });
    box.current?.focus();
  }, [takesFocus]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "ArrowDown") stepDifference(1);
    else if (key === "ArrowUp") stepDifference(-1);
    else if (key === "Home") compare.setState({ active: shown[0] });
    else if (key === "End") compare.setState({ active: shown.at(-1) });
    else if (key === " " && active !== undefined) toggleChosen(active);
    else if (key === "Escape" && active !== undefined) compare.setState({ active: undefined });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      className="scroll compare-list"
      role="listbox"
      aria-label={message("compare.differences")}
      tabIndex={0}
      data-first-focus
      aria-activedescendant={at < 0 ? undefined : `${base}-${at}`}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const difference = comparison.differences[shown[index] ?? -1];
          if (difference === undefined) return undefined;
          return (
            // The list itself takes the keys.
            <div
              key={shown[index]}
              id={`${base}-${index}`}
              role="option"
              aria-selected={index === at}
              aria-checked={chosen.has(shown[index] ?? -1)}
              aria-posinset={index + 1}
              aria-setsize={shown.length}
              className={`compare-line ${index === at ? "selected" : ""}`}
              style={{ top: start, height: ROW_HEIGHT }}
              onPointerDown={() => compare.setState({ active: shown[index] })}
            >
              <span className={`compare-sign ${changeOf(difference.kind)}`} aria-hidden="true">
                {signOf(difference)}
              </span>
              <span className="compare-part">{partText(difference)}</span>
              <span
                className="compare-mark"
                aria-hidden="true"
                title={message("compare.mark")}
                onPointerDown={(event) => {
                  event.stopPropagation();
                  toggleChosen(shown[index] ?? -1);
                }}
              />
              <span className="compare-what second" title={differenceText(difference)}>
                {differenceText(difference)}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
