/** Directory and parameters of an IGES file (ANSI US PRO/IPO-100, 5.3, 2.2.4.4 and 2.2.4.5): what surfaces need of it. */
import {
  fromAxes,
  IDENTITY,
  isFinite,
  multiply,
  type Transform,
  type Vector,
} from "../../../structure/transform.ts";

export interface IgesEntity {
  readonly type: number;
  readonly form: number;
  /** It is part of another entity and means nothing alone (2.2.4.4.9.2: 01 or 03). */
  readonly isDependent: boolean;
  /** It is geometry, not a note, a definition or a curve in a plane of parameters (2.2.4.4.9.3: 00, or 06 for construction). */
  readonly isGeometry: boolean;
  /** Directory number of its transformation matrix; 0 for none. */
  readonly matrix: number;
  /** Behind the type; empty for types that are not asked for. */
  readonly parameters: readonly number[];
  /** The same as written, strings without their `5H`; of types that have strings alone. */
  readonly texts: readonly string[];
  /** Up to eight characters, and a number where it has one (2.2.4.4.18 and 19). */
  readonly label: string;
  readonly subscript: number;
  /** Number of its level; negative for the directory number of a list of levels; 0 for none. */
  readonly level: number;
  /** Number of a colour that the standard names, negative for the directory number of a definition; 0 for none. */
  readonly colour: number;
  /** It is not shown (2.2.4.4.9.1). */
  readonly isBlanked: boolean;
}

/** By directory number: the number of the first of an entity's two lines. */
export type IgesEntities = ReadonlyMap<number, IgesEntity>;

const WIDTH = 72;
/** Subfigure definitions and properties have strings among their parameters. */
const WORDED = new Set([308, 406]);
/** Deeper chains of matrices are a ring. */
const DEEPEST = 16;

type Head = Omit<IgesEntity, "parameters" | "texts">;
type Delimiters = readonly [parameter: string, record: string];

/** One whose parameters are read when they are asked for: of most curves and many surfaces nobody does. */
class ReadEntity implements IgesEntity {
  readonly type: number;
  readonly form: number;
  readonly isDependent: boolean;
  readonly isGeometry: boolean;
  readonly matrix: number;
  readonly label: string;
  readonly subscript: number;
  readonly level: number;
  readonly colour: number;
  readonly isBlanked: boolean;
  /** Its parameters as they are written. */
  data = "";
  private readonly delimiters: Delimiters;
  private known: Pick<IgesEntity, "parameters" | "texts"> | undefined;

  /** @param first and @param second of its lines in the directory */
  constructor(first: string, second: string, delimiters: Delimiters) {
    this.type = field(first, 0);
    this.form = field(second, 4);
    this.isDependent = /[13]/.test(first.slice(67, 68));
    this.isGeometry = GEOMETRY.has(first.slice(68, 70));
    this.matrix = field(first, 6);
    this.label = second.slice(56, 64).trim();
    this.subscript = field(second, 8);
    this.level = field(first, 4);
    this.colour = field(second, 2);
    this.isBlanked = first.slice(64, 66) === "01";
    this.delimiters = delimiters;
  }

  get parameters(): readonly number[] {
    return this.read().parameters;
  }

  get texts(): readonly string[] {
    return this.read().texts;
  }

  private read(): Pick<IgesEntity, "parameters" | "texts"> {
    if (this.known !== undefined) return this.known;
    const [parameter, record] = this.delimiters;
    if (WORDED.has(this.type)) {
      const texts = words(this.data, parameter, record);
      this.known = { parameters: texts.map(Number), texts };
    } else this.known = { parameters: numbers(this.data, parameter, record), texts: [] };
    return this.known;
  }
}

const GEOMETRY = new Set(["00", " 0", "  ", "06", " 6"]);

/**
 * @param wanted types whose parameters are read, by the directory of all
 * @param delimiters of parameters, and what ends a record
 */
export function readIgesEntities(
  text: string,
  wanted: (directory: Iterable<Head>) => ReadonlySet<number>,
  delimiters: Delimiters,
): IgesEntities {
  const entities = new Map<number, ReadEntity>();
  let types: ReadonlySet<number> | undefined;
  let first: string | undefined;
  for (const line of linesOf(text)) {
    if (line[WIDTH] === "D") {
      if (first === undefined) {
        first = line;
        continue;
      }
      entities.set(Number(first.slice(WIDTH + 1, WIDTH + 8)), new ReadEntity(first, line, delimiters));
      first = undefined;
    } else if (line[WIDTH] === "P") {
      // The directory stands before all parameters.
      types ??= wanted(entities.values());
      const owner = entities.get(Number(line.slice(65, WIDTH)));
      if (owner !== undefined && types.has(owner.type)) owner.data += line.slice(0, 64);
    } else if (line[WIDTH] === "T") break;
  }
  return entities;
}

function* linesOf(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    const end = text.indexOf("\n", from);
    yield text.slice(from, end < 0 ? text.length : end);
    if (end < 0) return;
    from = end + 1;
  }
}

function field(line: string, at: number): number {
  return Number(line.slice(at * 8, at * 8 + 8)) || 0;
}

/** Without the type that stands first. Exponents may be written with a D. */
function numbers(text: string, parameter: string, record: string): readonly number[] {
  const end = text.indexOf(record);
  return (end < 0 ? text : text.slice(0, end))
    .split(parameter)
    .slice(1)
    .map((value) => (value.trim() === "" ? 0 : Number(value.replace(/[Dd]/, "E"))));
}

/** Strings stand with their length before them (2.2.2.3), whatever characters they hold. */
function words(text: string, parameter: string, record: string): readonly string[] {
  const found: string[] = [];
  let at = 0;
  while (at < text.length) {
    const [head, count] = /^\s*(\d{1,5})H/.exec(text.slice(at, at + 80)) ?? [];
    let value = "";
    if (head !== undefined) {
      value = text.slice(at + head.length, at + head.length + Number(count));
      at += head.length + value.length;
    }
    let end = at;
    while (end < text.length && text[end] !== parameter && text[end] !== record) end += 1;
    found.push(head === undefined ? text.slice(at, end).trim() : value);
    if (text[end] !== parameter) break;
    at = end + 1;
  }
  return found.slice(1);
}

/** The matrices of an entity (type 124), its own first; undefined where one is not there. */
export function placementOf(entities: IgesEntities, { matrix }: IgesEntity): Transform | undefined {
  let result: Transform = IDENTITY;
  let next = matrix;
  for (let depth = 0; next !== 0; depth++) {
    const entity = entities.get(next);
    const own = entity === undefined ? undefined : matrixOf(entity);
    if (entity === undefined || own === undefined || depth > DEEPEST) return undefined;
    result = multiply(own, result);
    next = entity.matrix;
  }
  return result;
}

/** Rows of rotation and translation (4.21). */
export function matrixOf({ type, parameters }: IgesEntity): Transform | undefined {
  if (type !== 124) return undefined;
  const at = (row: number, column: number): number => parameters[row * 4 + column] ?? NaN;
  const vector = (column: number): Vector => [at(0, column), at(1, column), at(2, column)];
  const matrix = fromAxes(vector(0), vector(1), vector(2), vector(3));
  return isFinite(matrix) ? matrix : undefined;
}
