import { unpackTree } from "../../../../shared/contract/part-tree.ts";
import { expect, test } from "vitest";
import { createEventColumns } from "../columns/event-columns.ts";
import { createRandomHistory } from "../columns/testing/random-history.ts";
import { createPartQueries } from "./parts.ts";

test("products stand as people count, lines of a structure by their find numbers, else as they came", async () => {
  const history = createRandomHistory();
  history.writing.exec(`
    DELETE FROM bom_line;
    INSERT INTO part (part_id, number, strength) VALUES
      (101, 'Z14-000', 'stated'), (102, 'Z2-000', 'stated'), (103, 'Z-b', 'stated'), (104, 'Z-a', 'stated'), (105, 'Z-c', 'stated'), (106, 'Z-d', 'stated');
    INSERT INTO bom_line (parent_id, child_id, quantity, find_number, source_id) VALUES
      (102, 103, 1, '100', 1), (102, 104, 1, '20', 1), (101, 105, 1, NULL, 1), (101, 106, 1, NULL, 1), (101, 104, 1, NULL, 1);
  `);
  const { tree } = createPartQueries(history.reading, createEventColumns(history.reading));
  const nodes = unpackTree(await tree({}, { signal: new AbortController().signal }));
  history.close();
  expect(nodes.map(({ id }) => id).filter((id) => id.startsWith("Z"))).toEqual([
    "Z2-000",
    "Z2-000/Z-a",
    "Z2-000/Z-b",
    "Z14-000",
    "Z14-000/Z-a",
    "Z14-000/Z-c",
    "Z14-000/Z-d",
  ]);
});
