/** The plant: stations with their crews, and the routing of every part that is made here. */
import type { Shift } from "./calendar.ts";
import { PRODUCT } from "./product-structure.ts";

export interface Step {
  readonly number: string;
  readonly name: string;
  readonly stations: readonly string[];
  readonly minutes: number;
  readonly program?: string;
  readonly tools?: readonly string[];
}

const step = (
  number: string,
  name: string,
  stations: readonly string[],
  minutes: number,
  program?: string,
  tools?: readonly string[],
): Step => ({
  number,
  name,
  stations,
  minutes,
  ...(program === undefined ? {} : { program }),
  ...(tools === undefined ? {} : { tools }),
});

/** The two steps of the housing on its machine; the bore is the second. */
export const HOUSING_STEPS: readonly [Step, Step] = [
  step("0010", "Mill outside and belt chamber", ["VMC-1", "VMC-2"], 128, "DH-OP10", [
    "T01 face mill 80",
    "T02 end mill 20",
    "T03 end mill 12",
    "T05 drill 5",
    "T06 drill 6.8",
  ]),
  step("0020", "Bore bearing seat and pilot", ["VMC-1", "VMC-2"], 74, "DH-OP20", [
    "T11 end mill 25",
    "T12 end mill 16 finish",
    "T21 probe",
    "T14 chamfer mill",
  ]),
];

/** Made or assembled here, besides the housing. Parts of a routing stand before the assemblies that need them. */
export const ROUTINGS: ReadonlyMap<string, readonly Step[]> = new Map([
  [
    "10-4120",
    [
      step("0010", "Mill rear cover", ["VMC-3"], 46, "RC-OP10", [
        "T01 face mill 80",
        "T03 end mill 12",
        "T05 drill 6.6",
      ]),
    ],
  ],
  [
    "10-4540",
    [
      step("0010", "Mill front head", ["VMC-3"], 52, "FH-OP10", [
        "T02 end mill 20",
        "T04 boring bar",
        "T06 drill 8.8",
      ]),
    ],
  ],
  [
    "10-4210",
    [
      step("0010", "Turn ends of screw shaft", ["TL-1"], 48, "SS-OP10", ["T01 rough", "T02 finish"]),
      step("0020", "Grind bearing seat", ["GR-1"], 34, "SS-OP20", ["wheel 400"]),
    ],
  ],
  [
    "10-4520",
    [
      step("0010", "Turn piston rod", ["TL-1"], 41, "PR-OP10", ["T01 rough", "T02 finish"]),
      step("0020", "Grind piston rod", ["GR-1"], 29, "PR-OP20", ["wheel 400"]),
    ],
  ],
  [
    "10-4320",
    [
      step("0010", "Turn motor flange", ["TL-1"], 26, "MF-OP10", [
        "T03 rough",
        "T04 finish",
        "T08 drill 6.6",
      ]),
    ],
  ],
  [
    "10-4430",
    [
      step("0010", "Place and reflow", ["SMT-1"], 17, "CB-SMT", []),
      step("0020", "Optical inspection", ["AOI-1"], 4),
      step("0030", "In-circuit test", ["ICT-1"], 6),
    ],
  ],
  [
    "10-4300",
    [step("0010", "Assemble motor", ["MA-1"], 52), step("0020", "Balance and test motor", ["MT-1"], 24)],
  ],
  ["10-4100", [step("0010", "Assemble drive unit", ["A1"], 74)]],
  ["10-4200", [step("0010", "Assemble screw unit", ["A2"], 42)]],
  ["10-4400", [step("0010", "Assemble controller", ["A3"], 44)]],
  ["10-4500", [step("0010", "Assemble cylinder", ["A4"], 51)]],
  ["10-4600", [step("0010", "Pick mounting kit", ["A4"], 12)]],
  [
    PRODUCT,
    [
      step("0010", "Final assembly", ["F1", "F2"], 104),
      step("0020", "End-of-line test", ["EOL-1", "EOL-2"], 33),
      step("0030", "Pack", ["PK-1"], 18),
    ],
  ],
]);

/** Where a part is measured, if it is: the part's own test step, a measuring machine or a gauge bench. */
export const LABORATORIES: ReadonlyMap<string, { readonly laboratory: string; readonly minutes: number }> =
  new Map([
    ["10-4110", { laboratory: "CMM-1", minutes: 19 }],
    ["10-4540", { laboratory: "CMM-1", minutes: 7 }],
    ["10-4210", { laboratory: "CMM-1", minutes: 9 }],
    ["10-4520", { laboratory: "Gauge bench 2", minutes: 5 }],
    ["10-4510", { laboratory: "Gauge bench 2", minutes: 4 }],
    ["10-4530", { laboratory: "Gauge bench 2", minutes: 4 }],
    ["10-4320", { laboratory: "CMM-1", minutes: 6 }],
  ]);

/** Tested at the last step of their routing. */
export const TESTED_AT_LAST_STEP: ReadonlySet<string> = new Set(["10-4430", "10-4300"]);

/** Two people a station, who swap shifts every week. */
const CREWS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["VMC-1", ["m.hoffmann", "s.yilmaz"]],
  ["VMC-2", ["k.brandt", "a.nowak"]],
  ["VMC-3", ["j.weber", "d.petrov"]],
  ["TL-1", ["t.lindner", "p.krueger"]],
  ["GR-1", ["l.fischer", "r.okafor"]],
  ["CMM-1", ["e.sommer", "n.haddad"]],
  ["Gauge bench 2", ["e.sommer", "n.haddad"]],
  ["SMT-1", ["c.vogel", "b.arslan"]],
  ["AOI-1", ["c.vogel", "b.arslan"]],
  ["ICT-1", ["c.vogel", "b.arslan"]],
  ["MA-1", ["h.schulz", "i.marin"]],
  ["MT-1", ["h.schulz", "i.marin"]],
  ["F1", ["u.keller", "g.costa"]],
  ["F2", ["w.lang", "o.demir"]],
  ["EOL-1", ["f.baumann", "v.horvat"]],
  ["EOL-2", ["f.baumann", "v.horvat"]],
]);
const OTHERS: readonly [string, string] = ["x.roth", "y.bianchi"];
/** Stand in for the ill and those on leave. */
export const SUBSTITUTES = ["z.kaya", "q.engel", "m.seidel"] as const;

export function crewMember(station: string, week: number, shift: Shift): string {
  const [first, second] = CREWS.get(station) ?? OTHERS;
  return (week + (shift === "late" ? 1 : 0)) % 2 === 0 ? first : second;
}

/** Machines that report themselves. */
export const CONNECTED_MACHINES = ["VMC-1", "VMC-2", "VMC-3", "TL-1", "GR-1"] as const;

/** Machines and rigs that the maintenance department looks after, with the part that they are there for. */
export const MAINTAINED: ReadonlyMap<string, string | undefined> = new Map([
  ["VMC-1", "10-4110"],
  ["VMC-2", "10-4110"],
  ["VMC-3", "10-4540"],
  ["TL-1", "10-4210"],
  ["GR-1", "10-4520"],
  ["CMM-1", "10-4110"],
  ["SMT-1", "10-4430"],
  ["EOL-1", PRODUCT],
]);

export const CUSTOMERS = [
  "Alpenwerk Pressen",
  "Hafner Conveyors",
  "Brueckner Solar",
  "Nordsee Schleusen",
  "Kappeler Packaging",
  "Lindholm Robotics",
] as const;
