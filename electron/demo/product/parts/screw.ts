/** Ball screw with nut, in the drive's coordinates: z along the screw, z = 0 the housing's front. */
import { moved } from "../frame.ts";
import { line, type AssemblyDefinition, type PartDefinition } from "../item.ts";
import { BRIGHT_STEEL, CHROME } from "./colours.ts";
import { RETAINING_RING, SCREW_M4 } from "./fasteners.ts";
import { bored, counterbored, turned } from "../solid.ts";
import type { Point2 } from "../profile.ts";

/** Run-out grooves of the thread, radius 15 between lands of 16. */
const THREAD = Array.from({ length: 6 }, (_, i): readonly (readonly [number, number])[] => {
  const z = 12 + i * 4;
  return [
    [z, 16],
    [z + 1, 15],
    [z + 2, 16],
  ];
}).flat();

export const SCREW_SHAFT: PartDefinition = {
  number: "10-4210",
  name: "Ball screw shaft",
  revision: "B",
  bodies: [
    {
      colour: BRIGHT_STEEL,
      solid: turned([
        [-74, 9],
        [-73, 10],
        [-40, 10],
        [-40, 14.5],
        [-39.5, 15],
        [-8, 15],
        [-8, 19],
        [-2, 19],
        [-2, 14.6],
        [8, 14.6],
        [8, 16],
        ...THREAD,
        [270, 16],
        [270, 12],
        [285, 12],
        [286, 11],
      ]),
    },
  ],
};

const FLANGE_HOLES = Array.from({ length: 6 }, (_, i): Point2 => {
  const angle = ((2 * i + 1) * Math.PI) / 6;
  return [24 * Math.cos(angle), 24 * Math.sin(angle)];
});
const BALL_NUT: PartDefinition = {
  number: "10-4220",
  name: "Ball nut",
  revision: "B",
  bodies: [
    {
      colour: CHROME,
      solid: turned(
        [
          [0, 19.5],
          [1, 20],
          [44, 20],
          [44, 28],
          [45, 29],
          [55, 29],
          [56, 28],
        ],
        {
          top: [bored([0, 0], 16.2, { chamfer: 1 })],
        },
      ),
    },
  ],
};
/** Joins nut and rod; its screws sit on the nut's bolt circle. */
const ROD_ADAPTER: PartDefinition = {
  number: "10-4230",
  name: "Rod adapter",
  revision: "A",
  bodies: [
    {
      colour: BRIGHT_STEEL,
      solid: turned(
        [
          [0, 28.5],
          [0.5, 29],
          [9.5, 29],
          [10, 28.5],
        ],
        {
          top: [
            bored([0, 0], 17, { chamfer: 0.5 }),
            ...FLANGE_HOLES.map((at) => counterbored(at, 2.2, 3.8, 4.4)),
          ],
        },
      ),
    },
  ],
};

export const SCREW: AssemblyDefinition = {
  number: "10-4200",
  name: "Screw unit",
  revision: "B",
  components: [
    ...line(10, SCREW_SHAFT, "Ball screw shaft", moved(0, 0, 0)),
    ...line(20, BALL_NUT, "Ball nut", moved(0, 0, 60)),
    ...line(30, ROD_ADAPTER, "Rod adapter", moved(0, 0, 116)),
    ...line(40, SCREW_M4, "Adapter screw", ...FLANGE_HOLES.map(([x, y]) => moved(x, y, 121.6))),
    ...line(50, RETAINING_RING, "Retaining ring", moved(0, 0, 2)),
  ],
};
