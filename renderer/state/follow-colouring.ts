/** Keeps the numbers that colour the model in step with the choice, the brushed span, the filters, the unit and the cache. */
import {
  MOST_POSITIONED_PARTS,
  PART_QUANTITIES,
  type PartQuantity,
  type PlacedUnit,
} from "../../shared/contract/colouring.ts";
import { connection, currentHost } from "../host/host.ts";
import { cache } from "./cache.ts";
import { asked } from "./filters.ts";
import { isCapability, isFaceQuantity, isFeatureQuantity, isOfOneUnit } from "./colour-scale.ts";
import { colouring, readChoice, type ColourChoice, type ColouringState } from "./colouring.ts";
import { faceLinks } from "./face-links.ts";
import { latestOnly } from "./latest-only.ts";
import { selection } from "./selection.ts";
import { settings } from "./settings.ts";
import { shownModel } from "./shown-model.ts";

/** Milliseconds between two questions while the brush moves. */
const INTERVAL = 120;
/** Parts whose features are asked for in one question. */
const MOST_PARTS = 1_000;

/** What the numbers of parts are an answer to, besides span and unit. */
export function numbersKey({ quantity, kind }: Pick<ColourChoice, "quantity" | "kind">): string {
  return `${quantity} ${kind ?? ""}`;
}

/** Starts following; returns what ends it. */
export function followColouring(): () => void {
  const numbers = latestOnly(askNumbers, INTERVAL);
  const features = latestOnly(askFeatures, INTERVAL);
  const links = latestOnly(askLinks, INTERVAL);
  const positions = latestOnly(askPositions, INTERVAL);
  const both = (): void => {
    numbers.soon();
    features.soon();
  };
  const stops = [
    settings.subscribe((state, before) => {
      if (state.loaded && !before.loaded) restoreKept();
    }),
    colouring.subscribe((state, before) => {
      if (state.choice !== before.choice) both();
    }),
    selection.subscribe((state, before) => {
      const isOther =
        state.window !== before.window ||
        state.only !== before.only ||
        state.scope !== before.scope ||
        state.unitId !== before.unitId;
      if (isOther) both();
    }),
    cache.subscribe((state, before) => {
      if (state.revision !== before.revision || state.tree !== before.tree) both();
      // Carried over by the host, or decided in another window.
      if (state.changes.structure !== before.changes.structure) links.soon();
    }),
    shownModel.subscribe(() => {
      positions.soon();
      links.soon();
      features.soon();
    }),
    connection.subscribe((state, before) => {
      if (state.generation !== before.generation) links.soon();
    }),
    faceLinks.subscribe((state, before) => {
      if (state.links !== before.links || state.isProposing !== before.isProposing) features.soon();
    }),
  ];
  restoreKept();
  return () => {
    numbers.stop();
    positions.stop();
    features.stop();
    links.stop();
    for (const stop of stops) stop();
  };
}

function restoreKept(): void {
  const { colouring: kept } = settings.getState().values;
  if (kept === undefined) return;
  let choice: ColourChoice | undefined;
  try {
    choice = readChoice(JSON.parse(kept));
  } catch {
    // What is no JSON was not written by this program: the default stays.
  }
  if (choice === undefined) return;
  const last = choice.quantity === "none" ? {} : { last: choice.quantity };
  colouring.setState({ choice, ...last });
}

interface Span extends ReturnType<typeof asked> {
  window?: { from: number; to: number };
  unitId?: number;
}

function span(): Span {
  const { window, only, scope, unitId } = selection.getState();
  return {
    ...asked(only),
    ...(window === undefined ? {} : { window }),
    ...(scope === "unit" && unitId !== undefined ? { unitId } : {}),
  };
}

async function askNumbers(signal: AbortSignal): Promise<void> {
  const { choice } = colouring.getState();
  const { quantity, kind } = choice;
  if (connection.getState().generation === 0) return;
  if (quantity === "none" || isFaceQuantity(quantity) || isFeatureQuantity(quantity)) return;
  if (quantity === "fail-rate") return askPositions(signal);
  const { unitId, ...rest } = span();
  // How many units there are is no question about one of them.
  const ofUnit = quantity === "units" || unitId === undefined ? {} : { unitId };
  const [answer, places, positions] = await Promise.all([
    currentHost().colouring.parts(
      {
        quantity: quantity satisfies PartQuantity,
        ...(kind === undefined ? {} : { kind }),
        ...rest,
        ...ofUnit,
      },
      { signal },
    ),
    placesIn(ofUnit, signal),
    positionsIn(signal),
  ]);
  colouring.setState({ numbers: { key: numbersKey(choice), answer }, places, positions });
}

/** Of all units, of which two positions of a part may have different numbers; asked anew for another model. */
async function askPositions(signal: AbortSignal): Promise<void> {
  const positions = await positionsIn(signal);
  if (positions !== colouring.getState().positions) colouring.setState({ positions });
}

async function positionsIn(signal: AbortSignal): Promise<ColouringState["positions"]> {
  const { choice } = colouring.getState();
  const { quantity, kind } = choice;
  const { repeated } = shownModel.getState();
  const { unitId, ...rest } = span();
  const ofPositions = (["fail-rate", ...PART_QUANTITIES] as const).find((each) => each === quantity);
  const isOfOne = unitId !== undefined && quantity !== "none" && isOfOneUnit(quantity);
  if (ofPositions === undefined || isOfOne || repeated.length === 0) return undefined;
  if (connection.getState().generation === 0) return undefined;
  const answer = await currentHost().colouring.positions(
    {
      quantity: ofPositions,
      ...(kind === undefined ? {} : { kind }),
      partNumbers: repeated.slice(0, MOST_POSITIONED_PARTS),
      ...rest,
    },
    { signal },
  );
  return { key: numbersKey(choice), answer };
}

/** Which unit stands where, as it is at the end of the span. */
async function placesIn(
  { unitId }: { readonly unitId?: number },
  signal: AbortSignal,
): Promise<readonly PlacedUnit[] | undefined> {
  if (unitId === undefined) return undefined;
  const { window } = selection.getState();
  return currentHost().colouring.places({ unitId, ...(window === undefined ? {} : { window }) }, { signal });
}

async function askLinks(signal: AbortSignal): Promise<void> {
  const { partNumbers } = shownModel.getState();
  if (connection.getState().generation === 0 || partNumbers.length === 0) return;
  const input = { partNumbers: partNumbers.slice(0, MOST_PARTS) };
  const links = await currentHost().links.list(input, { signal });
  // What the model shows by them goes by their identity.
  if (JSON.stringify(links) !== JSON.stringify(faceLinks.getState().links)) faceLinks.setState({ links });
}

/** Features are asked for only where something shows them: they are counted over every value. */
async function askFeatures(signal: AbortSignal): Promise<void> {
  const { choice } = colouring.getState();
  const { partNumbers, repeated } = shownModel.getState();
  if (connection.getState().generation === 0 || partNumbers.length === 0) return;
  const isColoured =
    choice.quantity !== "none" && (isFaceQuantity(choice.quantity) || isFeatureQuantity(choice.quantity));
  const wanted = isColoured || faceLinks.getState().isProposing || faceLinks.getState().links.length > 0;
  if (!wanted) return;
  const { unitId, ...rest } = span();
  // What a process is capable of, one unit does not say.
  const ofUnit = unitId === undefined || isCapability(choice.quantity) ? {} : { unitId };
  const [features, places] = await Promise.all([
    currentHost().colouring.features(
      {
        partNumbers: partNumbers.slice(0, MOST_PARTS),
        ...(isColoured && repeated.length > 0
          ? { byPosition: repeated.slice(0, MOST_POSITIONED_PARTS) }
          : {}),
        ...rest,
        ...ofUnit,
      },
      { signal },
    ),
    placesIn(ofUnit, signal),
  ]);
  // With a number of parts they come with that.
  const ofParts = colouring.getState().choice.quantity;
  const isOfFeatures = ofParts !== "none" && (isFaceQuantity(ofParts) || isFeatureQuantity(ofParts));
  colouring.setState({ features, ...(isOfFeatures ? { places } : {}) });
}
