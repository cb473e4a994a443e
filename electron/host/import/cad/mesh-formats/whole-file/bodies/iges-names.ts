/** What an IGES entity is called, its colour, and the levels that it lies on. */
import type { Colour } from "../../../../../../../shared/model/cad.ts";
import type { IgesEntities, IgesEntity } from "../surfaces/iges-entities.ts";
import type { ItemName } from "./body-tree.ts";

const PROPERTY = 406;
/** Forms of a property: the levels of an entity that lies on several (4.98), its name (4.112). */
const [LEVELS, NAME] = [1, 15];

/** A name that is given as a property, else of a subfigure its own, else the label and its number. */
export function igesName(entities: IgesEntities, entity: IgesEntity): ItemName {
  const given = propertiesOf(entities, entity).find(({ form }) => form === NAME)?.texts[1];
  const name = clean(given) ?? (entity.type === 308 ? clean(entity.texts[1]) : undefined);
  if (name !== undefined) return { name };
  const { label, subscript } = entity;
  return label === "" ? {} : { name: subscript > 0 ? `${label}(${subscript})` : label, isLocal: true };
}

function clean(name: string | undefined): string | undefined {
  const text = name?.trim();
  return text === "" ? undefined : text;
}

/** Black, red, green, blue, yellow, magenta, cyan, white (2.2.4.4.13). */
const COLOURS: readonly Colour[] = [
  [0, 0, 0, 1],
  [1, 0, 0, 1],
  [0, 1, 0, 1],
  [0, 0, 1, 1],
  [1, 1, 0, 1],
  [1, 0, 1, 1],
  [0, 1, 1, 1],
  [1, 1, 1, 1],
];

/** Of the first of these that has one. A definition (4.77) gives percent of full intensity. */
export function igesColour(
  entities: IgesEntities,
  candidates: readonly IgesEntity[],
): { readonly colour?: Colour } {
  for (const { colour } of candidates) {
    const named = COLOURS[colour - 1];
    if (named !== undefined) return { colour: named };
    const definition = entities.get(-colour);
    if (colour === 0 || definition?.type !== 314) continue;
    const [red = NaN, green = NaN, blue = NaN] = definition.parameters.map((value) => value / 100);
    if ([red, green, blue].every((value) => value >= 0 && value <= 1))
      return { colour: [red, green, blue, 1] };
  }
  return {};
}

/** Of the first of these that lies on any, or of all others together. */
export function igesLayers(
  entities: IgesEntities,
  [whole, ...faces]: readonly IgesEntity[],
): { readonly layers?: readonly string[] } {
  const of = (entity: IgesEntity): readonly number[] => {
    const { level } = entity;
    if (level > 0) return [level];
    const list = entities.get(-level);
    if (level === 0 || list?.type !== PROPERTY || list.form !== LEVELS) return [];
    return list.parameters.slice(1, 1 + (list.parameters[0] ?? 0));
  };
  const own = whole === undefined ? [] : of(whole);
  // Faces that name the same list are asked once: it may be as long as they are many.
  const differing = new Map(faces.map((face) => [face.level, face]));
  const levels = new Set(own);
  if (levels.size === 0)
    for (const face of differing.values()) for (const level of of(face)) levels.add(level);
  const sorted = [...levels].filter(Number.isInteger).toSorted((a, b) => a - b);
  return sorted.length === 0 ? {} : { layers: sorted.map(String) };
}

/** Two lists stand behind an entity's own parameters: of associations that it is in, and of its properties (2.2.4.5.2). */
function propertiesOf(entities: IgesEntities, entity: IgesEntity): readonly IgesEntity[] {
  const { parameters } = entity;
  const first = ownParameters(entity);
  if (first === undefined) return [];
  const behind = first + 1 + (parameters[first] ?? 0);
  const count = parameters[behind] ?? 0;
  return parameters
    .slice(behind + 1, behind + 1 + count)
    .flatMap((number) => entities.get(number) ?? [])
    .filter(({ type }) => type === PROPERTY);
}

function ownParameters({ type, parameters }: IgesEntity): number | undefined {
  const at = (index: number): number => parameters[index] ?? 0;
  switch (type) {
    case 143:
      return 3 + at(2);
    case 144:
      return 4 + at(2);
    case 184:
      return 1 + 2 * at(0);
    case 186:
      return 3 + 2 * at(2);
    case 308:
      return 3 + at(2);
    case 402:
      return 1 + at(0);
    case 408:
      return 5;
    case 430:
      return 1;
    case 510:
      return 3 + at(1);
    case 514:
      return 1 + 2 * at(0);
    default:
      return undefined;
  }
}
