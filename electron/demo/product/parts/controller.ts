/** Motor controller on top of the tube: z up, x along the actuator, origin under the tray's middle. */
import { facing, moved, spun, type Frame } from "../frame.ts";
import { designated, line, type AssemblyDefinition, type PartDefinition } from "../item.ts";
import { circle, obround, rectangle, roundedRectangle, type Point2 } from "../profile.ts";
import { bored, drilled, prism, turned } from "../solid.ts";
import {
  ANODISED,
  BRIGHT_STEEL,
  CAPACITOR_BLUE,
  CERAMIC,
  DARK_PAINT,
  EPOXY,
  GOLD,
  PCB_GREEN,
  PLATE_WHITE,
  TERMINAL_GREEN,
  TIN,
} from "./colours.ts";
import { SCREW_M4 } from "./fasteners.ts";

const CORNERS: readonly Point2[] = [
  [60, 32],
  [-60, 32],
  [-60, -32],
  [60, -32],
];
const part = (
  number: string,
  name: string,
  revision: string,
  ...bodies: PartDefinition["bodies"]
): PartDefinition => ({ number, name, revision, bodies });

const TRAY = part("10-4410", "Controller tray", "B", {
  colour: ANODISED,
  solid: prism(roundedRectangle(144, 86, 6), 0, 14, {
    edge: 1,
    top: [
      {
        kind: "pocket",
        profile: roundedRectangle(134, 76, 4),
        steps: [{ distance: 11 }],
        name: "Board pocket",
        features: CORNERS.map((at) => ({
          kind: "boss" as const,
          profile: circle(4, at),
          steps: [{ distance: 4 }],
          features: [drilled(at, 1.7, 5)],
        })),
      },
    ],
  }),
});

const VIAS = Array.from({ length: 12 }, (_, i): Point2 => [22 + (i % 6) * 6, i < 6 ? 31 : 26]);
const PCB = part("10-4431", "Printed circuit board", "C", {
  colour: PCB_GREEN,
  solid: prism(roundedRectangle(130, 72, 3), 0, 1.6, {
    top: [...CORNERS.map((at) => bored(at, 2.1)), ...VIAS.map((at) => bored(at, 0.8))],
  }),
});
const MCU = part(
  "20-3010",
  "Motion processor",
  "A",
  {
    colour: EPOXY,
    solid: prism(roundedRectangle(14, 14, 0.8), 0.3, 1.7, {
      top: [{ kind: "pocket", profile: circle(0.8, [-5, -5]), steps: [{ distance: 0.2 }] }],
    }),
  },
  { colour: TIN, solid: prism(rectangle(17, 12), 0, 0.3) },
);
const DRIVER = part(
  "20-3021",
  "Gate driver",
  "A",
  { colour: EPOXY, solid: prism(roundedRectangle(7.5, 10, 0.5), 0.3, 2.4) },
  { colour: TIN, solid: prism(rectangle(10.4, 9), 0, 0.3) },
);
const MOSFET = part(
  "20-3031",
  "Power transistor",
  "A",
  { colour: EPOXY, solid: prism(roundedRectangle(10, 9, 0.6), 1.3, 4.5) },
  { colour: TIN, solid: prism(rectangle(10, 15), 0, 1.3) },
);
const ELECTROLYTIC = part(
  "20-3041",
  "Electrolytic capacitor",
  "A",
  {
    colour: CAPACITOR_BLUE,
    solid: turned([
      [1, 6],
      [4, 6],
      [4.8, 5.5],
      [5.6, 6],
      [20, 6],
      [20.6, 5.4],
    ]),
  },
  { colour: EPOXY, solid: prism(roundedRectangle(12.6, 12.6, 2), 0, 1) },
  { colour: BRIGHT_STEEL, solid: prism(circle(5), 20.6, 20.9) },
);
const CERAMIC_CAPACITOR = part(
  "20-3045",
  "Ceramic capacitor",
  "A",
  { colour: CERAMIC, solid: prism(rectangle(2, 2), 0, 1.5) },
  { colour: TIN, solid: prism(rectangle(0.8, 2, [1.4, 0]), 0, 1.5) },
  { colour: TIN, solid: prism(rectangle(0.8, 2, [-1.4, 0]), 0, 1.5) },
);
const SHUNT = part(
  "20-3048",
  "Shunt resistor",
  "A",
  { colour: BRIGHT_STEEL, solid: prism(rectangle(7, 4), 0, 0.9) },
  { colour: PLATE_WHITE, solid: prism(rectangle(4, 3.4), 0.9, 1.2) },
);
const CHOKE = part("20-3051", "Power choke", "A", {
  colour: DARK_PAINT,
  solid: prism(roundedRectangle(13, 13, 2), 0, 7, { edge: 0.6 }),
});
const TERMINAL = part(
  "20-2204",
  "Terminal block 3-pole",
  "A",
  {
    colour: TERMINAL_GREEN,
    solid: prism(rectangle(10, 18), 0, 13, {
      edge: 0.8,
      top: [-5.5, 0, 5.5].map((y) => ({
        kind: "pocket" as const,
        profile: circle(2.1, [1, y]),
        steps: [{ distance: 4 }],
      })),
    }),
  },
  ...[-5.5, 0, 5.5].map((y) => ({ colour: BRIGHT_STEEL, solid: prism(circle(1.9, [1, y]), 9, 10.4) })),
);
const HEADER = part(
  "20-2209",
  "Pin header 2x8",
  "A",
  {
    colour: EPOXY,
    solid: prism(rectangle(24, 9), 0, 9, {
      top: [{ kind: "pocket", profile: rectangle(21.6, 6.6), steps: [{ distance: 7 }] }],
    }),
  },
  { colour: GOLD, solid: prism(rectangle(18, 0.7, [0, 1.3]), 2, 7.5) },
  { colour: GOLD, solid: prism(rectangle(18, 0.7, [0, -1.3]), 2, 7.5) },
);

const onBoard = (points: readonly Point2[], degrees = 0): readonly Frame[] =>
  points.map(([x, y]) => (degrees === 0 ? moved(x, y, 1.6) : spun(degrees, x, y, 1.6)));
const PHASES = [-46, -28, -10];

export const BOARD: AssemblyDefinition = {
  number: "10-4430",
  name: "Controller board",
  revision: "C",
  components: [
    ...line(10, PCB, "Printed circuit board", moved(0, 0, 0)),
    ...designated(20, MCU, "U", 1, ...onBoard([[38, 0]])),
    ...designated(30, DRIVER, "U", 2, ...onBoard(PHASES.map((x): Point2 => [x, 0]))),
    ...designated(
      40,
      MOSFET,
      "Q",
      1,
      ...onBoard(
        PHASES.flatMap((x): Point2[] => [
          [x, 17],
          [x, -17],
        ]),
      ),
    ),
    ...designated(
      50,
      ELECTROLYTIC,
      "C",
      1,
      ...onBoard([
        [10, 24],
        [10, -24],
        [26, -24],
        [41, -24],
      ]),
    ),
    ...designated(
      60,
      CERAMIC_CAPACITOR,
      "C",
      11,
      ...onBoard([
        [26, -8],
        [26, 8],
        [50, -8],
        [50, 8],
        [38, 13],
        [38, -12],
        [-37, 5],
        [-19, 5],
      ]),
    ),
    ...designated(70, SHUNT, "R", 1, ...onBoard(PHASES.map((x): Point2 => [x, -30]))),
    ...designated(80, CHOKE, "L", 1, ...onBoard([[12, 0]])),
    ...designated(
      90,
      TERMINAL,
      "X",
      1,
      ...onBoard([
        [58, 12],
        [58, -12],
      ]),
    ),
    ...designated(100, HEADER, "X", 3, ...onBoard([[37, 22]])),
  ],
};

const SLOTS = [-24, -14, -4, 6, 16].map((x) => obround([x, -22], [x, 22], 2.2));
const COVER = part("10-4420", "Power stage cover", "A", {
  colour: DARK_PAINT,
  solid: prism(roundedRectangle(70, 84, 5), 0, 20, {
    edge: 1.5,
    bottom: [
      {
        kind: "pocket",
        profile: roundedRectangle(66, 74, 3),
        steps: [{ distance: 17 }],
        label: "inside",
      },
    ],
    top: SLOTS.map((profile) => ({ kind: "pocket" as const, profile, steps: [], meets: "inside" })),
  }),
});
const M12: PartDefinition = part(
  "20-2220",
  "Connector M12",
  "A",
  {
    colour: BRIGHT_STEEL,
    solid: turned(
      [
        [0, 6.8],
        [3, 6.8],
        [3, 5.8],
        [13, 5.8],
        [14, 5],
      ],
      { top: [{ kind: "pocket", profile: circle(4.2), steps: [{ distance: 9 }] }] },
    ),
  },
  { colour: GOLD, solid: prism(circle(2.4), 5, 10) },
);

export const CONTROLLER: AssemblyDefinition = {
  number: "10-4400",
  name: "Controller unit",
  revision: "C",
  components: [
    ...line(10, TRAY, "Controller tray", moved(0, 0, 0)),
    ...line(20, BOARD, "Controller board", moved(0, 0, 7)),
    ...line(30, COVER, "Power stage cover", moved(-36, 0, 14)),
    ...line(40, SCREW_M4, "Board screw", ...CORNERS.map(([x, y]) => moved(x, y, 8.6))),
    ...line(
      50,
      M12,
      "Connector M12",
      facing([72, 22, 7], [1, 0, 0], [0, 1, 0]),
      facing([72, 0, 7], [1, 0, 0], [0, 1, 0]),
      facing([72, -22, 7], [1, 0, 0], [0, 1, 0]),
    ),
  ],
};
