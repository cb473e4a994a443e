/** Where products of CAD files stand in the newest model of their root. */
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { Connection } from "../open.ts";
import type { LaterProduct, ProductPlace, readerContract } from "../reader-contract.ts";

export function createProductPlaces(
  connection: Connection,
): Pick<ServiceImplementation<(typeof readerContract)["models"]>, "known" | "places" | "later"> {
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
  // A product that was there before is another one, whatever it has in common.
  const later = connection.prepare(`
    WITH newest AS (SELECT part_id AS root, max(model_id) AS model_id, min(model_id) AS first FROM model GROUP BY part_id),
    own AS (SELECT n.* FROM newest n JOIN part p ON p.part_id = n.root WHERE p.number = @product),
    below AS (SELECT DISTINCT part_id FROM model_node, own WHERE model_node.model_id = own.model_id AND part_id <> own.root)
    SELECT p.number AS product, b.mesh_sha256 AS mesh, a.mesh_sha256 AS older,
      p.title IS NOT NULL AND p.title <> '' AND p.title = o.title AS isSameName,
      (SELECT count(DISTINCT part_id) FROM model_node WHERE model_id = b.model_id AND part_id IN (SELECT part_id FROM below)) AS common,
      (SELECT count(*) FROM below) AS before,
      (SELECT count(DISTINCT part_id) FROM model_node WHERE model_id = b.model_id AND part_id <> t.root) AS after
    FROM own JOIN model a ON a.model_id = own.model_id JOIN part o ON o.part_id = own.root
      JOIN newest t ON t.root <> own.root AND t.first > own.model_id
      JOIN model b ON b.model_id = t.model_id JOIN part p ON p.part_id = t.root
    WHERE t.root NOT IN (SELECT part_id FROM below)
      AND NOT EXISTS (SELECT 1 FROM model_node n WHERE n.model_id = b.model_id AND n.part_id = own.root)
    ORDER BY b.model_id LIMIT 200`);
  return {
    later: ({ product }) =>
      (later.all({ product }) as (Omit<LaterProduct, "isSameName"> & { isSameName: number | null })[]).map(
        (row) => ({ ...row, isSameName: row.isSameName === 1 }),
      ),
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
