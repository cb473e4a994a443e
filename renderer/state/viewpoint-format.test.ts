import { expect, test } from "vitest";
import { LONGEST_VIEWPOINT, readViewpoint, writeViewpoint, type Viewpoint } from "./viewpoint-format.ts";

const VIEW: Viewpoint = {
  version: 2,
  camera: {
    projection: "orthographic",
    pose: { target: [1, 2, 3], azimuth: 0.5, polar: 1, distance: 400 },
  },
  model: "a".repeat(64),
  partNumber: "10-4110",
  unit: { partNumber: "10-4110", serial: "DH-0007" },
  event: { sourceId: "plant:1/qms", sourceKey: "event/1", sha256: "b".repeat(64), title: "Failed" },
  occurrences: ["LA-200/Drive unit"],
  face: { occurrence: "LA-200/Drive unit", face: 12, text: "Hole Ø 62 mm" },
  scope: "unit",
  window: { from: 5, to: 9 },
  colouring: { quantity: "events", kind: "field", scales: { events: { high: 40 } } },
  visibility: { hidden: ["LA-200/Cover"], ghosted: [], isolated: ["LA-200"] },
};

test("what is written is read as it was", () => {
  expect(readViewpoint(writeViewpoint(VIEW))).toEqual(VIEW);
});

test("what is too long to be kept leaves out what was hidden, and nothing else", () => {
  const hidden = Array.from({ length: 9_000 }, (_, i) => `LA-200/Drive unit/A rather long name ${i}`);
  const text = writeViewpoint({ ...VIEW, visibility: { hidden, ghosted: [] } });
  expect(text.length).toBeLessThanOrEqual(LONGEST_VIEWPOINT);
  const { visibility: _gone, ...rest } = VIEW;
  expect(readViewpoint(text)).toEqual(rest);
});

test("what is no view of this version is none", () => {
  const far = { ...VIEW, camera: { ...VIEW.camera, pose: { ...VIEW.camera?.pose, distance: -1 } } };
  for (const text of ["", "{}", "<xml>", '{"version":1}', JSON.stringify(far)])
    expect(readViewpoint(text), text.slice(0, 20)).toBeUndefined();
});
