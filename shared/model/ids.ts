/** Branded identifiers: a unit id can't be passed where an event position is meant. */
declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Row id of a unit (a serial, a lot, or one sample without a serial). */
export type UnitId = Branded<number, "UnitId">;
/** Feed position of an event: its row id, ascending in commit order, never reused. */
export type EventPosition = Branded<number, "EventPosition">;
/** Logical source of records, for example `qif:<QPId>` or `log:Hurco04/<file name>`. */
export type SourceId = Branded<string, "SourceId">;
/** Part number: the name that design gives a part. */
export type PartNumber = Branded<string, "PartNumber">;
/** Lower-case hexadecimal SHA-256 of a file's or a payload's bytes (64 characters). */
export type Sha256 = Branded<string, "Sha256">;

export const unitId = (value: number): UnitId => value as UnitId;
export const eventPosition = (value: number): EventPosition => value as EventPosition;
export const sourceId = (value: string): SourceId => value as SourceId;
export const partNumber = (value: string): PartNumber => value as PartNumber;
export const sha256 = (value: string): Sha256 => value as Sha256;
