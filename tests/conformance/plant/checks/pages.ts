import { gunzipSync } from "node:zlib";
import * as v from "valibot";
import {
  changeSchema,
  LINE_BYTES,
  PAGE_BYTES,
  PAGE_DEFAULT,
  PAGE_LIMIT,
} from "../../../../shared/contract/plant/protocol.ts";
import { expectRule, type Check } from "../check.ts";
import type { Page } from "../page.ts";
import { addressOf, changesOf, streamName, type PlantUnderTest, type Stream } from "../plant-under-test.ts";

/** Runs over every page of every stream that may be read. */
const onEveryPage =
  (look: (page: Page, stream: Stream, before: Page | undefined) => void) =>
  async (plant: PlantUnderTest): Promise<void> => {
    for (const stream of await plant.streams()) {
      const pages = await plant.pages(stream);
      pages.forEach((page, i) => look(page, stream, pages[i - 1]));
    }
  };

export const PAGE_CHECKS: readonly Check[] = [
  {
    rule: "A page is a head, its changes, an end and a sum, one JSON text a line, each line with its line feed.",
    // Reading a page proves it.
    run: onEveryPage(() => undefined),
  },
  {
    rule: "The head names the protocol, the system, the scope and the epoch that the service names.",
    async run(plant) {
      const { systems } = await plant.service();
      await onEveryPage(({ head }, { system, scope }) => {
        const epoch = systems.find(({ id }) => id === system)?.epoch;
        expectRule(head.system === system && head.scope === scope, `it names ${head.system} ${head.scope}`);
        expectRule(head.epoch === epoch, `${system}: it names epoch ${head.epoch}, the service ${epoch}`);
      })(plant);
    },
  },
  {
    rule: "The end counts the changes of its page.",
    run: onEveryPage(({ changes, end }, stream) =>
      expectRule(
        changes.length === end.count,
        `${streamName(stream)}: ${changes.length} changes, the end says ${end.count}`,
      ),
    ),
  },
  {
    rule: "The sum is the SHA-256 of all bytes before its own line, the end with its cursor among them, before compression.",
    run: onEveryPage(({ sha256, sum }, stream) =>
      expectRule(sha256 === sum.sha256, `${streamName(stream)}: it is ${sha256}, the sum says ${sum.sha256}`),
    ),
  },
  {
    rule: "Every change fits the schema.",
    run: onEveryPage(({ changes }, stream) => {
      for (const { id, json } of changes) {
        const result = v.safeParse(changeSchema, json);
        const issue = result.issues?.[0];
        expectRule(
          issue === undefined,
          `${streamName(stream)}: ${id}: ${issue === undefined ? "" : `${v.getDotPath(issue) ?? ""}: ${issue.message}`}`,
        );
      }
    }),
  },
  {
    rule: "Positions ascend over a page and from page to page.",
    run: onEveryPage(({ changes }, stream, before) => {
      let last = before?.changes.at(-1)?.position ?? -1;
      for (const { position } of changes) {
        expectRule(position > last, `${streamName(stream)}: ${position} comes after ${last}`);
        last = position;
      }
    }),
  },
  {
    rule: "A page holds at most `limit` changes: 1,000 where the reader names no limit, never more than 10,000.",
    async run(plant) {
      for (const stream of await plant.streams()) {
        for (const [query, most] of [
          [{}, PAGE_DEFAULT],
          [{ limit: "1" }, 1],
          [{ limit: "7" }, 7],
          [{ limit: "1000000" }, PAGE_LIMIT],
        ] as const) {
          const { changes, end } = await plant.page(stream, query);
          const asked = JSON.stringify(query);
          expectRule(changes.length <= most, `${streamName(stream)}: ${changes.length} changes for ${asked}`);
          expectRule(
            changes.length > 0 || !end.more,
            `${streamName(stream)}: an empty page with more for ${asked}`,
          );
        }
      }
    },
  },
  {
    rule: "No line is longer than 4 MiB, and no page goes on behind the change that reaches 16 MiB.",
    run: onEveryPage(({ changes, bytes }, stream) => {
      const longest = Math.max(0, ...changes.map((change) => change.bytes));
      expectRule(longest <= LINE_BYTES, `${streamName(stream)}: a line of ${longest} bytes`);
      const withoutLast = bytes - (changes.at(-1)?.bytes ?? 0);
      // The head is no change: it may stand on top.
      expectRule(withoutLast < PAGE_BYTES + 4_096, `${streamName(stream)}: a page of ${bytes} bytes`);
    }),
  },
  {
    rule: "`more` says that changes wait behind the page; a page without it ends at what there is.",
    async run(plant) {
      for (const stream of await plant.streams()) {
        const pages = await plant.pages(stream);
        for (const [i, { end }] of pages.entries())
          if (end.more) {
            const next = pages[i + 1];
            expectRule(
              (next?.changes.length ?? 0) > 0,
              `${streamName(stream)}: more is said and nothing comes`,
            );
          }
        const { cursor, head } = pages.at(-1)?.end ?? {};
        if (cursor === undefined) continue;
        const behind = await plant.page(stream, { cursor });
        // What came meanwhile is younger than what the last page knew.
        const isYounger = behind.changes.every(({ position }) => position > (head ?? 0));
        expectRule(isYounger, `${streamName(stream)}: changes were left behind a page without more`);
      }
    },
  },
  {
    rule: "`head` is the last position of the system, never below that of a change on the page.",
    async run(plant) {
      const heads = new Map<string, number>();
      for (const stream of await plant.streams())
        for (const { changes, end } of await plant.pages(stream)) {
          const last = changes.at(-1)?.position ?? 0;
          expectRule(last <= end.head, `${streamName(stream)}: position ${last}, head ${end.head}`);
          heads.set(stream.system, Math.max(heads.get(stream.system) ?? 0, last));
        }
      for (const stream of await plant.streams()) {
        const { end } = await plant.page(stream, { limit: "1" });
        const known = heads.get(stream.system) ?? 0;
        expectRule(end.head >= known, `${streamName(stream)}: head ${end.head}, though ${known} is there`);
      }
    },
  },
  {
    rule: "A reader that accepts gzip gets the same bytes as one that does not.",
    async run(plant) {
      const stream = await plant.busy(1);
      const cursor = (await plant.page(stream, { limit: "1" })).end.cursor;
      for (const query of [{ limit: "50" }, { limit: "1", cursor }]) {
        const path = addressOf(stream, "changes", query);
        const plain = await plant.ask(path, { headers: { "Accept-Encoding": "identity" } });
        const coded = await plant.ask(path, { headers: { "Accept-Encoding": "gzip" } });
        const coding = coded.headers["content-encoding"] ?? "identity";
        expectRule(plain.headers["content-encoding"] === undefined, "it is encoded though nobody asked");
        expectRule(coding === "identity" || coding === "gzip", `gzip was asked for, ${coding} came`);
        const body = coding === "gzip" ? gunzipSync(coded.body) : coded.body;
        // The end may differ in what came meanwhile.
        const upToEnd = (bytes: Buffer): string => bytes.toString().split("\n").slice(0, -3).join("\n");
        expectRule(upToEnd(body) === upToEnd(plain.body), "the bytes differ");
      }
    },
  },
  {
    rule: "Revisions of an id ascend in the order of its changes.",
    async run(plant) {
      for (const stream of await plant.streams()) {
        const last = new Map<string, number>();
        for (const { id, revision } of changesOf(await plant.pages(stream))) {
          expectRule(
            revision > (last.get(id) ?? -1),
            `${streamName(stream)}: ${id} has revision ${revision} after ${last.get(id)}`,
          );
          last.set(id, revision);
        }
      }
    },
  },
  {
    rule: "A delete is of an id that was put, with a further revision; events are never deleted.",
    async run(plant) {
      for (const stream of await plant.streams()) {
        const kinds = new Map<string, string | undefined>();
        for (const { op, id, kind } of changesOf(await plant.pages(stream)))
          if (op === "delete") {
            expectRule(kinds.has(id), `${streamName(stream)}: ${id} is deleted and was never there`);
            expectRule(kinds.get(id) !== "event", `${streamName(stream)}: event ${id} is deleted`);
          } else kinds.set(id, kind);
      }
    },
  },
];
