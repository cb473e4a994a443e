import { hash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readPage } from "./page.ts";

const HEAD = { page: 1, system: "mes", scope: "LA-200", epoch: "e1" };
const STREAM = { system: "mes", scope: "LA-200", since: undefined };
const remove = (n: number) => ({ op: "delete", position: n, id: `a${n}`, revision: 1 });

function body(
  lines: readonly unknown[],
  end: Readonly<Record<string, unknown>> = {},
  head: unknown = HEAD,
): Buffer {
  const last = { end: true, count: lines.length, cursor: "c1", more: false, head: 9, ...end };
  const before = [head, ...lines, last].map((line) => `${JSON.stringify(line)}\n`).join("");
  return Buffer.from(`${before}${JSON.stringify({ sha256: hash("sha256", before) })}\n`);
}

test("a whole page is read", () => {
  const { changes, stage: _stage, ...page } = readPage(body([remove(1), remove(2)]), STREAM, 77);
  expect([...changes]).toEqual([remove(1), remove(2)]);
  expect([...changes], "read again").toEqual([remove(1), remove(2)]);
  expect(page).toEqual({
    epoch: "e1",
    count: 2,
    cursor: "c1",
    more: false,
    head: 9,
    bytes: 77,
  });
  expect([...readPage(body([]), STREAM, 1).changes]).toEqual([]);
});

describe("is refused whole", () => {
  const whole = body([remove(1), remove(2)]);
  test.each([
    ["an empty body", Buffer.alloc(0), "middle of a line"],
    ["a page that was cut", whole.subarray(0, -20), "middle of a line"],
    [
      "a page without its sum",
      whole.subarray(0, whole.lastIndexOf(10, whole.length - 2) + 1),
      "should be its sum",
    ],
    ["a page with a changed byte", Buffer.from(whole.toString().replace('"a1"', '"b1"')), "SHA-256"],
    ["a page with another cursor", Buffer.from(whole.toString().replace('"c1"', '"c2"')), "SHA-256"],
    ["a wrong count", body([remove(1)], { count: 2 }), "says 2"],
    ["another scope", body([], {}, { ...HEAD, scope: "site" }), "and not of mes, LA-200"],
    ["another span of time", body([], {}, { ...HEAD, since: 5 }), "another span of time"],
    ["a line that is no change", body([remove(1), { op: "put" }]), "line 3"],
    ["a line that is no JSON", Buffer.from("<html>\n<body>\n</html>\n"), "should be its head"],
    ["a page of another protocol", body([], {}, { ...HEAD, page: 2 }), "page"],
  ])("%s", (_name, bytes, words) => {
    expect(() => [...readPage(bytes, STREAM, 1).changes]).toThrow(
      expect.objectContaining({ kind: "corrupt", message: expect.stringContaining(words) as string }),
    );
  });
});
