import { naturalOrder } from "../../../../shared/text/natural-order.ts";
import { packTree, type PartTree } from "../../../../shared/contract/part-tree.ts";
import type { Note, PartDetails, PartTreeNode, partsService } from "../../../../shared/contract/parts.ts";
import type { Fact } from "../../../../shared/contract/common.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { EventColumns } from "../columns/event-columns.ts";
import type { Connection } from "../open.ts";
import { createPartRecords } from "./part-records.ts";
import { createSubjects } from "./subject.ts";

/** Deepest product structure shown; a deeper one is cut rather than looping on a cycle. */
const MAXIMUM_DEPTH = 64;
/** Lines of the whole tree; beyond it the tree is cut (a later step loads it by branch). */
const MAXIMUM_NODES = 200_000;

/** Row ids as one value. */
const THESE = "(SELECT value FROM json_each(?))";

interface PartRow {
  readonly id: number;
  readonly number: string;
  readonly revision: string | null;
  readonly title: string | null;
  readonly units: number;
  readonly model: number;
}

export function createPartQueries(
  connection: Connection,
  columns: EventColumns,
): Omit<ServiceImplementation<typeof partsService>, "models"> {
  const subjects = createSubjects(connection);
  const records = createPartRecords(connection);
  const parts = connection.prepare(`
    SELECT p.part_id AS id, p.number, p.revision, p.title,
      (SELECT count(*) FROM unit u WHERE u.part_id = p.part_id AND u.same_as IS NULL) AS units,
      EXISTS (SELECT 1 FROM model_node n WHERE n.part_id = p.part_id) AS model
    FROM part p`);
  const lines = connection.prepare(
    "SELECT parent_id AS parent, child_id AS child, quantity, find_number AS find FROM bom_line ORDER BY parent_id, child_id",
  );
  const partRow = connection.prepare(
    "SELECT part_id AS id, number, revision, title FROM part WHERE number = ?",
  );
  const notes = connection.prepare(`
    SELECT n.text, n.place, s.id AS sourceId, s.name AS sourceName FROM note n JOIN source s USING (source_id)
    WHERE n.part_id IN ${THESE} ORDER BY n.note_id LIMIT 500`);
  const aliases = connection.prepare(
    "SELECT name, origin FROM part_alias WHERE part_id = ? AND name <> ? ORDER BY name LIMIT 200",
  );
  const laboratories = connection.prepare(`
    SELECT coalesce(m.laboratory, s.name) AS laboratory, count(DISTINCT m.unit_id) AS units,
      count(DISTINCT CASE WHEN m.verdict = 'fail' THEN m.unit_id END) AS failed
    FROM measurement m JOIN characteristic c USING (characteristic_id) JOIN source s ON s.source_id = m.source_id
    WHERE c.part_id IN ${THESE} GROUP BY 1 ORDER BY 1`);
  const model = connection.prepare(`
    SELECT m.sha256, m.file_name AS fileName, m.mesh_sha256 AS mesh, m.bytes, m.problems, r.number AS root
    FROM model m JOIN part r ON r.part_id = m.part_id
    WHERE m.part_id = @id OR m.model_id IN (SELECT model_id FROM model_node WHERE part_id = @id)
    ORDER BY m.part_id = @id DESC, m.model_id DESC LIMIT 1`);
  const statusCounts = connection.prepare(
    `SELECT coalesce(claimed_status, serial_status) AS status, count(*) AS n FROM unit WHERE part_id IN ${THESE} AND same_as IS NULL GROUP BY 1`,
  );
  const equipment = connection
    .prepare(
      `SELECT DISTINCT q.name FROM event e JOIN equipment q USING (equipment_id) WHERE e.part_id IN ${THESE} AND e.superseded = 0 ORDER BY 1 LIMIT 20`,
    )
    .pluck();
  const span = connection.prepare(
    `SELECT min(started_us) AS first, max(started_us) AS last FROM event WHERE part_id IN ${THESE} AND superseded = 0`,
  );

  const rowOf = (partNumber: string): Pick<PartRow, "id" | "number" | "revision" | "title"> => {
    subjects.partId(partNumber);
    return partRow.get(partNumber) as PartRow;
  };

  /** A start asks for it before the page does. */
  let known: { readonly version: unknown; readonly tree: PartTree } | undefined;
  const treeNow = (): readonly PartTreeNode[] => {
    const counts = columns.counts();
    const rows = new Map((parts.all() as PartRow[]).map((row) => [row.id, row]));
    const links = records.links();
    /** Of a part and the products that it is. */
    const together = (id: number, count: (id: number) => number): number =>
      (links?.products.get(id) ?? []).reduce((sum, product) => sum + count(product), count(id));
    const unitsOf = (id: number): number => rows.get(id)?.units ?? 0;
    const failed = counts.failedUnitsTogether(links?.products ?? new Map());
    const children = new Map<number, { child: number; quantity: number; find: string | null }[]>();
    const isChild = new Set<number>();
    for (const line of lines.all() as {
      parent: number;
      child: number;
      quantity: number;
      find: string | null;
    }[]) {
      isChild.add(line.child);
      const list = children.get(line.parent);
      if (list === undefined) children.set(line.parent, [line]);
      else list.push(line);
    }
    const nodes: PartTreeNode[] = [];
    const withModel = new Map<number, boolean>();
    const hasModel = (id: number, depth: number): boolean => {
      const known = withModel.get(id);
      if (known !== undefined) return known;
      withModel.set(id, false);
      const own = rows.get(id)?.model === 1;
      const result =
        own ||
        (depth < MAXIMUM_DEPTH && (children.get(id) ?? []).some((line) => hasModel(line.child, depth + 1)));
      withModel.set(id, result);
      return result;
    };
    const visit = (
      id: number,
      parent: number,
      path: string,
      quantity: number,
      find: string | null,
      depth: number,
    ): void => {
      const row = rows.get(id);
      if (row === undefined || nodes.length >= MAXIMUM_NODES) return;
      const node = path === "" ? row.number : `${path}/${row.number}`;
      const index =
        nodes.push({
          id: node,
          parent,
          partNumber: row.number,
          revision: row.revision ?? undefined,
          title: row.title ?? undefined,
          quantity,
          findNumber: find ?? undefined,
          unitCount: together(id, unitsOf),
          failedUnitCount: failed.get(id) ?? counts.failedUnits(id),
          eventCount: together(id, counts.events),
          hasModel: hasModel(id, depth),
        }) - 1;
      if (depth >= MAXIMUM_DEPTH) return;
      for (const line of children.get(id) ?? [])
        visit(line.child, index, node, line.quantity, line.find, depth + 1);
    };
    for (const list of children.values()) list.sort((a, b) => naturalOrder(a.find ?? "", b.find ?? ""));
    const roots = [...rows.values()].filter(({ id }) => !isChild.has(id));
    for (const { id } of roots.sort((a, b) => naturalOrder(a.number, b.number)))
      visit(id, -1, "", 1, null, 0);
    return nodes;
  };

  return {
    tree: () => {
      // Any commit of another connection is a change: sqlite.org/pragma.html#pragma_data_version.
      const version = connection.readonly ? connection.pragma("data_version", { simple: true }) : undefined;
      if (version === undefined || version !== known?.version) known = { version, tree: packTree(treeNow()) };
      return known.tree;
    },

    details: ({ partNumber }): PartDetails => {
      const row = rowOf(partNumber);
      const facts: Fact[] = [];
      const these = JSON.stringify(records.of(row.id));
      const counts = statusCounts.all(these) as { status: "proven" | "assumed" | "missing"; n: number }[];
      for (const { status, n } of counts) {
        const fact = { key: `units-${status}`, value: String(n) };
        facts.push(status === "proven" ? fact : { ...fact, mark: status });
      }
      const machines = equipment.all(these) as string[];
      if (machines.length > 0) facts.push({ key: "made-on", value: machines.join(", ") });
      const { first, last } = span.get(these) as { first: number | null; last: number | null };
      if (first !== null) facts.push({ key: "first-event", value: String(first) });
      if (last !== null) facts.push({ key: "last-event", value: String(last) });
      return {
        partNumber: row.number,
        revision: row.revision ?? undefined,
        title: row.title ?? undefined,
        facts,
        notes: (
          notes.all(these) as { text: string; place: string | null; sourceId: string; sourceName: string }[]
        ).map((note): Note => ({ ...note, place: note.place ?? undefined })),
        aliases: aliases.all(row.id, row.number) as PartDetails["aliases"],
        laboratories: laboratories.all(these) as PartDetails["laboratories"],
      };
    },

    model: ({ partNumber }) => {
      const found = model.get({ id: subjects.partId(partNumber) }) as
        | { sha256: string; fileName: string; mesh: string; bytes: number; problems: string; root: string }
        | undefined;
      if (found === undefined) return undefined;
      return {
        sha256: found.sha256,
        fileName: found.fileName,
        partNumber: found.root,
        blob: `/blob/${found.mesh}`,
        bytes: found.bytes,
        problems: JSON.parse(found.problems) as string[],
      };
    },
  };
}
