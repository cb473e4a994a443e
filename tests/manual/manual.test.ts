/** The manual that the app shows: made of docs/, whole, with links that lead somewhere. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DOCS, DOCUMENTS, readManual } from "../../build/manual/manual-module.ts";
import { readDocument } from "../../build/manual/read-document.ts";
import { EXPLAINS } from "../../renderer/panels/manual/explains.ts";
import { PANELS } from "../../shared/commands/panels.ts";
import {
  anchorOf,
  textOf,
  type ManualDocument,
  type ManualNode,
  type ManualPlace,
} from "../../shared/manual/manual.ts";

const manual = readManual();

const leadsSomewhere = ({ document, section }: ManualPlace): boolean => {
  const found = manual.find(({ id }) => id === document);
  return found !== undefined && (section === undefined || found.sections.some(({ id }) => id === section));
};
const linksOf = (nodes: readonly ManualNode[]): readonly ManualPlace[] =>
  nodes.flatMap((node) => {
    if (typeof node === "string") return [];
    return "to" in node ? [node.to, ...linksOf(node.children)] : linksOf(node.children);
  });
const bodies = ({ sections }: ManualDocument): readonly ManualNode[] => sections.flatMap(({ body }) => body);

test("a document is cut at its headings; lists, tables, code and links keep their form", () => {
  const text = [
    "# Using *it*",
    "",
    "First `a < b` and **bold**.",
    "",
    "## Keys & more!",
    "",
    "| key | does |",
    "| --- | ---- |",
    "| `F` | fits |",
    "",
    "1. one",
    "2. [two](other.md#there)",
    "",
    "### Within",
    "",
    "[Elsewhere](https://example.invalid) \\* stays.",
  ].join("\n");
  expect(readDocument("using", text, new Set(["using", "other"]))).toEqual({
    id: "using",
    title: "Using it",
    sections: [
      {
        id: "using-it",
        title: "Using it",
        words: "Using it First a < b and bold. ",
        body: [
          {
            tag: "p",
            children: [
              "First ",
              { tag: "code", children: ["a < b"] },
              " and ",
              { tag: "strong", children: ["bold"] },
              ".",
            ],
          },
        ],
      },
      {
        id: "keys--more",
        title: "Keys & more!",
        words: expect.stringContaining("key does"),
        body: [
          {
            tag: "table",
            children: [
              {
                tag: "thead",
                children: [
                  {
                    tag: "tr",
                    children: [
                      { tag: "th", children: ["key"] },
                      { tag: "th", children: ["does"] },
                    ],
                  },
                ],
              },
              {
                tag: "tbody",
                children: [
                  {
                    tag: "tr",
                    children: [
                      { tag: "td", children: [{ tag: "code", children: ["F"] }] },
                      { tag: "td", children: ["fits"] },
                    ],
                  },
                ],
              },
            ],
          },
          {
            tag: "ol",
            children: [
              { tag: "li", children: ["one"] },
              { tag: "li", children: [{ to: { document: "other", section: "there" }, children: ["two"] }] },
            ],
          },
          { tag: "h4", children: ["Within"] },
          { tag: "p", children: ["Elsewhere", " ", "*", " stays."] },
        ],
      },
    ],
  });
});

test("a piece that the manual has no form for is named, and so is a document without a title", () => {
  const known = new Set(["using"]);
  expect(() => readDocument("using", "# U\n\n<script>alert(1)</script>\n", known)).toThrow(
    /docs\/using\.md: the manual has no form for html: <script>/,
  );
  expect(() => readDocument("using", "# U\n\n![a](b.png)\n", known)).toThrow(/no form for image/);
  expect(() => readDocument("using", "Words.\n", known)).toThrow("docs/using.md has no title");
});

test("every document is there, with every heading and every word of its text", () => {
  expect(manual.map(({ id }) => id)).toEqual([...DOCUMENTS]);
  for (const { id, sections } of manual) {
    const text = readFileSync(join(DOCS, `${id}.md`), "utf8");
    const headings = [...text.matchAll(/^#{1,2} (.+)$/gm)].map(([, heading = ""]) =>
      heading.replace(/[`*_]/g, ""),
    );
    expect(headings).toEqual(expect.arrayContaining(sections.map(({ title }) => title)));
    const ids = sections.map((section) => section.id);
    expect(new Set(ids).size, `sections of ${id}`).toBe(ids.length);
    const wordsIn = (words: string): readonly string[] => words.match(/[\p{L}\p{N}]+/gu) ?? [];
    const links = /\]\([^)]*\)/g;
    const read = new Set(wordsIn(sections.map(({ words }) => words).join(" ")));
    const lost = wordsIn(text.replace(links, "]").replace(/^ *\d+\. /gm, "")).filter(
      (word) => !read.has(word),
    );
    // A document whose title has nothing under it keeps the title all the same.
    const titles = new Set(wordsIn(manual.find((document) => document.id === id)?.title ?? ""));
    expect(
      lost.filter((word) => !titles.has(word)),
      `words of ${id}`,
    ).toEqual([]);
  }
});

test("every link leads to a section, and nothing of the marks is left in the text", () => {
  for (const document of manual) {
    for (const link of linksOf(bodies(document)))
      expect(leadsSomewhere(link), `${document.id}: ${JSON.stringify(link)}`).toBe(true);
    expect(textOf(bodies(document))).not.toMatch(/\]\(|\*\*/);
  }
  expect(manual.flatMap((document) => linksOf(bodies(document))).length).toBeGreaterThan(3);
});

test("F1 leads somewhere from every panel", () => {
  for (const panel of PANELS) {
    const place = EXPLAINS[panel];
    if (place === undefined) expect(panel).toBe("manual");
    else expect(leadsSomewhere(place), panel).toBe(true);
  }
});

test("headings are called as in links between files", () => {
  expect(anchorOf("restore BACKUP --data DIR")).toBe("restore-backup---data-dir");
  expect(anchorOf("The demo's plant")).toBe("the-demos-plant");
  const others = readdirSync(DOCS).filter((name) => name.endsWith(".md"));
  for (const name of others)
    for (const [, file, anchor] of readFileSync(join(DOCS, name), "utf8").matchAll(
      /\]\(([\w-]+\.md)#([^)]+)\)/g,
    )) {
      const headings = [...readFileSync(join(DOCS, file ?? ""), "utf8").matchAll(/^#+ (.+)$/gm)];
      expect(headings.map(([, heading = ""]) => anchorOf(heading))).toContain(anchor);
    }
});
