/** What IGES entities hold, and where (ANSI US PRO/IPO-100, 5.3). */
import { fromAxes, IDENTITY, type Transform } from "../../../structure/transform.ts";
import { matrixOf, type IgesEntities, type IgesEntity } from "../surfaces/iges-entities.ts";

/** Trimmed, bounded and topological faces: one surface each. */
export const FACES = new Set([143, 144, 510]);
export const [SOLID, SHELL, ASSOCIATION, DEFINITION, INSTANCE, SOLID_INSTANCE, ASSEMBLY, PROPERTY, COLOUR] = [
  186, 514, 402, 308, 408, 430, 184, 406, 314,
];
/** Forms of an association that list members (4.82, 4.85, 4.92): other associations hold nothing together. */
const GROUPS = new Set([1, 7, 14, 15]);

export interface Child {
  readonly child: number;
  readonly place: Transform;
}

/** What an entity is made of, of the entities that lead to surfaces and curves. */
export function childrenOf(entities: IgesEntities, { type, form, parameters }: IgesEntity): readonly Child[] {
  const at = (index: number): number => parameters[index] ?? 0;
  const plain = (numbers: readonly number[]): readonly Child[] =>
    numbers.map((child) => ({ child, place: IDENTITY }));
  const counted = (first: number, count: number, step = 1): readonly number[] =>
    parameters.slice(first).filter((_, index) => index % step === 0 && index / step < count);
  switch (type) {
    case 143:
      return plain([at(1)]);
    case 144:
    case 510:
    case SOLID_INSTANCE:
      return plain([at(0)]);
    case SOLID:
      // Outer shell and its sense, then voids and theirs.
      return plain([at(0), ...counted(3, at(2), 2)]);
    case SHELL:
      return plain(counted(1, at(0), 2));
    case ASSOCIATION:
      return GROUPS.has(form) ? plain(counted(1, at(0))) : [];
    case DEFINITION:
      // Depth, name, count.
      return plain(counted(3, at(2)));
    case INSTANCE: {
      const [definition = 0, x = 0, y = 0, z = 0, written = 1] = parameters;
      const size = written === 0 ? 1 : written;
      return [{ child: definition, place: fromAxes([size, 0, 0], [0, size, 0], [0, 0, size], [x, y, z]) }];
    }
    case ASSEMBLY: {
      const [count = 0] = parameters;
      return counted(1, count).map((child, index) => {
        const matrix = entities.get(at(1 + count + index));
        return { child, place: (matrix === undefined ? undefined : matrixOf(matrix)) ?? IDENTITY };
      });
    }
    default:
      return [];
  }
}
