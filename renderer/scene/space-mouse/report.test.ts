/** Bytes as devices send them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readReport } from "./report.ts";

const bytes = (hex: string): DataView =>
  new DataView(Uint8Array.from(hex.split(" "), (two) => parseInt(two, 16)).buffer);

test.each([
  { name: "at rest", id: 1, hex: "00 00 00 00 00 00", axes: { right: 0, away: -0, up: -0 } },
  {
    name: "to the right, to the stop",
    id: 1,
    hex: "5e 01 00 00 00 00",
    axes: { right: 1, away: -0, up: -0 },
  },
  { name: "to the hand", id: 1, hex: "00 00 af 00 00 00", axes: { right: 0, away: -0.5, up: -0 } },
  { name: "lifted", id: 1, hex: "00 00 00 00 a2 fe", axes: { right: 0, away: -0, up: 1 } },
  // Recorded: a SpaceNavigator turned about its second axis.
  { name: "laid to the side", id: 2, hex: "00 00 e2 ff 00 00", axes: { nod: -0, lean: 30 / 350, twist: 0 } },
  {
    name: "all six, of a wireless one",
    id: 1,
    hex: "23 00 dd ff 00 00 00 00 00 00 46 00",
    axes: { right: 0.1, away: 0.1, up: -0, nod: -0, lean: -0, twist: 0.2 },
  },
])("$name", ({ id, hex, axes }) => {
  const report = readReport(id, bytes(hex));
  expect(report?.type).toBe("axes");
  if (report?.type !== "axes") return;
  expect(Object.keys(report.axes)).toEqual(Object.keys(axes));
  for (const [name, value] of Object.entries(axes))
    expect(report.axes[name as keyof typeof report.axes]).toBeCloseTo(value, 9);
});

test.each([
  { hex: "01 00", pressed: [1] },
  { hex: "02 00", pressed: [2] },
  { hex: "03 00", pressed: [1, 2] },
  { hex: "00 00", pressed: [] },
  { hex: "00 10 00 00", pressed: [13] },
])("buttons $hex", ({ hex, pressed }) => {
  expect(readReport(3, bytes(hex))).toEqual({ type: "buttons", pressed });
});

test("whatever bytes come: axes within −1…1, or nothing", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 64 }), (id, data) => {
      const report = readReport(id, new DataView(data.buffer, data.byteOffset, data.byteLength));
      if (report?.type !== "axes") return;
      for (const value of Object.values(report.axes)) expect(Math.abs(value)).toBeLessThanOrEqual(1);
    }),
    { seed: 461, numRuns: 500 },
  );
  expect(readReport(1, bytes("00 00 00"))).toBeUndefined();
  expect(readReport(0x17, bytes("64"))).toBeUndefined();
});
