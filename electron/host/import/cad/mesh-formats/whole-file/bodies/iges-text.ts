/** The text of an IGES file with some of its entities made into null entities (type 0, 4.1), byte for byte the rest. */

const COLUMN = 72;

/** @param numbers directory numbers */
export function withoutEntities(text: string, numbers: ReadonlySet<number>): Uint8Array {
  const bytes = Buffer.from(text, "latin1");
  const begun = new Set<number>();
  let from = 0;
  while (from < text.length) {
    const end = text.indexOf("\n", from);
    const section = text[from + COLUMN];
    if (section === "D") {
      // Two lines an entity: the second has the next number.
      const number = Number(text.slice(from + COLUMN + 1, from + COLUMN + 8));
      if (numbers.has(number) || numbers.has(number - 1)) bytes.write("       0", from, "latin1");
    } else if (section === "P") {
      const owner = Number(text.slice(from + 65, from + COLUMN));
      if (numbers.has(owner) && !begun.has(owner)) {
        begun.add(owner);
        const [type = ""] = /^\s*\d+/.exec(text.slice(from, from + 64)) ?? [];
        bytes.write("0".padStart(type.length), from, "latin1");
      }
    }
    if (end < 0) break;
    from = end + 1;
  }
  return bytes;
}
