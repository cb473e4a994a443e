/**
 * A person's word that the order of a file's samples is the order of the serials. It lives in
 * user.db and is applied to the cache again after every import and rebuild; withdrawing it restores
 * "missing" exactly.
 */
import type { SerialClaim } from "../../../../shared/contract/units.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../open.ts";
import { userPath } from "../stores.ts";
import type { writerContract } from "./writer-contract.ts";

interface ClaimRow {
  readonly claimId: string;
  readonly sourceId: string;
  readonly partNumber: string;
  readonly status: "assumed" | "proven";
}

const ACTIVE = `SELECT claim_id AS claimId, source_id AS sourceId, part_number AS partNumber, status
  FROM serial_claim WHERE withdrawn_us IS NULL ORDER BY claimed_us, claim_id`;

/** Units of a claim: those of the source and part whose serial the source does not give. */
const CLAIMED_UNITS = `SELECT u.unit_id FROM unit u JOIN source s USING (source_id) JOIN part p ON p.part_id = u.part_id
  WHERE s.id = ? AND p.number = ? AND u.serial IS NULL AND u.position IS NOT NULL`;

/** Sets claimed serials from the active claims; everything else is cleared. Idempotent. */
export function applyClaims(cache: Connection, user: Connection): void {
  cache
    .prepare(
      "UPDATE unit SET claimed_serial = NULL, claimed_status = NULL, same_as = NULL WHERE claimed_serial IS NOT NULL",
    )
    .run();
  const set = cache.prepare(`
    UPDATE unit SET claimed_serial = CAST(position AS TEXT), claimed_status = ?,
      same_as = (SELECT o.unit_id FROM unit o WHERE o.part_id = unit.part_id AND o.serial = CAST(unit.position AS TEXT))
    WHERE unit_id IN (${CLAIMED_UNITS})`);
  for (const claim of user.prepare(ACTIVE).all() as ClaimRow[])
    set.run(claim.status, claim.sourceId, claim.partNumber);
}

export function createClaims(
  cache: Connection,
  user: Connection,
  folder: string,
  now: () => number,
  onChanged: () => void,
): ServiceImplementation<typeof writerContract.claims> {
  const count = cache.prepare(`SELECT count(*) FROM (${CLAIMED_UNITS})`).pluck();
  const withUnits = (row: ClaimRow): SerialClaim => ({
    ...row,
    units: Number(count.get(row.sourceId, row.partNumber)),
  });
  const safely = <T>(work: () => T): T => translateErrors(userPath(folder), work);
  const reapply = (): void => {
    cache.transaction(() => applyClaims(cache, user))();
    onChanged();
  };
  return {
    list: () => (user.prepare(ACTIVE).all() as ClaimRow[]).map(withUnits),
    add: (claim) =>
      safely(() => {
        const result = withUnits(claim);
        if (result.units === 0)
          throw new Failure("invalid", "This source has no samples without a serial number for that part.");
        user.transaction(() => {
          user
            .prepare(
              "UPDATE serial_claim SET withdrawn_us = ? WHERE source_id = ? AND part_number = ? AND withdrawn_us IS NULL",
            )
            .run(now(), claim.sourceId, claim.partNumber);
          user
            .prepare(
              "INSERT INTO serial_claim (claim_id, source_id, part_number, status, claimed_us) VALUES (?, ?, ?, ?, ?)",
            )
            .run(claim.claimId, claim.sourceId, claim.partNumber, claim.status, now());
        })();
        reapply();
        return result;
      }),
    withdraw: ({ claimId }) =>
      safely(() => {
        const row = (user.prepare(ACTIVE).all() as ClaimRow[]).find((claim) => claim.claimId === claimId);
        if (row === undefined) throw new Failure("invalid", "This claim is not there any more.");
        user.prepare("UPDATE serial_claim SET withdrawn_us = ? WHERE claim_id = ?").run(now(), claimId);
        const { units } = withUnits(row);
        reapply();
        return { units };
      }),
  };
}
