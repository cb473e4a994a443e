import { describe, expect, test } from "vitest";
import { ALARMS, createMachinePark, MACHINE_NAMES, type MachinePark } from "./machine-park.ts";

const START = 1_767_600_000_000_000;
const STEP = 100_000;

function record(park: MachinePark, steps: number, step = STEP): unknown[] {
  return Array.from({ length: steps }, (_, index) => [
    park.step(START + index * step),
    park.machines.map(({ signals }) => signals.map(({ value }) => value)),
  ]);
}

describe("the machine park", () => {
  test("is the same for one seed and another for another", () => {
    const first = record(createMachinePark({ seed: 7 }), 200);
    expect(record(createMachinePark({ seed: 7 }), 200)).toEqual(first);
    expect(record(createMachinePark({ seed: 8 }), 200)).not.toEqual(first);
  });

  test("has the machines of the plant and the number of signals that is asked for", () => {
    const park = createMachinePark({ seed: 1, signals: 1000 });
    expect(park.machines.map(({ name }) => name)).toEqual(MACHINE_NAMES);
    expect(park.machines.flatMap(({ signals }) => signals)).toHaveLength(1000);
    expect(createMachinePark({ seed: 1 }).machines[0]?.signals).toHaveLength(6);
  });

  test("every reading changes at every step and stays in its range", () => {
    const park = createMachinePark({ seed: 3, signals: 40 });
    const before = new Map<string, number | string>();
    for (let step = 0; step < 500; step += 1) {
      park.step(START + step * STEP);
      for (const { name, signals } of park.machines)
        for (const { name: signal, type, value, range } of signals) {
          if (type !== "number") continue;
          const key = `${name}/${signal}`;
          expect(value, key).not.toBe(before.get(key));
          expect(value).toBeGreaterThanOrEqual(range?.[0] ?? 0);
          expect(value).toBeLessThanOrEqual(range?.[1] ?? 0);
          before.set(key, value);
        }
    }
  });

  test("programs run, parts are counted, and every alarm that comes goes again", () => {
    const park = createMachinePark({ seed: 5 });
    const active = new Set<string>();
    let raised = 0;
    for (let second = 0; second < 7200; second += 1)
      for (const { machine, alarm, active: isActive, at } of park.step(START + second * 1_000_000)) {
        expect(ALARMS.map(({ name }) => name)).toContain(alarm);
        expect(at).toBe(START + second * 1_000_000);
        expect(active.has(`${machine}/${alarm}`)).toBe(!isActive);
        if (isActive) active.add(`${machine}/${alarm}`);
        else active.delete(`${machine}/${alarm}`);
        raised += isActive ? 1 : 0;
      }
    expect(raised).toBeGreaterThan(10);
    for (const { signals } of park.machines) {
      const value = (name: string): unknown => signals.find((signal) => signal.name === name)?.value;
      expect(value("Part count")).toBeGreaterThan(30);
      expect(["EXECUTING", "READY"]).toContain(value("State"));
      expect(value("Program")).toMatch(/-OP\d\d$/);
    }
  });
});
