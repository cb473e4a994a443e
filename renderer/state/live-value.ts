/** How far a live value can be believed, and how it is written. */
import { naturalOrder } from "../../shared/text/natural-order.ts";
import type { OpcuaSignal, OpcuaState, OpcuaValue } from "../../shared/contract/opcua.ts";

export type Freshness =
  | { readonly kind: "current" }
  /** The server is watched and has told of no change since: the value holds. By our clock, µs. */
  | { readonly kind: "unchanged"; readonly since: number }
  /** Nobody can tell what it is now. */
  | { readonly kind: "stale"; readonly paused: boolean }
  /** The server itself does not vouch for it. */
  | { readonly kind: "bad"; readonly status: string };

/** Intervals without a change from which on that is said, and the least time, ms. */
const TOLERANCE = 10;
const LEAST = 15_000;

/**
 * OPC UA tells of changes only (OPC 10000-4, 5.13.1.2): a value that is old by its source time and
 * watched without an interruption is not stale. That is said in other words than a value that nobody watches.
 * A source time is by the server's clock, so it is held against what that shows now.
 * @param now µs UTC
 * @param clockSkewMs the server's clock less ours; undefined: not known
 */
export function freshnessOf(
  value: Pick<OpcuaValue, "status" | "sourceTime" | "stale">,
  state: OpcuaState | undefined,
  intervalMs: number,
  now: number,
  clockSkewMs: number | undefined,
): Freshness {
  const isGood = value.status === "Good" || value.status.startsWith("Good");
  if (!isGood) return { kind: "bad", status: value.status };
  if (state !== "online" || value.stale) return { kind: "stale", paused: state === "paused" };
  const quiet = Math.max(LEAST, intervalMs * TOLERANCE) * 1_000;
  const since = value.sourceTime - (clockSkewMs ?? 0) * 1_000;
  if (now - since > quiet) return { kind: "unchanged", since };
  return { kind: "current" };
}

export interface EquipmentSignals<S> {
  readonly equipment: string;
  readonly signals: readonly S[];
}

/** By equipment, both in order of their names as people count: VMC-2 before VMC-10. */
export function byEquipment<S extends Pick<OpcuaSignal, "equipment" | "name">>(
  signals: readonly S[],
): readonly EquipmentSignals<S>[] {
  return [...Map.groupBy(signals, ({ equipment }) => equipment)]
    .map(([equipment, own]) => ({
      equipment,
      signals: own.toSorted((a, b) => naturalOrder(a.name, b.name)),
    }))
    .toSorted((a, b) => naturalOrder(a.equipment, b.equipment));
}

/** The first so many signals, with their equipment. */
export function firstOf<S>(
  groups: readonly EquipmentSignals<S>[],
  count: number,
): readonly EquipmentSignals<S>[] {
  const kept: EquipmentSignals<S>[] = [];
  let room = count;
  for (const { equipment, signals } of groups) {
    if (room <= 0) break;
    kept.push({ equipment, signals: signals.slice(0, room) });
    room -= signals.length;
  }
  return kept;
}

/** The colour of a server's dot. */
export function serverTone(state: OpcuaState): "live" | "late" | "failed" | "offline" {
  if (state === "online") return "live";
  if (state === "refused") return "failed";
  return state === "offline" || state === "paused" ? "offline" : "late";
}
