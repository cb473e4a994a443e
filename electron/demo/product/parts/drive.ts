/** Drive housing with its covers, bearings and belt. z runs along the screw; the front face is z = 0. */
import { moved, turnedOver, type Frame } from "../frame.ts";
import { line, type AssemblyDefinition, type PartDefinition } from "../item.ts";
import { circle, hull, obround, path, roundedRectangle, type Point2 } from "../profile.ts";
import { bored, counterbored, drilled, prism, ring, turned, type Feature } from "../solid.ts";
import {
  BLACK_OXIDE,
  BRIGHT_STEEL,
  BRONZE,
  CAST_ALUMINIUM,
  DARK_PAINT,
  RUBBER,
  TEAL_PAINT,
} from "./colours.ts";
import { DOWEL_PIN, SCREW_M6, WASHER_M6 } from "./fasteners.ts";

/** Motor axis above the screw axis, mm. */
export const MOTOR_HEIGHT = 110;
const REAR = -76;
const mirrored = (points: readonly Point2[]): readonly Point2[] =>
  points.flatMap(([x, y]): Point2[] => [
    [x, y],
    [-x, y],
  ]);
const COVER_SCREWS = mirrored([
  [45.5, 20],
  [45.5, 96],
  [40, -33],
  [40, 149],
]);
const PINS: readonly Point2[] = [
  [46, 58],
  [-46, 58],
];

/** Upright block with feet along its bottom edge. */
const OUTLINE = path(
  [-63, -50],
  [63, -50],
  { to: [66, -47], centre: [63, -47], ccw: true },
  [66, -42],
  { to: [63, -39], centre: [63, -42], ccw: true },
  [58, -39],
  { to: [52, -33], centre: [58, -33], ccw: false },
  [52, 142],
  { to: [32, 162], centre: [32, 142], ccw: true },
  [-32, 162],
  { to: [-52, 142], centre: [-32, 142], ccw: true },
  [-52, -33],
  { to: [-58, -39], centre: [-58, -33], ccw: false },
  [-63, -39],
  { to: [-66, -42], centre: [-63, -42], ccw: true },
  [-66, -47],
  { to: [-63, -50], centre: [-63, -47], ccw: true },
);

/** Bearing seat 62 H7, 32 deep, behind the belt chamber; the tolerances stand in the demo's history. */
const SEAT: Feature = {
  kind: "pocket",
  profile: circle(32),
  steps: [{ distance: 1, profile: circle(31) }, { distance: 32 }],
  label: "seat",
  name: "Bearing bore 62 H7",
  features: [bored([0, 0], 24, { chamfer: 1, meets: "top", name: "Screw bore 48" })],
};

export const HOUSING: PartDefinition = {
  number: "10-4110",
  name: "Drive housing",
  revision: "C",
  bodies: [
    {
      colour: CAST_ALUMINIUM,
      solid: prism(OUTLINE, REAR, 0, {
        edge: 1.5,
        bottom: [
          {
            kind: "pocket",
            profile: obround([0, 0], [0, MOTOR_HEIGHT], 40),
            steps: [{ distance: 36 }],
            label: "chamber",
            name: "Belt chamber",
            features: [
              SEAT,
              bored([0, MOTOR_HEIGHT], 30, { chamfer: 1, meets: "top", name: "Motor pilot 60 H7" }),
            ],
          },
          ...COVER_SCREWS.map((at) => drilled(at, 2.5, 18)),
          ...PINS.map((at) => drilled(at, 3, 14)),
        ],
        top: [
          ...mirrored([
            [33, 33],
            [33, -33],
          ]).map((at) => drilled(at, 3.4, 22)),
          ...mirrored([
            [40, MOTOR_HEIGHT + 40],
            [40, MOTOR_HEIGHT - 40],
          ]).map((at) => drilled(at, 2.5, 18)),
        ],
      }),
    },
  ],
};

const REAR_COVER: PartDefinition = {
  number: "10-4120",
  name: "Rear cover",
  revision: "B",
  bodies: [
    {
      colour: DARK_PAINT,
      solid: prism(roundedRectangle(104, 208, 20, [0, 58]), 0, 12, {
        // No larger: the counterbores must stay within the flat of the cover.
        edge: 0.5,
        top: [
          ...COVER_SCREWS.map((at) => counterbored(at, 3.3, 5.5, 4)),
          ...PINS.map((at) => bored(at, 3)),
          {
            kind: "pocket",
            profile: obround([0, 0], [0, MOTOR_HEIGHT], 30),
            steps: [{ distance: 3 }],
            features: [
              {
                kind: "boss",
                profile: circle(22),
                steps: [{ distance: 3 }, { distance: 4, profile: circle(21) }],
              },
              {
                kind: "boss",
                profile: circle(16, [0, MOTOR_HEIGHT]),
                steps: [{ distance: 3 }, { distance: 4, profile: circle(15, [0, MOTOR_HEIGHT]) }],
              },
            ],
          },
        ],
      }),
    },
  ],
};

const INSPECTION_PLUG: PartDefinition = {
  number: "10-4125",
  name: "Belt inspection plug",
  revision: "A",
  bodies: [
    {
      colour: TEAL_PAINT,
      solid: turned(
        [
          [0, 11],
          [4, 11],
          [5, 10],
        ],
        { top: [{ kind: "pocket", profile: obround([-6, 0], [6, 0], 1.2), steps: [{ distance: 2 }] }] },
      ),
    },
  ],
};

const bearingRing = (number: string, name: string, outer: number, bore: number): PartDefinition => ({
  number,
  name,
  revision: "A",
  bodies: [{ colour: BRIGHT_STEEL, solid: ring(outer, bore, 0, 16, 0.8) }],
});
const CAGE: PartDefinition = {
  number: "20-1209",
  name: "Bearing cage",
  revision: "A",
  bodies: [{ colour: BRONZE, solid: ring(26, 20, 2, 14, 0.3) }],
};
/** Angular contact bearing 62 x 30 x 16. */
const BEARING: AssemblyDefinition = {
  number: "20-1206",
  name: "Bearing 7206",
  revision: "A",
  components: [
    ...line(10, bearingRing("20-1207", "Bearing outer ring", 31, 26.2), "Outer ring", moved(0, 0, 0)),
    ...line(20, bearingRing("20-1208", "Bearing inner ring", 19.8, 15), "Inner ring", moved(0, 0, 0)),
    ...line(30, CAGE, "Cage", moved(0, 0, 0)),
  ],
};

const pulley = (number: string, name: string, radius: number, bore: number): PartDefinition => ({
  number,
  name,
  revision: "B",
  bodies: [
    {
      colour: BRIGHT_STEEL,
      solid: turned(
        [
          [0, radius + 2],
          [2, radius + 2],
          [3, radius],
          [19, radius],
          [20, radius + 2],
          [22, radius + 2],
        ],
        { top: [bored([0, 0], bore, { chamfer: 0.5 })] },
      ),
    },
  ],
});
const BELT: PartDefinition = {
  number: "10-4170",
  name: "Toothed belt",
  revision: "A",
  bodies: [
    {
      colour: RUBBER,
      solid: prism(hull([0, 0], 33, [0, MOTOR_HEIGHT], 21), 0, 15, {
        top: [
          {
            kind: "pocket",
            profile: hull([0, 0], 30.2, [0, MOTOR_HEIGHT], 18.2),
            steps: [],
            meets: "bottom",
          },
        ],
      }),
    },
  ],
};
const LOCK_NUT: PartDefinition = {
  number: "10-4180",
  name: "Lock nut",
  revision: "A",
  bodies: [{ colour: BLACK_OXIDE, solid: ring(19, 10.1, 0, 8, 1) }],
};

const rear = (points: readonly Point2[], z: number): readonly Frame[] =>
  points.map(([x, y]) => turnedOver(x, y, z));

export const DRIVE: AssemblyDefinition = {
  number: "10-4100",
  name: "Drive unit",
  revision: "C",
  components: [
    ...line(10, HOUSING, "Drive housing", moved(0, 0, 0)),
    // The cover's outside looks back; turned over about x it is upside down, so it also spins.
    ...line(20, REAR_COVER, "Rear cover", { origin: [0, 0, REAR], z: [0, 0, -1], x: [-1, 0, 0] }),
    ...line(30, INSPECTION_PLUG, "Belt inspection plug", turnedOver(0, 58, REAR - 9)),
    ...line(40, BEARING, "Bearing", moved(0, 0, -40), moved(0, 0, -24)),
    ...line(50, pulley("10-4150", "Screw pulley", 30, 10), "Screw pulley", moved(0, 0, -72)),
    ...line(60, pulley("10-4160", "Motor pulley", 18, 7), "Motor pulley", moved(0, MOTOR_HEIGHT, -72)),
    ...line(70, BELT, "Toothed belt", moved(0, 0, -68.5)),
    ...line(80, LOCK_NUT, "Lock nut", moved(0, 0, -49)),
    ...line(90, SCREW_M6, "Cover screw", ...rear(COVER_SCREWS, REAR - 9.6)),
    ...line(100, WASHER_M6, "Cover washer", ...rear(COVER_SCREWS, REAR - 8)),
    ...line(110, DOWEL_PIN, "Dowel pin", ...PINS.map(([x, y]) => moved(x, y, REAR - 11))),
  ],
};
