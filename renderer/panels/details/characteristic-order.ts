/** Dimensions and tolerances in the order in which they are shown: those of the picked face first. Pure. */
import type { PartCharacteristic } from "../../../shared/model/cad.ts";

export interface OrderedCharacteristics {
  readonly ofFace: readonly PartCharacteristic[];
  readonly others: readonly PartCharacteristic[];
}

/** Datums last: they are no demand of their own. */
export function orderCharacteristics(
  characteristics: readonly PartCharacteristic[],
  face: number | undefined,
): OrderedCharacteristics {
  const isDatum = ({ kind }: PartCharacteristic): number => (kind === "datum" ? 1 : 0);
  const sorted = characteristics.toSorted((a, b) => isDatum(a) - isDatum(b));
  const isOf = ({ faces }: PartCharacteristic): boolean => face !== undefined && faces.includes(face);
  return { ofFace: sorted.filter(isOf), others: sorted.filter((item) => !isOf(item)) };
}
