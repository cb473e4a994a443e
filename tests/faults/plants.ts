/** Plants that the fault tests follow: small ones made by hand, and the demo's year. */
import { startPlant, type PlantOptions, type RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import type { CompressedTime } from "./compressed-time.ts";

/** Lets a stalled or slow answer take real ms, cut down: the test is about order, not about duration. */
const briefly = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, 5)));

export function plantUnder(time: CompressedTime, options: Partial<PlantOptions> = {}): Promise<RunningPlant> {
  return startPlant({
    clock: () => time.now(),
    wait: briefly,
    units: 0,
    snapshot: { rows: 200 },
    onBug: () => undefined,
    ...options,
  });
}

const part = { name: "10-4000", strength: "stated" } as const;

/** Records of every kind that a small plant needs, `count` of each, in the MES's and PLM's scopes. */
export function fill({ plant }: RunningPlant, from: number, count: number): void {
  for (let n = from; n < from + count; n += 1) {
    const unit = { part, serial: `SN-${n % 50}`, serialStatus: "proven" } as const;
    plant.put("mes", "product:10-4000", `event/${n}`, {
      record: "event",
      key: `${n}`,
      kind: "production",
      type: "operation",
      title: `Operation ${n}`,
      startedAt: n * 1_000_000,
      unit,
      payload: `{"n":${n}}`,
    });
    plant.put("mes", "product:10-4000", `factor/${n}`, {
      record: "factor",
      key: `${n}`,
      unit,
      factor: "Feed",
      value: `${n}`,
    });
    plant.put("plm", "product:10-4000", `line/${n}`, {
      record: "bom-line",
      parent: part,
      child: { name: `10-${5_000 + n}`, strength: "stated" },
      quantity: 1 + (n % 3),
    });
  }
}
