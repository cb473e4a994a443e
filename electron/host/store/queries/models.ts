/** The models of the cache, to be chosen from. */
import type { ComparableModel, partsService } from "../../../../shared/contract/parts.ts";
import type { GonePart, PartInModel } from "../../../../shared/links/carry-plan.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { Connection } from "../open.ts";
import { createSubjects } from "./subject.ts";

interface Row {
  readonly sha256: string;
  readonly fileName: string;
  readonly partNumber: string;
  readonly revision: string | null;
  readonly holdsPart: number;
  readonly addedAt: number | null;
  readonly mesh: string;
  readonly bytes: number;
}

export function createModelQueries(connection: Connection): Pick<
  ServiceImplementation<typeof partsService>,
  "models"
> & {
  readonly mesh: (input: { readonly sha256: string }) => string | undefined;
  readonly gone: (input: { readonly partNumbers: readonly string[] }) => readonly GonePart[];
  readonly holding: (input: { readonly partNumbers: readonly string[] }) => readonly PartInModel[];
} {
  const subjects = createSubjects(connection);
  // A part has one revision in one file: any of its nodes says it.
  const models = connection.prepare(`
    WITH holding AS (SELECT DISTINCT model_id FROM model_node WHERE part_id = @id)
    SELECT m.sha256, m.file_name AS fileName, r.number AS partNumber, m.added_us AS addedAt, m.mesh_sha256 AS mesh, m.bytes,
      holding.model_id IS NOT NULL AS holdsPart,
      (SELECT n.revision FROM model_node n
        WHERE n.model_id = m.model_id AND n.part_id = iif(holding.model_id IS NULL, m.part_id, @id) LIMIT 1) AS revision
    FROM model m JOIN part r ON r.part_id = m.part_id LEFT JOIN holding USING (model_id)
    ORDER BY holdsPart DESC, m.part_id = @id DESC, m.model_id DESC LIMIT 1000`);
  const mesh = connection.prepare("SELECT mesh_sha256 FROM model WHERE sha256 = ?").pluck();
  // Under its own number, or as a product of the file that a person said it is.
  const holding = connection.prepare(`
    WITH wanted AS (SELECT part_id, number FROM part WHERE number IN (SELECT value FROM json_each(?)))
    SELECT p.number AS partNumber, ifnull(n.revision, '') AS revision, m.mesh_sha256 AS mesh, m.added_us AS addedAt,
      NULL AS number, m.model_id
    FROM wanted p JOIN model_node n USING (part_id) JOIN model m USING (model_id)
    UNION
    SELECT p.number, ifnull(n.revision, ''), m.mesh_sha256, m.added_us, x.number, m.model_id
    FROM wanted p JOIN linked_part l USING (part_id) JOIN part x ON x.part_id = l.number_id
      JOIN model m ON m.part_id = l.product_id JOIN model_node n ON n.model_id = m.model_id AND n.part_id = l.number_id
    ORDER BY 6 DESC, 5 IS NOT NULL`);
  // Of models of one product the newest; a part that came back with it is not gone.
  const gone = connection.prepare(`
    WITH wanted AS (SELECT part_id, number FROM part WHERE number IN (SELECT value FROM json_each(?))),
    holder AS (
      SELECT w.part_id, w.number, m.part_id AS root, max(m.model_id) AS model_id
      FROM wanted w JOIN model_node n USING (part_id) JOIN model m USING (model_id) GROUP BY w.part_id, m.part_id),
    newest AS (SELECT part_id AS root, max(model_id) AS model_id FROM model GROUP BY part_id)
    SELECT h.number AS partNumber, a.mesh_sha256 AS older, b.mesh_sha256 AS newer, r.number AS product, b.file_name AS fileName
    FROM holder h JOIN newest t USING (root) JOIN model a ON a.model_id = h.model_id JOIN model b ON b.model_id = t.model_id JOIN part r ON r.part_id = b.part_id
    WHERE t.model_id > h.model_id ORDER BY h.number`);
  return {
    models: ({ partNumber }) => {
      const id = partNumber === undefined ? -1 : subjects.partId(partNumber);
      return (models.all({ id }) as Row[]).map(
        ({ mesh: blob, revision, addedAt, holdsPart, ...row }): ComparableModel => ({
          ...row,
          revision: revision ?? undefined,
          addedAt: addedAt ?? undefined,
          holdsPart: holdsPart === 1,
          blob: `/blob/${blob}`,
        }),
      );
    },
    gone: ({ partNumbers }) => gone.all(JSON.stringify(partNumbers)) as GonePart[],
    holding: ({ partNumbers }) =>
      (
        holding.all(JSON.stringify(partNumbers)) as (Omit<PartInModel, "addedAt" | "number"> & {
          addedAt: number | null;
          number: string | null;
        })[]
      ).map(({ partNumber, revision, mesh: blob, addedAt, number }) => ({
        partNumber,
        revision,
        mesh: blob,
        addedAt: addedAt ?? undefined,
        ...(number === null ? {} : { number }),
      })),
    mesh: ({ sha256 }) => mesh.get(sha256) as string | undefined,
  };
}
