/** CAD models and their nodes; the BOM closure that subtree questions stand on. */
import type { Connection } from "../open.ts";
import type { PartNames } from "./part-names.ts";
import type { Outcome, WritingSource } from "./records/writing.ts";
import type { StoredModelRecord } from "./writer-contract.ts";

export function createModelWriter(
  connection: Connection,
  names: PartNames,
): { write(record: StoredModelRecord, source: WritingSource): Outcome } {
  const find = connection.prepare("SELECT model_id AS id, mesh_sha256 AS mesh FROM model WHERE sha256 = ?");
  const insert = connection.prepare(
    "INSERT INTO model (sha256, file_name, part_id, mesh_sha256, bytes, problems, source_id, added_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const update = connection.prepare(
    "UPDATE model SET mesh_sha256 = ?, bytes = ?, problems = ? WHERE model_id = ?",
  );
  const insertNode = connection.prepare(
    "INSERT OR IGNORE INTO model_node (model_id, path, part_id, origin, revision) VALUES (?, ?, ?, ?, ?)",
  );
  const setRevisionModel = connection.prepare(
    "UPDATE part_revision SET model_sha256 = ? WHERE part_id = ? AND revision = ?",
  );
  const forgetNodes = connection.prepare("DELETE FROM model_node WHERE model_id = ?");
  const writeNodes = (model: number | bigint, record: StoredModelRecord, source: WritingSource): void => {
    for (const node of record.nodes) {
      const reference = { ...node.part, strength: "stated" } as const;
      insertNode.run(
        model,
        node.path,
        names.resolve(reference, source.exact),
        "source",
        node.part.revision ?? null,
      );
    }
  };
  // Of this run: models whose parts are still coming.
  const growing = new Set<number>();
  return {
    write(record, source) {
      const known = find.get(record.sha256) as { id: number; mesh: string } | undefined;
      const problems = JSON.stringify(record.problems);
      if (known !== undefined) {
        // The same file read by a newer importer: a better mesh of the same content.
        if (known.mesh === record.meshSha256) {
          // Named by a reading that broke off: it grows on from here.
          if (record.isPartial === true) growing.add(known.id);
          return "repeated";
        }
        // What is whole stays so until the new one is.
        if (record.isPartial === true && !growing.has(known.id)) return "repeated";
        if (record.isPartial !== true) growing.delete(known.id);
        update.run(record.meshSha256, record.bytes, problems, known.id);
        forgetNodes.run(known.id);
        writeNodes(known.id, record, source);
        return "taken";
      }
      const root = names.resolve(record.part, source.exact);
      const { lastInsertRowid } = insert.run(
        record.sha256,
        record.fileName,
        root,
        record.meshSha256,
        record.bytes,
        problems,
        source.sourceId,
        source.receivedAt,
      );
      if (record.isPartial === true) growing.add(Number(lastInsertRowid));
      writeNodes(lastInsertRowid, record, source);
      if (record.part.revision !== undefined) setRevisionModel.run(record.sha256, root, record.part.revision);
      return "taken";
    },
  };
}

/**
 * Recomputes the closure from the BOM lines, and those that follow from links between CAD products and parts
 * (29,000 lines: well under a second). A cycle, which no sound BOM has, is cut where it closes.
 */
export function rebuildClosure(connection: Connection): void {
  connection.exec(`
    DELETE FROM bom_closure;
    INSERT OR IGNORE INTO bom_closure
      WITH RECURSIVE below (ancestor, descendant, depth) AS (
        SELECT part_id, part_id, 0 FROM part
        UNION
        SELECT ancestor, child_id, depth + 1 FROM below JOIN bom_line ON parent_id = descendant WHERE depth < 64
        UNION
        SELECT ancestor, child_id, depth + 1 FROM below JOIN linked_line ON parent_id = descendant WHERE depth < 64
      )
      SELECT ancestor, descendant, min(depth) FROM below GROUP BY ancestor, descendant;
  `);
}
