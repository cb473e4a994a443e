/** The application protocol behind a schema name (FILE_SCHEMA, ISO 10303-21, 8.2.3). */

const PROTOCOLS: readonly (readonly [RegExp, string])[] = [
  [/^AP(\d{3})/, "AP$1"],
  [/^AUTOMOTIVE_DESIGN/, "AP214"],
  [/^CONFIG(?:URATION)?_CONTROL/, "AP203"],
  [/^STRUCTURAL_ANALYSIS_DESIGN/, "AP209"],
  [/^(?:ELECTRONIC_ASSEMBLY|EDA)/, "AP210"],
  [/^INTEGRATED_CNC/, "AP238"],
  [/^SHIP_/, "AP216"],
  [/^(IFC\w*)/, "$1"],
];

/** `AP214` for `AUTOMOTIVE_DESIGN { 1 0 10303 214 3 1 1 }`; the schema's own name where it is none of these. */
export function schemaName(schemas: readonly string[]): string {
  const [first] = schemas;
  if (first === undefined) return "unknown";
  const name = first.split(/[\s{]/)[0]?.toUpperCase() ?? "";
  for (const [pattern, protocol] of PROTOCOLS) {
    const match = pattern.exec(name);
    if (match !== null) return protocol.replace("$1", match[1] ?? "");
  }
  // The object identifier says it too: { 1 0 10303 214 … }.
  const number = Number(/10303\s+(\d{3})\b/.exec(first)?.[1]);
  if (Number.isNaN(number)) return name === "" ? "unknown" : name;
  // The modules that make up AP242 are published as part 442, and so on.
  return `AP${number >= 400 && number < 500 ? number - 200 : number}`;
}
