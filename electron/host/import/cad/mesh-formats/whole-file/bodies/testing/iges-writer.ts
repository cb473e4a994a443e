/** For tests: IGES files taken apart into entities, changed, and written again (5.3, 2.2). */
export interface Entity {
  type: number;
  form: number;
  /** Blank, subordinate, use, hierarchy: two digits each. */
  status: string;
  level: number;
  matrix: number;
  colour: number;
  label: string;
  subscript: number;
  /** With the type before and the delimiter behind. */
  text: string;
}

export class IgesText {
  readonly entities = new Map<number, Entity>();
  private readonly heads: readonly string[];

  constructor(text: string) {
    const lines = text.split(/\r?\n/);
    const own = (section: string): readonly string[] => lines.filter((line) => line[72] === section);
    this.heads = [...own("S"), ...own("G")];
    const data = new Map<number, string>();
    for (const line of own("P")) {
      const owner = Number(line.slice(64, 72));
      data.set(owner, (data.get(owner) ?? "") + line.slice(0, 64).trimEnd());
    }
    const directory = own("D");
    for (let at = 0; at < directory.length; at += 2) {
      const [first = "", second = ""] = [directory[at], directory[at + 1]];
      const field = (line: string, index: number): number => Number(line.slice(index * 8, index * 8 + 8));
      this.entities.set(at + 1, {
        type: field(first, 0),
        form: field(second, 4),
        status: first.slice(64, 72),
        level: field(first, 4),
        matrix: field(first, 6),
        colour: field(second, 2),
        label: second.slice(56, 64).trim(),
        subscript: field(second, 8),
        text: data.get(at + 1) ?? "",
      });
    }
  }

  /** Numbers of all entities of a type. */
  of(type: number): readonly number[] {
    return [...this.entities].flatMap(([number, entity]) => (entity.type === type ? [number] : []));
  }

  change(number: number, change: Partial<Entity>): void {
    const entity = this.entities.get(number);
    if (entity === undefined) throw new Error(`no entity ${number}`);
    Object.assign(entity, change);
  }

  /** @param parameters behind the type */
  add(type: number, parameters: readonly (number | string)[], change: Partial<Entity> = {}): number {
    const number = this.entities.size * 2 + 1;
    const text = `${[type, ...parameters].join()};`;
    const plain = { form: 0, status: "00000000", level: 0, matrix: 0, colour: 0, label: "", subscript: 0 };
    this.entities.set(number, { type, text, ...plain, ...change });
    return number;
  }

  /** Rows of the rotation, and the translation. */
  matrix(rows: readonly (readonly number[])[], translation: readonly number[]): number {
    return this.add(
      124,
      rows.flatMap((row, at) => [...row, translation[at] ?? 0]).map((value) => value.toFixed(3)),
    );
  }

  /** A property that names what has it. */
  name(name: string): number {
    return this.add(406, [1, `${name.length}H${name}`], { form: 15, status: "00010000" });
  }

  toString(): string {
    const directory: string[] = [];
    const data: string[] = [];
    for (const [number, entity] of this.entities) {
      const lines = entity.text.match(/.{1,64}(?<=[,;])|.{1,64}/g) ?? [""];
      const { type, level, matrix, status, colour, form, label, subscript } = entity;
      directory.push(
        numbers([type, data.length + 1, 0, 0, level, 0, matrix, 0]) + status,
        numbers([type, 0, colour, lines.length, form]) +
          " ".repeat(16) +
          label.padStart(8) +
          numbers([subscript]),
      );
      for (const line of lines) data.push(line.padEnd(64) + String(number).padStart(8));
    }
    const numbered = (lines: readonly string[], section: string): readonly string[] =>
      lines.map((line, at) => `${line}${section}${String(at + 1).padStart(7, "0")}`);
    const end = `S0000001G${String(this.heads.length - 1).padStart(7, "0")}D${String(directory.length).padStart(7, "0")}P${String(data.length).padStart(7, "0")}`;
    return [
      ...this.heads,
      ...numbered(directory, "D"),
      ...numbered(data, "P"),
      `${end.padEnd(72)}T0000001`,
      "",
    ].join("\n");
  }
}

function numbers(values: readonly number[]): string {
  return values.map((value) => String(value).padStart(8)).join("");
}
