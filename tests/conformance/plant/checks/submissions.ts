import { hash, randomUUID } from "node:crypto";
import * as v from "valibot";
import {
  answerSchema,
  changeSchema,
  type Answer as Decision,
  type PlantService,
  type Submission,
} from "../../../../shared/contract/plant/protocol.ts";
import { expectRule, Skipped, type Check } from "../check.ts";
import type { Answer } from "../http-client.ts";
import { parsed } from "../page.ts";
import type { PlantUnderTest } from "../plant-under-test.ts";
import { expectProblem } from "./service.ts";

type System = PlantService["systems"][number];

export async function acceptingSystem(plant: PlantUnderTest): Promise<System> {
  const { systems } = await plant.service();
  const system = systems.find(({ accepts }) => accepts.includes("change-request"));
  if (system === undefined) throw new Skipped("no system accepts change requests");
  return system;
}

/** A new change request of a new client, so that no earlier run is in its way. */
export function submissionOf(client: string, number: number): Submission {
  return {
    client,
    number,
    key: randomUUID(),
    kind: "change-request",
    body: {
      id: randomUUID(),
      title: "Conformance check: nothing is to be changed",
      problem: "None.",
      proposal: "Close this request.",
      evidence: [],
      files: [],
      createdAt: 1_767_225_600_000_000,
    },
  };
}

export function submit(plant: PlantUnderTest, system: string, submission: unknown): Promise<Answer> {
  return plant.ask(`/systems/${system}/submissions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(submission),
  });
}

async function decided(plant: PlantUnderTest, system: string, submission: Submission): Promise<Decision> {
  const { status, body } = await submit(plant, system, submission);
  expectRule(status === 200, `it is answered ${status}: ${body.toString().slice(0, 200)}`);
  const result = v.safeParse(answerSchema, parsed(body.toString()));
  expectRule(result.success, `no answer: ${body.toString().slice(0, 200)}`);
  return result.output;
}

async function accepted(
  plant: PlantUnderTest,
  system: string,
  submission: Submission,
): Promise<Extract<Decision, { answer: "accepted" }>> {
  const answer = await decided(plant, system, submission);
  expectRule(answer.answer === "accepted", `a sound change request is answered ${JSON.stringify(answer)}`);
  return answer;
}

/** Revisions of the events that speak of a change request, by the id of their change. */
async function eventsOf(
  plant: PlantUnderTest,
  system: string,
  request: string,
): Promise<readonly [string, number][]> {
  const found: [string, number][] = [];
  for (const stream of await plant.streams()) {
    if (stream.system !== system) continue;
    let cursor: string | undefined;
    for (let more = true; more;) {
      const page = await plant.page(stream, { limit: "10000", ...(cursor === undefined ? {} : { cursor }) });
      for (const { json } of page.changes) {
        const change = v.safeParse(changeSchema, json);
        if (!change.success || change.output.op !== "put" || change.output.record.record !== "event")
          continue;
        const { type, details } = change.output.record;
        if (type === "change-request" && details?.["request"] === request)
          found.push([change.output.id, change.output.revision]);
      }
      ({ cursor, more } = page.end);
    }
  }
  return found;
}

export const SUBMISSION_CHECKS: readonly Check[] = [
  {
    rule: "The answer is stored under the submission's key: the same submission again gets the same answer, and nothing happens twice.",
    writes: true,
    async run(plant) {
      const { id: system } = await acceptingSystem(plant);
      const submission = submissionOf(randomUUID(), 1);
      const first = await decided(plant, system, submission);
      const again = await decided(plant, system, submission);
      expectRule(
        JSON.stringify(first) === JSON.stringify(again),
        `${JSON.stringify(first)}, then ${JSON.stringify(again)}`,
      );
      const events = await eventsOf(plant, system, submission.body.id);
      expectRule(new Set(events.map(([id]) => id)).size <= 1, "it stands in the changes twice");
      const last = Math.max(0, ...events.map(([, revision]) => revision));
      const isOnce = first.answer !== "accepted" || last === first.revision || plant.hooks === undefined;
      expectRule(isOnce, `the retry made revision ${last}`);
    },
  },
  {
    rule: "A key or number that was used for another submission is answered 400 `invalid`.",
    writes: true,
    async run(plant) {
      const { id: system } = await acceptingSystem(plant);
      const client = randomUUID();
      const first = submissionOf(client, 1);
      await decided(plant, system, first);
      const sameKey = { ...submissionOf(client, 2), key: first.key };
      expectProblem(await submit(plant, system, sameKey), 400, "invalid", "a key that was used");
      expectProblem(
        await submit(plant, system, submissionOf(client, 1)),
        400,
        "invalid",
        "a number that was used",
      );
    },
  },
  {
    rule: "An accepted change request comes back as an event of type `change-request` whose details name its id under `request`, at the answer's revision.",
    writes: true,
    async run(plant) {
      const { id: system } = await acceptingSystem(plant);
      const submission = submissionOf(randomUUID(), 1);
      const { revision } = await accepted(plant, system, submission);
      const events = await eventsOf(plant, system, submission.body.id);
      const revisions = events.map(([, seen]) => seen);
      expectRule(
        revisions.includes(revision),
        `the answer names revision ${revision}, the changes hold ${revisions.join(", ") || "none"}`,
      );
    },
  },
  {
    rule: "A change whose `base` is not the revision that the plant holds is answered `conflict` with that revision and the plant's fields.",
    writes: true,
    async run(plant) {
      const { id: system } = await acceptingSystem(plant);
      const client = randomUUID();
      const first = submissionOf(client, 1);
      const { revision } = await accepted(plant, system, first);
      const change = (number: number, base: number | undefined, title: string): Submission => ({
        ...submissionOf(client, number),
        ...(base === undefined ? {} : { base }),
        body: { ...first.body, title },
      });
      const second = await accepted(plant, system, change(2, revision, "Conformance check, changed"));
      for (const [number, base] of [
        [3, revision],
        [4, undefined],
      ] as const) {
        const answer = await decided(plant, system, change(number, base, "Conformance check, of old"));
        expectRule(answer.answer === "conflict", `base ${base} is answered ${JSON.stringify(answer)}`);
        expectRule(
          answer.revision >= second.revision,
          `it names revision ${answer.revision}, not ${second.revision}`,
        );
        const { title } = answer.fields;
        expectRule(title === "Conformance check, changed", `the plant's title is given as ${title}`);
      }
    },
  },
  {
    rule: "A submission that names a file which was not sent is answered `refused` with a reason.",
    writes: true,
    async run(plant) {
      const { id: system } = await acceptingSystem(plant);
      const submission = submissionOf(randomUUID(), 1);
      const files = [hash("sha256", `never sent ${submission.key}`)];
      const answer = await decided(plant, system, { ...submission, body: { ...submission.body, files } });
      const isRefused = answer.answer === "refused" && answer.reason.trim() !== "";
      expectRule(isRefused, `it is answered ${JSON.stringify(answer)}`);
    },
  },
  {
    rule: "What is no submission is answered 400 `invalid`.",
    writes: true,
    async run(plant) {
      const { id: system } = await acceptingSystem(plant);
      const sound = submissionOf(randomUUID(), 1);
      for (const [what, wrong] of [
        ["no JSON object", []],
        ["no body", { ...sound, body: undefined }],
        ["number 0", { ...sound, number: 0 }],
        ["a key that is no UUID", { ...sound, key: "1" }],
        ["an unknown field", { ...sound, colour: "red" }],
        ["a title of 301 characters", { ...sound, body: { ...sound.body, title: "x".repeat(301) } }],
      ] as const)
        expectProblem(await submit(plant, system, wrong), 400, "invalid", what);
    },
  },
];
