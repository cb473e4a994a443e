/** A file of ISO 10303-21 (clear text encoding): numbered instances, equal ones written once. */
export class Part21File {
  private readonly lines: string[] = [];
  private readonly known = new Map<string, string>();

  /** Adds an instance and returns its name (`#12`). */
  add(text: string): string {
    const name = `#${this.lines.length + 1}`;
    this.lines.push(`${name}=${text};`);
    return name;
  }

  /** As `add`, but an equal instance is used again: for points, directions and the like, which have no identity. */
  share(text: string): string {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const name = this.add(text);
    this.known.set(text, name);
    return name;
  }

  /** `stamp`: ISO 8601 time for FILE_NAME (9.2.2), so that the same product gives the same bytes. */
  text(header: { name: string; description: string; stamp: string; system: string; schema: string }): string {
    return [
      "ISO-10303-21;",
      "HEADER;",
      `FILE_DESCRIPTION((${quoted(header.description)}),'2;1');`,
      `FILE_NAME(${quoted(header.name)},${quoted(header.stamp)},(''),(''),${quoted(header.system)},${quoted(header.system)},'');`,
      `FILE_SCHEMA((${quoted(header.schema)}));`,
      "ENDSEC;",
      "DATA;",
      ...this.lines,
      "ENDSEC;",
      "END-ISO-10303-21;",
      "",
    ].join("\n");
  }
}

/** A string literal: apostrophes doubled, anything beyond ASCII as \X2\ (6.4.3). */
export function quoted(text: string): string {
  const encoded = text
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "''")
    .replace(/[^\x20-\x7e]+/g, (run) => {
      const units = Array.from({ length: run.length }, (_, i) =>
        run.charCodeAt(i).toString(16).toUpperCase().padStart(4, "0"),
      );
      return `\\X2\\${units.join("")}\\X0\\`;
    });
  return `'${encoded}'`;
}

/** A real always has its point; nine decimals are 1e-9 mm. */
export function real(value: number): string {
  const rounded = Number(value.toFixed(9));
  const text = String(Object.is(rounded, -0) ? 0 : rounded);
  if (text.includes("e")) {
    const [mantissa = "0", exponent = "0"] = text.split("e");
    return `${mantissa.includes(".") ? mantissa : `${mantissa}.`}E${exponent}`;
  }
  return text.includes(".") ? text : `${text}.`;
}

export const list = (names: readonly string[]): string => `(${names.join(",")})`;
