/** How far coarse bodies reach, against places that lie close together on their surfaces. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Vector } from "../camera/orbit.ts";
import { boxMesh } from "../testing/generated-assembly.ts";
import { spotOn, turnedMesh, type Piece, type Spot } from "../testing/turned-mesh.ts";
import { unit } from "../vectors.ts";
import { reachOf } from "./exact-box.ts";

const line = (from: Spot, to: Spot): Piece => ({ kind: "line", from, to });

/** Around a direction the profile reaches as far as its own farthest place: straight up its height, else also outwards. */
function wanted(profile: readonly Piece[], direction: Vector): number {
  const [away, up] = [Math.hypot(direction[0], direction[1]), direction[2]];
  let most = -Infinity;
  for (const piece of profile)
    for (let step = 0; step <= 2000; step++) {
      const [rho, height] = spotOn(piece, step / 2000);
      most = Math.max(most, rho * away + height * up);
    }
  return most;
}

const directions = fc
  .tuple(...[0, 1, 2].map(() => fc.double({ min: -1, max: 1, noNaN: true })))
  .filter((all) => Math.hypot(...all) > 0.2)
  .map(([x = 0, y = 0, z = 0]) => unit([x, y, z]));
const axes = fc.constantFrom<Vector>([1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, 0, 0], [0, -1, 0], [0, 0, -1]);

test("a pin with cone and step reaches as far as its rims, whichever way it is asked and however coarse it is", () => {
  const pin = [line([0, 0], [6, 0]), line([6, 0], [6, 9]), line([6, 9], [9, 14]), line([9, 14], [0, 14])];
  fc.assert(
    fc.property(fc.integer({ min: 7, max: 40 }), fc.oneof(axes, directions), (segments, direction) => {
      const reach = reachOf(turnedMesh(pin, { segments, steps: 1 }), direction);
      expect(reach).toBeCloseTo(wanted(pin, direction), 4);
    }),
    { seed: 20261127, numRuns: 300 },
  );
});

test("a rounded edge and a ball: as far as they are, or not said where a place within the face may be the farthest", () => {
  const rounded: readonly Piece[] = [
    line([0, 0], [10, 0]),
    line([10, 0], [10, 8]),
    { kind: "arc", centre: [8, 8], radius: 2, start: 0, by: Math.PI / 2 },
    line([8, 10], [0, 10]),
  ];
  const ball: readonly Piece[] = [
    { kind: "arc", centre: [0, 0], radius: 7, start: -Math.PI / 2, by: Math.PI },
  ];
  let said = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(rounded, ball),
      fc.integer({ min: 7, max: 30 }),
      fc.integer({ min: 3, max: 8 }),
      fc.oneof(axes, directions),
      (profile, segments, steps, direction) => {
        const reach = reachOf(turnedMesh(profile, { segments, steps }), direction);
        if (reach === undefined) return;
        said += 1;
        expect(Math.abs(reach - wanted(profile, direction))).toBeLessThan(1e-3);
      },
    ),
    { seed: 20261127, numRuns: 400 },
  );
  expect(said).toBeGreaterThan(350);
  // Its sides and top are plane and round: what is asked for mostly.
  for (const direction of [
    [1, 0, 0],
    [0, 0, 1],
  ] as const)
    expect(reachOf(turnedMesh(rounded, { segments: 9, steps: 3 }), direction)).toBeCloseTo(10, 4);
});

test("a quarter of a turn reaches no farther than its arc does", () => {
  const disc = [line([0, 0], [10, 0]), line([10, 0], [10, 2]), line([10, 2], [0, 2])];
  const quarter = turnedMesh(disc, { segments: 3, steps: 1, angle: Math.PI / 2 });
  const diagonal = unit([1, 1, 0]);
  expect(reachOf(quarter, diagonal)).toBeCloseTo(10, 4);
  expect(reachOf(quarter, [-1, 0, 0])).toBeCloseTo(0, 4);
  expect(reachOf(quarter, [-diagonal[0], -diagonal[1], 0])).toBeCloseTo(0, 4);
});

test("a block reaches to its corners; a free-form face has no formula", () => {
  const block = boxMesh(20, 10, 5);
  expect(reachOf(block, [2, 0, 0])).toBeCloseTo(20, 9);
  const faces = block.faces.map((face, at) =>
    at === 0 ? { ...face, surface: { kind: "other" } as const } : face,
  );
  expect(reachOf({ ...block, faces }, [1, 0, 0])).toBeUndefined();
});
