/** Answers what the model is coloured by. */
import { MOST_PLACED, type colouringService } from "../../../../shared/contract/colouring.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { NamedUnitsOf } from "../columns/named-units.ts";
import type { SubjectColumnsOf } from "../columns/subject-columns.ts";
import type { Connection } from "../open.ts";
import { createFeatureQueries } from "./measured-features.ts";
import type { FailRateQueries } from "./fail-rates.ts";
import { createPositionNumbers } from "./position-numbers.ts";
import { createPartNumbers } from "./part-numbers.ts";
import { createPartRecords } from "./part-records.ts";
import { createSubjects } from "./subject.ts";
import { createUnitPositions } from "./unit-positions.ts";

/** @param now µs since the epoch */
export function createColouringQueries(
  connection: Connection,
  columnsOf: SubjectColumnsOf,
  namedUnits: NamedUnitsOf,
  now: () => number,
  failRates: Pick<FailRateQueries, "ofUnits">,
): ServiceImplementation<typeof colouringService> {
  const subjects = createSubjects(connection);
  const records = createPartRecords(connection);
  const numbers = createPartNumbers(connection, columnsOf, namedUnits, subjects, records, now);
  const positionedOf = createUnitPositions(connection);
  return {
    places: ({ unitId, window }) =>
      subjects.placed(unitId, window?.to ?? now(), MOST_PLACED).map(({ name, positions, ...unit }) => ({
        ...unit,
        name: name ?? undefined,
        positions: JSON.parse(positions) as string[],
      })),
    parts: numbers.parts,
    positions: createPositionNumbers(positionedOf, numbers, failRates),
    ...createFeatureQueries(connection, subjects, records, namedUnits, positionedOf),
  };
}
