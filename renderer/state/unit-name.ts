/** How a unit is called: a serial, or the sample it was. Never a serial that nobody knows. */
import type { SerialStatus } from "../../shared/model/unit.ts";
import { message } from "../messages/catalogue.ts";

export interface NamedUnit {
  readonly serial: string | undefined;
  readonly serialStatus: SerialStatus;
  readonly position?: number | undefined;
  readonly label?: string | undefined;
  readonly lot?: string | undefined;
}

/** `16`, or `sample 3` where the serial is missing. */
export function unitName(unit: NamedUnit): string {
  if (unit.serial !== undefined) return unit.serial;
  if (unit.position !== undefined) return message("serial.sample", { position: unit.position });
  return unit.label ?? unit.lot ?? message("serial.missing");
}

/** What must stand beside the name: `assumed`, `serial missing`; undefined for a proven serial. */
export function unitMark(unit: NamedUnit): string | undefined {
  if (unit.serialStatus === "assumed") return message("serial.assumed");
  return unit.serialStatus === "missing" ? message("serial.missing") : undefined;
}

/** Name and mark for a screen reader: `sample 3, serial missing`. */
export function unitLabel(unit: NamedUnit): string {
  const name = unitName(unit);
  const mark = unitMark(unit);
  // Nothing but a missing serial is known: said once.
  return mark === undefined || mark === name ? name : `${name}, ${mark}`;
}
