/** For tests: exchange structures written by hand, instance by instance. */
import { readExchangeFile, type ExchangeFile } from "../part21/exchange-file.ts";
import { readStructure, type CadStructure } from "./cad-structure.ts";

export const MILLIMETRE = "(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT(.MILLI.,.METRE.))";
export const METRE = "(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT($,.METRE.))";
export const RADIAN = "(NAMED_UNIT(*)PLANE_ANGLE_UNIT()SI_UNIT($,.RADIAN.))";

/** Adds instances and hands out their #ids. */
export class Exchange {
  readonly lines: string[] = [];
  private next = 1;

  add(text: string): number {
    const id = this.next;
    this.next += 1;
    this.lines.push(`#${id}=${text};`);
    return id;
  }

  /** An id to refer to before its instance is written by `put`. */
  reserve(): number {
    this.next += 1;
    return this.next - 1;
  }

  put(id: number, text: string): number {
    this.lines.push(`#${id}=${text};`);
    return id;
  }

  text(schema = "AUTOMOTIVE_DESIGN { 1 0 10303 214 3 1 1 }", fileName = "test.step"): string {
    return exchangeText(this.lines.join("\n"), schema, fileName);
  }

  read(schema?: string, fileName?: string): CadStructure {
    return readStructure(this.file(schema, fileName));
  }

  file(schema?: string, fileName?: string): ExchangeFile {
    return readExchangeFile(Buffer.from(this.text(schema, fileName), "latin1"));
  }

  context(length = MILLIMETRE, angle = RADIAN): number {
    const units = [this.add(length), this.add(angle)].map((id) => `#${id}`).join(",");
    return this.add(
      `(GEOMETRIC_REPRESENTATION_CONTEXT(3)GLOBAL_UNIT_ASSIGNED_CONTEXT((${units}))REPRESENTATION_CONTEXT('',''))`,
    );
  }

  point(...coordinates: readonly number[]): number {
    return this.add(`CARTESIAN_POINT('',(${coordinates.map(real).join(",")}))`);
  }

  direction(...ratios: readonly number[]): number {
    return this.add(`DIRECTION('',(${ratios.map(real).join(",")}))`);
  }

  /** At a point, z axis, x axis. */
  axes(
    origin: readonly number[] = [0, 0, 0],
    z: readonly number[] = [0, 0, 1],
    x: readonly number[] = [1, 0, 0],
  ): number {
    return this.add(
      `AXIS2_PLACEMENT_3D('',#${this.point(...origin)},#${this.direction(...z)},#${this.direction(...x)})`,
    );
  }

  representation(items: readonly number[], context: number, kind = "SHAPE_REPRESENTATION"): number {
    return this.add(`${kind}('',(${items.map((id) => `#${id}`).join(",")}),#${context})`);
  }

  /** A product with its definition; `shape` is tied to it where given. */
  product(number: string, shape?: number, name = number, revision = "A"): number {
    const product = this.add(`PRODUCT('${number}','${name}','',())`);
    const formation = this.add(`PRODUCT_DEFINITION_FORMATION('${revision}','',#${product})`);
    const definition = this.add(`PRODUCT_DEFINITION('design','',#${formation},$)`);
    if (shape !== undefined) {
      const shapeOf = this.add(`PRODUCT_DEFINITION_SHAPE('','',#${definition})`);
      this.add(`SHAPE_DEFINITION_REPRESENTATION(#${shapeOf},#${shape})`);
    }
    return definition;
  }

  usage(parent: number, child: number, { id = "1", name = "", designator = "" } = {}): number {
    const written = designator === "" ? "$" : `'${designator}'`;
    return this.add(`NEXT_ASSEMBLY_USAGE_OCCURRENCE('${id}','${name}','',#${parent},#${child},${written})`);
  }

  /** Ties a usage to the relation of two representations by two placements. */
  place(usage: number, rep1: number, rep2: number, item1: number, item2: number): number {
    return this.relate(usage, rep1, rep2, this.add(`ITEM_DEFINED_TRANSFORMATION('','',#${item1},#${item2})`));
  }

  relate(usage: number, rep1: number, rep2: number, operator: number): number {
    const relation = this.add(
      `(REPRESENTATION_RELATIONSHIP('','',#${rep1},#${rep2})REPRESENTATION_RELATIONSHIP_WITH_TRANSFORMATION(#${operator})SHAPE_REPRESENTATION_RELATIONSHIP())`,
    );
    const shape = this.add(`PRODUCT_DEFINITION_SHAPE('','',#${usage})`);
    this.add(`CONTEXT_DEPENDENT_SHAPE_REPRESENTATION(#${relation},#${shape})`);
    return relation;
  }

  /** A block of the given edges with its lowest corner at the origin, or elsewhere, as a valid B-rep. */
  block(
    dx: number,
    dy: number,
    dz: number,
    at: readonly [number, number, number] = [0, 0, 0],
  ): { solid: number; shell: number; faces: readonly number[] } {
    const corners = Array.from({ length: 8 }, (_, i): readonly [number, number, number] => [
      at[0] + (i & 1) * dx,
      at[1] + ((i >> 1) & 1) * dy,
      at[2] + ((i >> 2) & 1) * dz,
    ]);
    const points = corners.map((corner) => this.point(...corner));
    const vertices = points.map((point) => this.add(`VERTEX_POINT('',#${point})`));
    const edges = new Map<string, number>();
    const edge = (from: number, to: number): string => {
      const [a, b] = from < to ? [from, to] : [to, from];
      let id = edges.get(`${a} ${b}`);
      if (id === undefined) {
        const [p, q] = [corners[a] ?? [0, 0, 0], corners[b] ?? [0, 0, 0]];
        const along = this.direction(...p.map((value, i) => (q[i] ?? 0) - value));
        const line = this.add(`LINE('',#${points[a]},#${this.add(`VECTOR('',#${along},1.)`)})`);
        id = this.add(`EDGE_CURVE('',#${vertices[a]},#${vertices[b]},#${line},.T.)`);
        edges.set(`${a} ${b}`, id);
      }
      return `#${this.add(`ORIENTED_EDGE('',*,*,#${id},.${from < to ? "T" : "F"}.)`)}`;
    };
    // Counter-clockwise seen from outside.
    const sides: readonly (readonly [readonly number[], readonly number[], readonly number[]])[] = [
      [
        [0, 2, 3, 1],
        [0, 0, -1],
        [1, 0, 0],
      ],
      [
        [4, 5, 7, 6],
        [0, 0, 1],
        [1, 0, 0],
      ],
      [
        [0, 1, 5, 4],
        [0, -1, 0],
        [1, 0, 0],
      ],
      [
        [2, 6, 7, 3],
        [0, 1, 0],
        [1, 0, 0],
      ],
      [
        [0, 4, 6, 2],
        [-1, 0, 0],
        [0, 1, 0],
      ],
      [
        [1, 3, 7, 5],
        [1, 0, 0],
        [0, 1, 0],
      ],
    ];
    const faces = sides.map(([loop, normal, x], side) => {
      const around = loop.map((corner, i) => edge(corner, loop[(i + 1) % 4] ?? 0)).join(",");
      const bound = this.add(`FACE_OUTER_BOUND('',#${this.add(`EDGE_LOOP('',(${around}))`)},.T.)`);
      const plane = this.add(`PLANE('',#${this.axes(corners[loop[0] ?? 0], normal, x)})`);
      return this.add(`ADVANCED_FACE('side ${side}',(#${bound}),#${plane},.T.)`);
    });
    const shell = this.add(`CLOSED_SHELL('',(${faces.map((id) => `#${id}`).join(",")}))`);
    return { solid: this.add(`MANIFOLD_SOLID_BREP('',#${shell})`), shell, faces };
  }

  /** PRESENTATION_STYLE_ASSIGNMENT of a surface colour. */
  style(red: number, green: number, blue: number): number {
    const colour = this.add(`COLOUR_RGB('',${[red, green, blue].map(real).join(",")})`);
    const fill = this.add(`FILL_AREA_STYLE('',(#${this.add(`FILL_AREA_STYLE_COLOUR('',#${colour})`)}))`);
    const side = this.add(`SURFACE_SIDE_STYLE('',(#${this.add(`SURFACE_STYLE_FILL_AREA(#${fill})`)}))`);
    return this.add(`PRESENTATION_STYLE_ASSIGNMENT((#${this.add(`SURFACE_STYLE_USAGE(.BOTH.,#${side})`)}))`);
  }

  styled(item: number, style: number): number {
    return this.add(`STYLED_ITEM('',(#${style}),#${item})`);
  }
}

export function exchangeText(
  data: string,
  schema = "AUTOMOTIVE_DESIGN { 1 0 10303 214 3 1 1 }",
  fileName = "test.step",
): string {
  return `ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('${fileName}','2026-03-04T05:06:07',('author'),('organisation'),'preprocessor','system','');
FILE_SCHEMA(('${schema}'));
ENDSEC;
DATA;
${data}
ENDSEC;
END-ISO-10303-21;
`;
}

function real(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text.toUpperCase() : `${text}.`;
}
