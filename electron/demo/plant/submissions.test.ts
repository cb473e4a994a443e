import { expect, test } from "vitest";
import type { Answer, Submission } from "../../../shared/contract/plant/protocol.ts";
import type { OutgoingRecord } from "./feed/scope-feed.ts";
import { createSubmissionDesk, type SubmissionDesk } from "./submissions.ts";

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const CLIENT = uuid(1);

interface Office {
  readonly desk: SubmissionDesk;
  readonly records: readonly OutgoingRecord[];
}

function office(): Office {
  const records: OutgoingRecord[] = [];
  const revisions = new Map<string, number>();
  const desk = createSubmissionDesk({
    knowsPart: (number) => number === "10-4110",
    hasFile: (sha256) => sha256 === "a".repeat(64),
    put(_scope, id, record) {
      records.push(record);
      revisions.set(id, (revisions.get(id) ?? 0) + 1);
      return revisions.get(id) ?? 0;
    },
  });
  return { desk, records };
}

/** The n-th of this client, about request `about`. */
const submission = (
  n: number,
  about: number,
  body: Partial<Submission["body"]> = {},
  base?: number,
): Submission => ({
  client: CLIENT,
  number: n,
  key: uuid(100 + n),
  kind: "change-request",
  ...(base === undefined ? {} : { base }),
  body: {
    id: uuid(1_000 + about),
    title: "Open the bore",
    problem: "Too tight",
    proposal: "H8",
    evidence: [],
    files: [],
    createdAt: 5,
    ...body,
  },
});

const accepted = (number: string, revision: number): Answer => ({ answer: "accepted", number, revision });

test("accepted requests get numbers in their order and come back as events with the request's id", () => {
  const { desk, records } = office();
  expect(desk.submit(submission(1, 1, { partNumber: "10-4110", author: "i.falk" }))).toEqual(
    accepted("ECR-0047", 1),
  );
  expect(desk.submit(submission(2, 2))).toEqual(accepted("ECR-0048", 1));
  expect(records[0]).toMatchObject({
    record: "event",
    key: "ECR-0047",
    kind: "change",
    type: "change-request",
    part: { name: "10-4110" },
    actor: "i.falk",
    startedAt: 5,
    details: { request: uuid(1_001), client: CLIENT, state: "received" },
  });
  expect(desk.numbers).toEqual(["ECR-0047", "ECR-0048"]);
});

test("the same submission again gets the same answer and changes nothing", () => {
  const { desk, records } = office();
  const first = submission(1, 1);
  expect(desk.submit(first)).toEqual(accepted("ECR-0047", 1));
  expect(desk.submit(structuredClone(first))).toEqual(accepted("ECR-0047", 1));
  expect(records).toHaveLength(1);
});

test("keys, numbers and the order within a request are not used twice", () => {
  const { desk } = office();
  desk.submit(submission(4, 1));
  expect(desk.submit({ ...submission(5, 2), key: uuid(104) })).toEqual({
    invalid: expect.stringContaining("Key"),
  });
  expect(desk.submit({ ...submission(4, 2), key: uuid(9) })).toEqual({
    invalid: expect.stringContaining("Number 4"),
  });
  expect(desk.submit(submission(3, 1))).toEqual({ invalid: expect.stringContaining("after a later one") });
  // Another request may still come with a lower number: one that waited for a file, for example.
  expect(desk.submit(submission(2, 2))).toEqual(accepted("ECR-0048", 1));
});

test("a change names the revision it was made on; otherwise both sides are told", () => {
  const { desk } = office();
  desk.submit(submission(1, 1));
  expect(desk.submit(submission(2, 1, { title: "Open it wider" }, 1))).toEqual(accepted("ECR-0047", 2));
  expect(desk.review("ECR-0047", "in review", "Who pays?")).toBe(true);
  const conflict = {
    answer: "conflict",
    revision: 3,
    fields: {
      number: "ECR-0047",
      title: "Open it wider",
      problem: "Too tight",
      proposal: "H8",
      state: "in review",
      remark: "Who pays?",
    },
  };
  expect(desk.submit(submission(3, 1, { title: "Too late" }, 2))).toEqual(conflict);
  expect(desk.submit(submission(4, 1, { title: "As if new" }))).toEqual(conflict);
  expect(desk.submit(submission(5, 1, { title: "Seen" }, 3))).toEqual(accepted("ECR-0047", 4));
  expect(desk.review("ECR-9999", "approved", "")).toBe(false);
});

test.each([
  ["a blank title", submission(1, 1, { title: "  " }), /title/],
  ["a part that nobody knows", submission(1, 1, { partNumber: "99-1" }), /99-1/],
  ["a file that was not sent", submission(1, 1, { files: ["b".repeat(64)] }), /bbbb/],
  ["a base of nothing", submission(1, 1, {}, 3), /no such change request/],
])("%s is refused with a reason, and the next is not held up", (_, wrong, reason) => {
  const { desk, records } = office();
  expect(desk.submit(wrong)).toEqual({ answer: "refused", reason: expect.stringMatching(reason) });
  expect(records).toEqual([]);
  expect(desk.submit(submission(2, 2, { files: ["a".repeat(64)] }))).toEqual(accepted("ECR-0047", 1));
});
