/** A mounting plate in two revisions, written as STEP: what changed between them is known. */
import { moved } from "../electron/demo/product/frame.ts";
import {
  line,
  type AssemblyDefinition,
  type PartDefinition,
  type Rgb,
} from "../electron/demo/product/item.ts";
import { rectangle } from "../electron/demo/product/profile.ts";
import { bored, prism, ring } from "../electron/demo/product/solid.ts";
import { stepText } from "../electron/demo/product/step-product.ts";

const STEEL: Rgb = [0.76, 0.77, 0.79];
const ALUMINIUM: Rgb = [0.66, 0.69, 0.72];

const CORNERS = [
  [-50, -30],
  [50, -30],
  [50, 30],
  [-50, 30],
] as const;

interface PlateHoles {
  readonly revision: string;
  /** Radius of the first corner's hole, mm. */
  readonly first: number;
  /** Of radius 2 where none is said. */
  readonly more: readonly (readonly [x: number, y: number, radius?: number])[];
}

function plate({ revision, first, more }: PlateHoles): PartDefinition {
  const corners = CORNERS.map((centre, index) => bored(centre, index === 0 ? first : 3));
  const top = [...corners, bored([0, 0], 12), ...more.map(([x, y, radius = 2]) => bored([x, y], radius))];
  const solid = prism(rectangle(120, 80), 0, 10, { top });
  return { number: "FX-110", name: "Plate", revision, bodies: [{ solid, colour: ALUMINIUM }] };
}

const BRACKET: PartDefinition = {
  number: "FX-120",
  name: "Bracket",
  revision: "A",
  bodies: [{ solid: prism(rectangle(16, 30), 0, 24), colour: ALUMINIUM }],
};
const WASHER: PartDefinition = {
  number: "FX-130",
  name: "Washer",
  revision: "-",
  bodies: [{ solid: ring(6, 3.2, 0, 1.6, 0.2), colour: STEEL }],
};
const SPACER: PartDefinition = {
  number: "FX-140",
  name: "Spacer",
  revision: "A",
  bodies: [{ solid: ring(11, 8, 0, 14), colour: STEEL }],
};
const COVER: PartDefinition = {
  number: "FX-150",
  name: "Cover",
  revision: "A",
  bodies: [{ solid: prism(rectangle(36, 50), 0, 3), colour: STEEL }],
};

const washers = (count: number) => CORNERS.slice(0, count).map(([x, y]) => moved(x, y, 10));

const OLDER: AssemblyDefinition = {
  number: "FX-100",
  name: "Mount",
  revision: "A",
  components: [
    ...line(10, plate({ revision: "A", first: 3, more: [] }), "Plate", moved(0, 0, 0)),
    ...line(20, BRACKET, "Bracket", moved(-30, 0, 10), moved(30, 0, 10)),
    ...line(30, WASHER, "Washer", ...washers(4)),
    ...line(40, SPACER, "Spacer", moved(0, 0, 10)),
  ],
};
const NEWER: AssemblyDefinition = {
  number: "FX-100",
  name: "Mount",
  revision: "B",
  components: [
    ...line(10, plate({ revision: "B", first: 3.5, more: [[0, 32]] }), "Plate", moved(0, 0, 0)),
    ...line(20, BRACKET, "Bracket", moved(-30, 0, 10), moved(30, 8, 10)),
    ...line(30, WASHER, "Washer", ...washers(3)),
    ...line(50, COVER, "Cover", moved(0, 0, 34)),
  ],
};

/**
 * From A to B: the first corner's hole of the plate goes from Ø 6 to Ø 7, a hole of Ø 4 is new, the plate is of
 * revision B; the second bracket moves by 8 mm; of four washers three are left; the spacer goes, a cover comes.
 */
export const REVISIONS = {
  older: { name: "mount-a.step", text: stepText(OLDER, "mount-a.step") },
  newer: { name: "mount-b.step", text: stepText(NEWER, "mount-b.step") },
} as const;

/** The older one with a plate of so many holes more, each of its own width, at revision C. */
export function drilled(count: number): { readonly name: string; readonly text: string } {
  const more = Array.from({ length: count }, (_, at): readonly [number, number, number] => {
    const row = Math.floor(at / 18);
    return [(at % 18) * 5 - 42.5, row < 5 ? row * 5 + 16 : 9 - row * 5, 1 + at / 200];
  });
  const [, ...others] = OLDER.components;
  const components = [
    ...line(10, plate({ revision: "C", first: 3, more }), "Plate", moved(0, 0, 0)),
    ...others,
  ];
  return { name: "mount-c.step", text: stepText({ ...OLDER, revision: "C", components }, "mount-c.step") };
}

/** The same file with a part at another revision. */
export function atRevision(text: string, partNumber: string, revision: string): string {
  const id = new RegExp(`^(#\\d+)=PRODUCT\\('${partNumber}'`, "m").exec(text)?.[1];
  if (id === undefined) throw new Error(`${partNumber} is not in the file`);
  const formation = new RegExp(`(PRODUCT_DEFINITION_FORMATION\\()'[^']*'(,'',${id}\\))`);
  return text.replace(formation, `$1'${revision}'$2`);
}

/** The same file with a part whose solid was left out. */
export function withoutShape(text: string, partNumber: string): string {
  return text.replace(
    new RegExp(`(ADVANCED_BREP_SHAPE_REPRESENTATION\\('${partNumber}',\\(#\\d+),#\\d+\\)`),
    "$1)",
  );
}
