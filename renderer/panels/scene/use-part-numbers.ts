/** Units of a part and how many of them failed: in the brushed span and as filtered, or in all. */
import { isNarrowed } from "../../state/is-narrowed.ts";
import { findPart, useCache } from "../../state/cache.ts";
import { useColouring } from "../../state/colouring.ts";
import { useSelection } from "../../state/selection.ts";

export interface PartNumbers {
  readonly title: string | undefined;
  readonly numbers: { readonly units: number; readonly failed: number } | undefined;
}

export function usePartNumbers(partNumber: string | undefined): PartNumbers {
  const part = useCache((state) => findPart(state.tree, partNumber));
  const rates = useColouring((state) => state.rates);
  const isOfSome = useSelection((state) => state.window !== undefined || isNarrowed("fail-rate", state.only));
  const title = part?.title;
  if (rates === undefined || !isOfSome) {
    const numbers = part === undefined ? undefined : { units: part.unitCount, failed: part.failedUnitCount };
    return { title, numbers };
  }
  const seen = rates.parts.find((one) => one.partNumber === partNumber);
  return { title, numbers: { units: seen?.units ?? 0, failed: seen?.failed ?? 0 } };
}
