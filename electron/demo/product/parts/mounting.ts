/** Base plate and clamps: z up, x along the actuator, z = 0 under the housing's feet. */
import { moved, spun } from "../frame.ts";
import { line, type AssemblyDefinition, type PartDefinition } from "../item.ts";
import { circle, obround, roundedRectangle, rectangle, type Point2 } from "../profile.ts";
import { bored, counterbored, prism, type Feature } from "../solid.ts";
import { ANODISED, BRIGHT_STEEL, DARK_PAINT } from "./colours.ts";
import { HEX_BOLT_M8, SCREW_M6, WASHER_M8 } from "./fasteners.ts";

const through = (profile: ReturnType<typeof circle>): Feature => ({
  kind: "pocket",
  profile,
  steps: [],
  meets: "bottom",
});
const SLOTS: readonly (readonly [Point2, Point2])[] = [
  [
    [-196, 70],
    [-180, 70],
  ],
  [
    [-196, -70],
    [-180, -70],
  ],
  [
    [180, 70],
    [196, 70],
  ],
  [
    [180, -70],
    [196, -70],
  ],
];
const BASE: PartDefinition = {
  number: "10-4610",
  name: "Base plate",
  revision: "A",
  bodies: [
    {
      colour: DARK_PAINT,
      solid: prism(roundedRectangle(440, 176, 14), -14, 0, {
        edge: 2,
        top: [
          ...SLOTS.map(([a, b]) => through(obround(a, b, 5))),
          ...[-60, 0, 60, 120].map((x) => through(obround([x, -24], [x, 24], 14))),
          counterbored([-198, 0], 4.5, 7.5, 8),
          counterbored([198, 0], 4.5, 7.5, 8),
        ],
      }),
    },
  ],
};
const SADDLE: PartDefinition = {
  number: "10-4620",
  name: "Tube saddle",
  revision: "A",
  bodies: [
    {
      colour: ANODISED,
      solid: prism(roundedRectangle(30, 124, 5), 0, 8, {
        edge: 0.8,
        top: [bored([0, 52], 3.3, { chamfer: 0.4 }), bored([0, -52], 3.3, { chamfer: 0.4 })],
      }),
    },
  ],
};
/** Its head reaches 10 mm over a foot. */
const CLAMP: PartDefinition = {
  number: "10-4630",
  name: "Foot clamp",
  revision: "A",
  bodies: [
    {
      colour: BRIGHT_STEEL,
      solid: {
        sections: [
          { z: 0, profile: rectangle(24, 16, [0, 0]) },
          { z: 11, profile: rectangle(24, 16, [0, 0]) },
          { z: 11, profile: rectangle(26, 28, [0, -5]) },
          { z: 20, profile: rectangle(26, 28, [0, -5]) },
        ],
        top: [bored([0, 0], 4.4, { chamfer: 0.5 })],
      },
    },
  ],
};
/** Beside the feet, whose outer edge is y = 66; the plate's middle is x = 0, the housing's at -152. */
const CLAMPS = [-172, -132].flatMap((x) => [
  { x, y: 75, turn: 0 },
  { x, y: -75, turn: 180 },
]);

export const MOUNTING: AssemblyDefinition = {
  number: "10-4600",
  name: "Mounting kit",
  revision: "A",
  components: [
    ...line(10, BASE, "Base plate", moved(0, 0, 0)),
    ...line(20, SADDLE, "Tube saddle", moved(-40, 0, 0), moved(170, 0, 0)),
    ...line(30, CLAMP, "Foot clamp", ...CLAMPS.map(({ x, y, turn }) => spun(turn, x, y, 0))),
    ...line(40, HEX_BOLT_M8, "Clamp bolt", ...CLAMPS.map(({ x, y }) => moved(x, y, 21.6))),
    ...line(50, WASHER_M8, "Clamp washer", ...CLAMPS.map(({ x, y }) => moved(x, y, 20))),
    ...line(60, SCREW_M6, "Saddle screw", ...[-40, 170].flatMap((x) => [moved(x, 52, 8), moved(x, -52, 8)])),
  ],
};
