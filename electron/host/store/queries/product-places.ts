/** Where products of CAD files stand in the newest model of their root. */
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { Connection } from "../open.ts";
import type { ProductPlace, readerContract } from "../reader-contract.ts";

export function createProductPlaces(
  connection: Connection,
): Pick<ServiceImplementation<(typeof readerContract)["models"]>, "known" | "places"> {
  const known = connection
    .prepare("SELECT number FROM part WHERE number IN (SELECT value FROM json_each(?))")
    .pluck();
  const models = connection.prepare(
    `SELECT model_id AS id, mesh_sha256 AS mesh, file_name AS fileName FROM model
     WHERE part_id = (SELECT part_id FROM part WHERE number = ?) ORDER BY model_id DESC`,
  );
  const holds = connection
    .prepare(
      "SELECT 1 FROM model_node WHERE model_id = ? AND part_id = (SELECT part_id FROM part WHERE number = ?) LIMIT 1",
    )
    .pluck();
  const named = connection
    .prepare(
      // What the older model held beside it is a product of its own, whatever it is called.
      `SELECT DISTINCT p.number FROM model_node n JOIN part p USING (part_id) WHERE n.model_id = ? AND p.title = ?
       AND NOT EXISTS (SELECT 1 FROM model_node o WHERE o.model_id = ? AND o.part_id = n.part_id) LIMIT 3`,
    )
    .pluck();
  return {
    known: ({ partNumbers }) => known.all(JSON.stringify(partNumbers)) as string[],
    places: ({ links }) =>
      links.map(({ product, number, name }): ProductPlace | undefined => {
        const all = models.all(product) as { id: number; mesh: string; fileName: string }[];
        const [newest] = all;
        if (newest === undefined) return undefined;
        const older = all.find(({ id }) => holds.get(id, number) !== undefined);
        return {
          newest: newest.mesh,
          fileName: newest.fileName,
          isHeld: older === newest,
          older: older?.mesh,
          named: name === "" ? [] : (named.all(newest.id, name, older?.id ?? -1) as string[]),
        };
      }),
  };
}
