/** A made-up history of a part: two years of shifts, a bad fortnight, orders, repairs, changes, returns. */
import type { EventSummary, TimelineGap } from "../../../shared/contract/events.ts";
import type { EventKind, Severity } from "../../../shared/model/event.ts";
import { seededRandom } from "./random.ts";

export const HOUR = 3_600_000_000;
export const DAY = 24 * HOUR;
/** µs UTC of a civil date. */
export const at = (year: number, month: number, day: number, hour = 0, minute = 0): number =>
  Date.UTC(year, month - 1, day, hour, minute) * 1_000;

export interface FakeHistory {
  /** Ascending in start; undated last. */
  readonly events: readonly EventSummary[];
  readonly gaps: readonly TimelineGap[];
}

/** @param perShift events of a shift and lane, on average */
export function fakeHistory(perShift = 12): FakeHistory {
  const random = seededRandom(7);
  const events: EventSummary[] = [];
  const add = (
    kind: EventKind,
    title: string,
    startedAt: number | undefined,
    endedAt?: number,
    severity: Severity = "none",
    equipment?: string,
  ): void => {
    const serial = String(1 + (events.length % 148)).padStart(4, "0");
    events.push({
      position: 0,
      kind,
      type: kind,
      title,
      severity,
      startedAt,
      endedAt,
      partNumber: "10-4402",
      unitId: 1 + (events.length % 148),
      serial: `SN-${serial}`,
      equipment,
      sourceId: `fake:${kind}`,
    });
  };
  const begin = at(2024, 1, 1);
  const end = at(2026, 5, 1);
  const badFrom = at(2026, 3, 30);
  const badTo = at(2026, 4, 9);
  for (let day = begin; day < end; day += DAY) {
    const weekday = new Date(day / 1_000).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const season = 0.6 + 0.5 * Math.sin(day / (58 * DAY)) ** 2;
    for (const [kind, share] of [
      ["production", 1],
      ["machine", 1.2],
      ["inspection", 1],
      ["logistics", 0.15],
    ] as const) {
      const count = Math.round(perShift * share * season * (0.5 + random()));
      for (let index = 0; index < count; index += 1) {
        const start = day + 5 * HOUR + random() * 17 * HOUR;
        const bad = start >= badFrom && start < badTo ? 0.16 : 0.012;
        const failed = kind === "inspection" && random() < bad;
        const scrap = kind === "production" && random() < bad / 2;
        add(
          kind,
          `${kind === "inspection" ? "Inspected" : kind === "production" ? "Op 30 milled" : kind === "machine" ? "Program GD-C run" : "Moved to store"} ${index + 1}`,
          Math.round(start),
          kind === "machine" ? Math.round(start + (4 + random() * 9) * 60_000_000) : undefined,
          failed || scrap ? "fail" : "none",
          kind === "logistics" ? undefined : `VMC-${1 + Math.floor(random() * 3)}`,
        );
      }
    }
  }
  add("design", "Rev A released", at(2024, 1, 10, 9));
  add("design", "Rev B released", at(2026, 3, 2, 20));
  add("design", "Rev C released", at(2026, 4, 3, 18));
  add("maintenance", "PM-3011 spindle", at(2026, 3, 11), at(2026, 3, 12, 14), "none", "VMC-2");
  add(
    "maintenance",
    "CM-3027 Z-axis ballscrew",
    at(2026, 3, 27, 20),
    at(2026, 3, 28, 18),
    "warning",
    "VMC-2",
  );
  add("maintenance", "PM-3040", at(2026, 4, 15), at(2026, 4, 16, 18), "none", "VMC-1");
  for (let index = 0; index < 24; index += 1) {
    add(
      "maintenance",
      `PM-${2000 + index * 37} lubrication`,
      at(2024, 1 + index, 14),
      at(2024, 1 + index, 14, 9),
    );
  }
  for (const [number, day, hour] of [
    [118, 2, 4],
    [121, 5, 5],
    [122, 7, 18],
    [126, 9, 17],
    [127, 12, 4],
  ] as const) {
    add("field", `RMA ${number} returned: no output on phase B`, at(2026, 4, day, hour), undefined, "fail");
  }
  add("field", "RMA 130 smoke in the cabinet", at(2026, 4, 22, 8), undefined, "critical");
  add("change", "ECO-0031 · effective SN 0097", at(2026, 3, 6, 7), at(2026, 3, 15, 4));
  add("change", "ECR-0042 gate driver clearance · draft", at(2026, 4, 7, 16), at(2026, 4, 15, 12));
  for (let index = 0; index < 12; index += 1)
    add("design", `Drawing note ${index + 1} without a date`, undefined);
  const dated = events.toSorted((a, b) => (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity));
  return {
    events: dated.map((event, index) => ({ ...event, position: index + 1 })),
    gaps: [
      {
        sourceId: "log:VMC-2",
        stream: "VMC-2",
        from: at(2026, 3, 21, 12),
        to: at(2026, 3, 23, 12),
        cause: "The adapter was restarted; the agent's buffer had been overwritten.",
        backfilled: false,
      },
    ],
  };
}
