/** Units by a text in their serial, at any number of units. */
import type { Connection } from "../open.ts";
import type { Slices } from "./slices.ts";

/** Units looked through at a time. */
const AT_ONCE = 20_000;

/** @returns 1 per unit row id whose serial contains the text, whatever the case of its (ASCII) letters */
export function serialsMatching(
  connection: Connection,
): (text: string, slices: Slices) => Promise<Uint8Array> {
  const largest = connection.prepare("SELECT max(unit_id) FROM unit").pluck();
  const found = connection
    .prepare(
      "SELECT unit_id FROM unit WHERE unit_id > ? AND unit_id <= ? AND coalesce(serial, claimed_serial) LIKE ? ESCAPE '\\'",
    )
    .pluck();
  return async (text, { breathe }) => {
    const last = Number(largest.get() ?? 0);
    const member = new Uint8Array(last + 1);
    const pattern = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    for (let from = 0; from < last; from += AT_ONCE) {
      for (const unit of found.all(from, from + AT_ONCE, pattern) as number[]) member[unit] = 1;
      await breathe();
    }
    return member;
  };
}
