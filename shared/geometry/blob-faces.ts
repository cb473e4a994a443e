/** Faces and their exact surfaces, as a mesh blob has them: numbers alone. */
import { SURFACE_KINDS, type Colour, type MeshFace, type Surface } from "../model/cad.ts";
import { Failure } from "../rpc/failure.ts";
import { corrupt, type MeshCounts, type MeshHead } from "./mesh-head.ts";

/** Of one surface: origin, axis, radius, minor radius, semi-angle. */
export const SURFACE_NUMBERS = 9;

/** Reads the faces of one mesh after the other. @throws Failure `corrupt` for what no model can say */
export function faceReader(
  { colours, names, surfaces: surfaceCount }: MeshHead,
  numbers: Uint32Array,
  surfaces: Float64Array,
): { read(mesh: MeshCounts): readonly MeshFace[]; finished(): boolean } {
  let face = 0;
  let surface = 0;
  return {
    read({ faces, triangles }) {
      let first = 0;
      const result = Array.from({ length: faces }, (): MeshFace => {
        const [count = 0, colour = 0, name = 0, kind = 0] = numbers.subarray(face * 4, face * 4 + 4);
        face += 1;
        if (colour > colours.length || name > names.length || kind > SURFACE_KINDS.length)
          throw corrupt("a face that names what is not there");
        if (kind > 0 && surface >= surfaceCount) throw corrupt("more surfaces than it says");
        const read: MeshFace = {
          first,
          count,
          ...present({ colour: colours[colour - 1] as Colour | undefined, name: names[name - 1] }),
          ...(kind === 0 ? {} : { surface: readSurface(kind - 1, surfaces, surface++) }),
        };
        first += count;
        return read;
      });
      if (first !== triangles) throw corrupt("faces that don't cover the triangles");
      return result;
    },
    finished: () => surface === surfaceCount,
  };
}

/** NaN for what it does not have. @throws Failure `invalid` */
export function surfaceNumbers({ origin, axis, radius, minorRadius, semiAngle }: Surface): readonly number[] {
  const absent = [NaN, NaN, NaN];
  const scalars = [radius ?? NaN, minorRadius ?? NaN, semiAngle ?? NaN];
  return [...exactly(3, origin ?? absent), ...exactly(3, axis ?? absent), ...scalars];
}

function readSurface(kind: number, numbers: Float64Array, surface: number): Surface {
  const own = numbers.subarray(surface * SURFACE_NUMBERS, (surface + 1) * SURFACE_NUMBERS);
  const scalar = (at: number): number | undefined => (Number.isNaN(own[at]) ? undefined : own[at]);
  const vector = (at: number): readonly [number, number, number] | undefined => {
    const [x = NaN, y = NaN, z = NaN] = own.subarray(at, at + 3);
    return Number.isNaN(x + y + z) ? undefined : [x, y, z];
  };
  return {
    kind: SURFACE_KINDS[kind] ?? "unknown",
    ...present({ origin: vector(0), axis: vector(3) }),
    ...present({ radius: scalar(6), minorRadius: scalar(7), semiAngle: scalar(8) }),
  };
}

/** @throws Failure `invalid` where there are more or fewer */
export function exactly(length: number, numbers: readonly number[]): readonly number[] {
  if (numbers.length !== length) throw new Failure("invalid", `${length} numbers expected`);
  return numbers;
}

/** Without the keys that are undefined. */
export function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as never;
}
