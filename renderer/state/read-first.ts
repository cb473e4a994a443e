/**
 * While a plant is read for the first time, what belongs to the selected part is asked for before everything
 * else: its history is whole long before the plant's is.
 */
import { createStore } from "zustand/vanilla";
import type { FeedReport } from "../../shared/contract/plants.ts";
import { connection, currentHost } from "../host/host.ts";
import { cache, findPart } from "./cache.ts";
import { firstChoice } from "./first-choice.ts";
import { plants } from "./plants.ts";
import { selection } from "./selection.ts";

export interface ReadFirst {
  readonly partNumber: string;
  /** All that the plants' snapshots have of it and of what is below it is here. */
  readonly isHere: boolean;
}

/** undefined: nothing is read for the first time, or nothing is selected. */
export const readFirst = createStore<{ readonly about: ReadFirst | undefined }>(() => ({ about: undefined }));

/** ms that a selection lasts before it is asked for: walking through a list asks for nothing. */
const SETTLED = 200;

export function isFirstRead(feeds: readonly Pick<FeedReport, "state" | "coverage">[]): boolean {
  return feeds.some(({ state, coverage }) => state === "syncing" && !coverage.complete);
}

/** What is asked for: the part, and how many lines are known to be below it. */
function keyOf(partNumber: string | undefined): string {
  if (partNumber === undefined) return "";
  const { tree } = cache.getState();
  const id = findPart(tree, partNumber)?.id;
  const below = id === undefined ? 0 : (tree?.filter((line) => line.id.startsWith(`${id}/`)).length ?? 0);
  return `${below} ${partNumber}`;
}

/** Follows selection and plants from now on; returns what ends it. */
export function followReadFirst(): () => void {
  let asking = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = "";
  const wanted = (): string | undefined => {
    const feeds = plants.getState().report?.plants.flatMap((plant) => plant.feeds) ?? [];
    const { partNumber } = selection.getState();
    // The product that nobody chose is nearly everything: it comes with the rest, whose end can then be told.
    return isFirstRead(feeds) && partNumber !== firstChoice.getState().partNumber ? partNumber : undefined;
  };
  const ask = (partNumber: string): void => {
    const { signal } = asking;
    currentHost()
      .plants.first({ partNumber }, { signal })
      .then(
        () => {
          if (!signal.aborted) readFirst.setState({ about: { partNumber, isHere: true } });
        },
        () => {
          // It comes in its turn all the same.
          if (!signal.aborted) readFirst.setState({ about: undefined });
        },
      );
  };
  const begin = (partNumber: string | undefined): void => {
    clearTimeout(timer);
    asking.abort();
    asking = new AbortController();
    asked = keyOf(partNumber);
    readFirst.setState({ about: partNumber === undefined ? undefined : { partNumber, isHere: false } });
    if (partNumber !== undefined) timer = setTimeout(() => ask(partNumber), SETTLED);
  };
  const look = (): void => {
    const partNumber = wanted();
    if (keyOf(partNumber) !== asked) begin(partNumber);
  };
  const stops = [
    selection.subscribe((state, before) => {
      if (state.partNumber !== before.partNumber) look();
    }),
    plants.subscribe(look),
    connection.subscribe((state, before) => {
      if (state.generation !== before.generation) begin(wanted());
    }),
    cache.subscribe((state, before) => {
      if (state.tree !== before.tree) look();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
    asking.abort();
    readFirst.setState({ about: undefined });
  };
}
