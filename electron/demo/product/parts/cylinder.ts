/** Profile tube, front head, rod and rod eye, in the drive's coordinates: z along the rod, y up. */
import { facing, moved } from "../frame.ts";
import { line, type AssemblyDefinition, type PartDefinition } from "../item.ts";
import { circle, hexagon, path, roundedRectangle, type Point2 } from "../profile.ts";
import { bored, counterbored, prism, ring, turned } from "../solid.ts";
import { ANODISED, BRIGHT_STEEL, BRONZE, CHROME, DARK_PAINT, SEAL_ORANGE, TEAL_PAINT } from "./colours.ts";
import { SCREW_M8 } from "./fasteners.ts";

export const TUBE_LENGTH = 340;
const HALF = 42;
const HOLES: readonly Point2[] = [
  [33, 33],
  [-33, 33],
  [-33, -33],
  [33, -33],
];

/** Square with round corners and, on every side but the top, a T-slot for sensors. */
function tubeOutline(): ReturnType<typeof path> {
  const radius = 9;
  const turn = ([x, y]: Point2, quarter: number): Point2 =>
    quarter === 0 ? [x, y] : turn([-y, x], quarter - 1);
  const slot: Point2[] = [
    [-3, -HALF],
    [-3, -HALF + 2.5],
    [-5.5, -HALF + 2.5],
    [-5.5, -HALF + 6],
    [5.5, -HALF + 6],
    [5.5, -HALF + 2.5],
    [3, -HALF + 2.5],
    [3, -HALF],
  ];
  const steps = [0, 1, 2, 3].flatMap((quarter) => {
    const side: Point2[] = [...(quarter === 2 ? [] : slot), [HALF - radius, -HALF]];
    const arc = {
      to: turn([HALF, radius - HALF], quarter),
      centre: turn([HALF - radius, radius - HALF], quarter),
      ccw: true,
    };
    return [...side.map((point) => turn(point, quarter)), arc];
  });
  return path([radius - HALF, -HALF], ...steps);
}

const TUBE: PartDefinition = {
  number: "10-4510",
  name: "Profile tube",
  revision: "B",
  bodies: [
    {
      colour: ANODISED,
      solid: prism(tubeOutline(), 0, TUBE_LENGTH, {
        top: [bored([0, 0], 31, { name: "Tube bore 62" }), ...HOLES.map((at) => bored(at, 3.4))],
      }),
    },
  ],
};
const FRONT_HEAD: PartDefinition = {
  number: "10-4540",
  name: "Front head",
  revision: "B",
  bodies: [
    {
      colour: DARK_PAINT,
      solid: prism(roundedRectangle(84, 84, 9), 0, 36, {
        edge: 1.5,
        top: [
          {
            kind: "boss",
            profile: circle(31),
            steps: [{ distance: 9 }, { distance: 10, profile: circle(30) }],
            features: [
              {
                kind: "pocket",
                profile: circle(26),
                steps: [{ distance: 7 }],
                features: [bored([0, 0], 20.2, { name: "Rod bore 40" })],
              },
            ],
          },
          ...HOLES.map((at) => counterbored(at, 4.4, 6.7, 9)),
        ],
      }),
    },
  ],
};
const WIPER: PartDefinition = {
  number: "10-4550",
  name: "Wiper seal",
  revision: "A",
  bodies: [
    {
      colour: SEAL_ORANGE,
      solid: turned(
        [
          [0, 26],
          [7, 26],
          [7, 23],
          [10, 21.5],
        ],
        { top: [bored([0, 0], 20)] },
      ),
    },
  ],
};
const GUIDE: PartDefinition = {
  number: "10-4560",
  name: "Guide ring",
  revision: "A",
  bodies: [{ colour: BRONZE, solid: ring(30.9, 20.1, 0, 12, 0.8) }],
};
const ROD: PartDefinition = {
  number: "10-4520",
  name: "Piston rod",
  revision: "B",
  bodies: [
    {
      colour: CHROME,
      solid: {
        sections: [
          { z: 126, profile: circle(29) },
          { z: 134, profile: circle(29) },
          { z: 134, profile: circle(20) },
          { z: 428, profile: circle(20) },
          { z: 430, profile: circle(18) },
          { z: 430, profile: circle(12) },
          { z: 448, profile: circle(12) },
        ],
        bottom: [
          {
            kind: "pocket",
            profile: circle(16.6),
            steps: [{ distance: 290 }],
          },
        ],
      },
    },
  ],
};

/** Eye in the y z plane of the rod, its neck downwards to the stud. */
const SHOULDER = 38 - Math.sqrt(26 * 26 - 16 * 16);
const EYE = path([-16, 0], [16, 0], [16, SHOULDER], { to: [-16, SHOULDER], centre: [0, 38], ccw: true });
const ROD_EYE: PartDefinition = {
  number: "10-4530",
  name: "Rod eye",
  revision: "B",
  bodies: [
    {
      colour: TEAL_PAINT,
      frame: facing([0, 0, 448], [1, 0, 0], [0, 1, 0]),
      solid: prism(EYE, -13, 13, { top: [bored([0, 38], 14, { name: "Pin bore 28" })] }),
    },
  ],
};
const JAM_NUT: PartDefinition = {
  number: "10-4535",
  name: "Jam nut M24",
  revision: "A",
  bodies: [
    {
      colour: BRIGHT_STEEL,
      solid: prism(hexagon(36), 0, 10, { edge: 1, top: [bored([0, 0], 12)] }),
    },
  ],
};
const BUSH: PartDefinition = {
  number: "10-4537",
  name: "Eye bush",
  revision: "A",
  bodies: [{ colour: BRONZE, solid: ring(14, 10, -14, 14, 0.8) }],
};
const SENSOR: PartDefinition = {
  number: "20-2305",
  name: "End position sensor",
  revision: "A",
  bodies: [
    { colour: DARK_PAINT, solid: prism(roundedRectangle(5.6, 32, 1), 0, 6, { edge: 0.5 }) },
    { colour: SEAL_ORANGE, solid: prism(circle(1.4, [0, 11]), 6, 6.4) },
  ],
};
const beside = (z: number): ReturnType<typeof facing> => facing([37, 0, z], [1, 0, 0], [0, 1, 0]);

export const CYLINDER: AssemblyDefinition = {
  number: "10-4500",
  name: "Cylinder unit",
  revision: "B",
  components: [
    ...line(10, TUBE, "Profile tube", moved(0, 0, 0)),
    ...line(20, FRONT_HEAD, "Front head", moved(0, 0, TUBE_LENGTH)),
    ...line(30, WIPER, "Wiper seal", moved(0, 0, TUBE_LENGTH + 39)),
    ...line(40, GUIDE, "Guide ring", moved(0, 0, TUBE_LENGTH - 40), moved(0, 0, TUBE_LENGTH - 20)),
    ...line(50, ROD, "Piston rod", moved(0, 0, 0)),
    ...line(60, JAM_NUT, "Jam nut", moved(0, 0, 432)),
    ...line(70, ROD_EYE, "Rod eye", moved(0, 0, 0)),
    ...line(80, BUSH, "Eye bush", facing([0, 0, 486], [1, 0, 0], [0, 1, 0])),
    ...line(90, SENSOR, "End position sensor", beside(60), beside(290)),
    ...line(100, SCREW_M8, "Head screw", ...HOLES.map(([x, y]) => moved(x, y, TUBE_LENGTH + 27))),
  ],
};
