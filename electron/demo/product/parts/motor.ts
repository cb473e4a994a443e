/** Servo motor: z along its axis, z = 0 at the flange's mounting face, y up. */
import { facing, moved } from "../frame.ts";
import { line, type AssemblyDefinition, type PartDefinition } from "../item.ts";
import { circle, path, roundedRectangle, type Point2 } from "../profile.ts";
import { bored, counterbored, prism, turned } from "../solid.ts";
import { ANODISED, BRIGHT_STEEL, DARK_PAINT, GOLD, MOTOR_BLACK, PLATE_WHITE, TEAL_PAINT } from "./colours.ts";
import { SCREW_M5, SCREW_M6 } from "./fasteners.ts";

const CORNERS = (at: number): readonly Point2[] => [
  [at, at],
  [-at, at],
  [-at, -at],
  [at, -at],
];

/** A square of hollow corners with cooling grooves on the two sides and below. */
function statorOutline(): ReturnType<typeof path> {
  const [half, corner] = [43, 28];
  const turn = ([x, y]: Point2, quarter: number): Point2 =>
    quarter === 0 ? [x, y] : turn([-y, x], quarter - 1);
  const grooves = [-17, -8.5, 0, 8.5, 17].flatMap((x): Point2[] => [
    [x - 2, -half],
    [x - 2, -half + 5],
    [x + 2, -half + 5],
    [x + 2, -half],
  ]);
  const steps = [0, 1, 2, 3].flatMap((quarter) => {
    // The side that looks up carries the connectors and the plate: no grooves there.
    const side: Point2[] = [...(quarter === 2 ? [] : grooves), [corner, -half]];
    const arc = {
      to: turn([half, -corner], quarter),
      centre: turn([half, -half], quarter),
      ccw: false,
    };
    return [...side.map((point) => turn(point, quarter)), arc];
  });
  return path([-corner, -half], ...steps);
}

const STATOR: PartDefinition = {
  number: "10-4310",
  name: "Stator housing",
  revision: "B",
  bodies: [{ colour: MOTOR_BLACK, solid: prism(statorOutline(), 14, 132, { top: [bored([0, 0], 30)] }) }],
};
const FLANGE: PartDefinition = {
  number: "10-4320",
  name: "Motor flange",
  revision: "C",
  bodies: [
    {
      colour: ANODISED,
      solid: prism(roundedRectangle(98, 98, 12), 0, 14, {
        edge: 1,
        top: [bored([0, 0], 10, { chamfer: 1, meets: "pilot" }), ...CORNERS(40).map((at) => bored(at, 3.3))],
        bottom: [
          {
            kind: "boss",
            profile: circle(30),
            steps: [{ distance: 5 }, { distance: 6, profile: circle(29) }],
            label: "pilot",
            name: "Pilot 60 g6",
          },
        ],
      }),
    },
  ],
};
const END_CAP: PartDefinition = {
  number: "10-4330",
  name: "Motor end cap",
  revision: "A",
  bodies: [
    {
      colour: DARK_PAINT,
      solid: prism(roundedRectangle(88, 88, 16), 132, 152, {
        edge: 2,
        top: [bored([0, 0], 12), ...CORNERS(34).map((at) => counterbored(at, 2.8, 5, 6))],
      }),
    },
  ],
};
const ROTOR: PartDefinition = {
  number: "10-4340",
  name: "Rotor shaft",
  revision: "B",
  bodies: [
    {
      colour: BRIGHT_STEEL,
      solid: turned([
        [-73, 6.2],
        [-72, 7],
        [-8, 7],
        [-8, 9.5],
        [18, 9.5],
        [18, 27],
        [126, 27],
        [126, 9],
        [160, 9],
        [161, 8],
      ]),
    },
  ],
};
const ENCODER_COVER: PartDefinition = {
  number: "10-4350",
  name: "Encoder cover",
  revision: "A",
  bodies: [
    {
      colour: TEAL_PAINT,
      solid: turned(
        [
          [152, 33],
          [176, 33],
          [180, 29],
        ],
        {
          top: [{ kind: "pocket", profile: circle(22), steps: [{ distance: 1 }] }],
          bottom: [{ kind: "pocket", profile: circle(30), steps: [{ distance: 24 }] }],
        },
      ),
    },
  ],
};
const PLATE: PartDefinition = {
  number: "10-4370",
  name: "Rating plate",
  revision: "A",
  bodies: [{ colour: PLATE_WHITE, solid: prism(roundedRectangle(40, 26, 2), 0, 0.5) }],
};
const CONNECTOR: PartDefinition = {
  number: "20-2210",
  name: "Connector M23",
  revision: "A",
  bodies: [
    {
      colour: BRIGHT_STEEL,
      solid: {
        sections: [
          { z: 0, profile: roundedRectangle(28, 28, 4) },
          { z: 6, profile: roundedRectangle(28, 28, 4) },
          { z: 6, profile: circle(11.5) },
          { z: 18, profile: circle(11.5) },
          { z: 18, profile: circle(13) },
          { z: 31, profile: circle(13) },
          { z: 32, profile: circle(12) },
        ],
        top: [{ kind: "pocket", profile: circle(10), steps: [{ distance: 12 }] }],
      },
    },
    {
      colour: GOLD,
      solid: prism(circle(7), 20, 27, { edge: 0.5 }),
    },
  ],
};

export const MOTOR: AssemblyDefinition = {
  number: "10-4300",
  name: "Servo motor",
  revision: "B",
  components: [
    ...line(10, STATOR, "Stator housing", moved(0, 0, 0)),
    ...line(20, FLANGE, "Motor flange", moved(0, 0, 0)),
    ...line(30, END_CAP, "Motor end cap", moved(0, 0, 0)),
    ...line(40, ROTOR, "Rotor shaft", moved(0, 0, 0)),
    ...line(50, ENCODER_COVER, "Encoder cover", moved(0, 0, 0)),
    ...line(60, PLATE, "Rating plate", facing([0, 43, 46], [0, 1, 0], [0, 0, 1])),
    ...line(
      70,
      CONNECTOR,
      "Connector",
      facing([0, 43, 88], [0, 1, 0], [0, 0, 1]),
      facing([0, 43, 118], [0, 1, 0], [0, 0, 1]),
    ),
    ...line(80, SCREW_M5, "End cap screw", ...CORNERS(34).map(([x, y]) => moved(x, y, 146))),
    ...line(90, SCREW_M6, "Flange screw", ...CORNERS(40).map(([x, y]) => moved(x, y, 14))),
  ],
};
