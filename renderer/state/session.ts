/** Keeps the page in step with the host: after each connection, and after each change of its cache. */
import {
  EVERYTHING,
  heardAfter,
  isAbout,
  joined,
  type CacheChange,
  type Changed,
} from "../../shared/contract/cache-change.ts";
import type { HostClient } from "../../shared/contract/contract.ts";
import { connection, currentHost } from "../host/host.ts";
import { cache, withChange, type CacheState } from "./cache.ts";
import { colouring } from "./colouring.ts";
import { firstChoice } from "./first-choice.ts";
import { followColouring } from "./follow-colouring.ts";
import { latestOnly } from "./latest-only.ts";
import { asked } from "./filters.ts";
import { takePartLinks } from "./part-links.ts";
import { asFailure } from "./query.ts";
import { followReadFirst } from "./read-first.ts";
import { selection } from "./selection.ts";
import { settings } from "./settings.ts";
import { unpackTree } from "../../shared/contract/part-tree.ts";

/** Once something was chosen for a person, everything is a choice of theirs as well. */
let hasChosen = false;

/** Starts following the host; returns what ends it. */
export function followHost(): () => void {
  hasChosen = false;
  heard = undefined;
  let watching = new AbortController();
  const begin = (): void => {
    watching.abort();
    watching = new AbortController();
    const { signal } = watching;
    const host = currentHost();
    host.settings.get({}, { signal }).then(
      (values) => settings.setState({ values, loaded: true }),
      () => settings.setState({ loaded: true }),
    );
    learnAbout(host, signal);
    let last: number | undefined;
    // Asked before everything else: what is asked behind it is of this state of the cache or a later one.
    const asked = host.sources.revision({}, { signal });
    const listener = (change: CacheChange): void => {
      const isFirst = heard === undefined;
      // A new line to a cache that has not changed since: its questions are asked anew as it is.
      const isNews = !isFirst && (last !== undefined || change.revision !== heard);
      if (isNews) take(heardAfter(change, last));
      // Who tells of changes is not who answers: one may have come in between.
      const takeWhatWasMissed = (known: number | undefined): void => {
        if (!signal.aborted && known !== change.revision) take(EVERYTHING);
      };
      if (isFirst) void asked.then(takeWhatWasMissed, () => takeWhatWasMissed(undefined));
      last = change.revision;
      heard = last;
    };
    host.sources.watch({}, listener, { signal }).catch(() => undefined);
    void refreshTree();
    refreshSources();
  };
  if (connection.getState().generation > 0) begin();
  let generation = connection.getState().generation;
  const stop = connection.subscribe((state) => {
    if (state.generation === generation) return;
    generation = state.generation;
    begin();
  });
  const stopRates = followRates();
  const stopColouring = followColouring();
  const stopReadFirst = followReadFirst();
  return () => {
    stop();
    stopRates();
    stopColouring();
    stopReadFirst();
    watching.abort();
  };
}

/** Milliseconds between two looks whether the demo is whole: its last step is no change of the cache. */
const DEMO_INTERVAL = 1_000;

function learnAbout(host: HostClient, signal: AbortSignal): void {
  host.diagnostics.about({}, { signal }).then(
    (about) => {
      cache.setState({ about });
      if (about.demo !== "loading") return;
      setTimeout(() => {
        if (!signal.aborted) learnAbout(host, signal);
      }, DEMO_INTERVAL);
    },
    () => undefined,
  );
}

/** Revision of the cache that the host told of last, over whichever connection. */
let heard: number | undefined;
let refreshing: AbortController | undefined;
let listing: AbortController | undefined;
/** What panels are told once the tree has come that shows it. */
let waiting: Changed | undefined;

/** Kinds with which the tree changes, and those with which the sources do. */
const TREE = ["events", "structure"] as const;
const SOURCES = ["events", "structure", "sources", "as-of"] as const;

function take(changed: Changed): void {
  if (isAbout(changed, SOURCES)) refreshSources();
  if (!isAbout(changed, TREE)) {
    cache.setState((state) => withChange(state, changed));
    return;
  }
  // Panels that show lines of the tree ask once, when it is there.
  waiting = joined(waiting, changed);
  void refreshTree();
}

function refreshSources(): void {
  listing?.abort();
  const abort = new AbortController();
  listing = abort;
  currentHost()
    .sources.list({}, { signal: abort.signal })
    .then(
      (sources) => {
        if (!abort.signal.aborted) cache.setState({ sources });
      },
      () => undefined,
    );
}

/** Asks for the tree, and tells the panels what was waiting for it. */
async function refreshTree(): Promise<void> {
  refreshing?.abort();
  const abort = new AbortController();
  refreshing = abort;
  const options = { signal: abort.signal };
  const host = currentHost();
  const told = (): Partial<CacheState> => {
    const changed = waiting;
    waiting = undefined;
    return changed === undefined ? {} : withChange(cache.getState(), changed);
  };
  try {
    // Together: a line of the tree and the occurrences of it go by the same links. These are few, and here when the
    // tree comes; behind it they would wait until its message is read and the screen drawn.
    const [links, packed] = await Promise.all([
      host.partLinks.list({}, options),
      host.parts.tree({}, options),
    ]);
    const tree = unpackTree(packed);
    takePartLinks(links);
    // First: as soon as the tree is there, what is selected is asked for.
    chooseFirst(tree);
    cache.setState({ tree, treeFailure: undefined, ...told() });
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind !== "cancelled") cache.setState({ treeFailure: failure, ...told() });
  }
}

/** A screen about nothing tells no story: the first product with a model, else with most events. */
function chooseFirst(tree: NonNullable<ReturnType<typeof cache.getState>["tree"]>): void {
  const state = selection.getState();
  if (state.partNumber !== undefined && tree.some((node) => node.partNumber === state.partNumber)) return;
  if (state.unitId !== undefined || state.eventPosition !== undefined) return;
  if (hasChosen && state.partNumber === undefined) return;
  const products = tree.filter((node) => node.parent === -1);
  const first = products.toSorted(
    (a, b) => Number(b.hasModel) - Number(a.hasModel) || b.eventCount - a.eventCount,
  )[0];
  if (first === undefined) return;
  hasChosen = true;
  firstChoice.setState({ partNumber: first.partNumber });
  state.selectPart(first.partNumber);
}

/** Milliseconds between two questions while the brush moves. */
const BRUSH_INTERVAL = 80;

/** Fail rates follow the brushed span and the filters. */
function followRates(): () => void {
  const rates = latestOnly(async (signal) => {
    if (connection.getState().generation === 0) return;
    const { window, only } = selection.getState();
    const input = { ...asked(only), ...(window === undefined ? {} : { window }) };
    const answer = await currentHost().measurements.failRates(input, { signal });
    colouring.setState({ rates: answer });
  }, BRUSH_INTERVAL);
  const stops = [
    selection.subscribe((state, before) => {
      if (state.window !== before.window || state.only !== before.only) rates.soon();
    }),
    cache.subscribe((state, before) => {
      if (state.revision !== before.revision || state.tree !== before.tree) rates.soon();
    }),
  ];
  return () => {
    rates.stop();
    for (const stop of stops) stop();
  };
}
