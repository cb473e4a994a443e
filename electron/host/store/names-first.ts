/**
 * Questions that filter or draw lanes by orders or characteristics: their names are read first, in slices, so that the
 * first such question does not hold up all others.
 */
import type { HandlerContext } from "../../../shared/rpc/service.ts";
import { isNamed, type FilteredColumns } from "./columns/filter-events.ts";
import { createSlices } from "./tables/slices.ts";

interface Asked {
  readonly only?: readonly { readonly by: string }[];
  readonly lanes?: { readonly by: string; readonly within?: string | undefined };
}

/** @param now µs */
export function createNamesFirst(readNames: FilteredColumns["readNames"], now: () => number) {
  return <T extends object>(service: T): T =>
    Object.fromEntries(
      Object.entries(service).map(
        ([name, answer]: [string, (input: Asked, context: HandlerContext) => unknown]) => [
          name,
          (input: Asked, context: HandlerContext) => {
            const { only = [], lanes } = input;
            const by = new Set([...only.map((filter) => filter.by), lanes?.by ?? "", lanes?.within ?? ""]);
            // Nothing else takes long: it is answered at once.
            if (![...by].some(isNamed)) return answer(input, context);
            return readNames(by, createSlices(now, context.signal).breathe).then(() =>
              answer(input, context),
            );
          },
        ],
      ),
    ) as T;
}
