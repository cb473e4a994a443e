/** What is known of an endpoint's signals from before; it outlives its sessions. */
import type { OpcuaSignal } from "../../../shared/contract/opcua.ts";
import type { StoredEndpoint, StoredGap } from "../store/writer/opcua/opcua-contract.ts";
import { Delivery, type OpcuaStore } from "./delivery.ts";
import { Intake } from "./intake/intake.ts";
import { GapBook, streamOf } from "./recovery/gap-book.ts";
import type { Loss } from "./recovery/recover.ts";
import type { Timing } from "./timing.ts";

export interface Past {
  readonly endpointName: string;
  readonly intake: Intake;
  readonly delivery: Delivery;
  readonly gaps: GapBook;
  /** Signals of which it is not known whether they changed: the oldest doubt of each. */
  readonly losses: Map<number, Loss>;
  /** Doubts of a cut that the server's queue may have bridged. */
  suspects: readonly Loss[];
  /** The events of an outage are lost since then, µs UTC; undefined where none are. */
  eventsLostSince: number | undefined;
}

export interface OpenPastOptions {
  readonly stored: StoredEndpoint;
  readonly signals: readonly OpcuaSignal[];
  readonly store: OpcuaStore;
  readonly onChanged: () => void;
}

export async function openPast({ stored, signals, store, onChanged }: OpenPastOptions): Promise<Past> {
  const { endpointId, name } = stored;
  const known = await store.open({ endpointId, signals });
  const intake = new Intake(signals, known);
  const gaps = new GapBook(known.gaps);
  const delivery = new Delivery(store, { endpointId, opening: known.opening }, intake, onChanged);
  const wanted = new Set(
    signals.flatMap((signal) => [signal.equipment, streamOf(signal.equipment, signal.name)]),
  );
  delivery.addGaps(gaps.abandon((stream) => wanted.has(stream), intake.newest));
  return {
    endpointName: name,
    intake,
    delivery,
    gaps,
    losses: new Map(unfinished(intake, gaps).map((loss) => [loss.index, loss])),
    suspects: [],
    eventsLostSince: undefined,
  };
}

/** A gap that is still open was never read back: what came after it does not vouch for what came before. */
function unfinished(intake: Intake, gaps: GapBook): Loss[] {
  return intake.signals.flatMap(({ equipment }, index) => {
    const open = gaps.openOf(equipment);
    const last = intake.lastOf(index);
    return open === undefined || !(open.from < last.at)
      ? []
      : [{ index, at: open.from, value: NaN, until: open.from }];
  });
}

/** Everything known is in doubt from now on. */
export function everySignal(intake: Intake, timing: Timing): Loss[] {
  return intake.signals.flatMap((signal, index) => {
    const last = intake.lastOf(index);
    if (Number.isNaN(last.at)) return [];
    // One that changes seldom was observed longer than its sample is old: as long as others came, less
    // what may have been on its way.
    const onTheWay = (timing.publishing * 2 + signal.intervalMs) * 1000;
    return [{ index, ...last, until: Math.max(last.at, intake.newest - onTheWay) }];
  });
}

/** A gap for each equipment of which something is known and none is open; to be stored. */
export function openGaps({ intake, gaps }: Pick<Past, "intake" | "gaps">, cause: string): StoredGap[] {
  const known = intake.signals.filter((_, index) => !Number.isNaN(intake.lastOf(index).at));
  return gaps.open([...new Set(known.map(({ equipment }) => equipment))], intake.newest, cause);
}
