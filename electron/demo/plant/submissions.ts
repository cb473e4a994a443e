/**
 * What readers send to the plant. The answer is stored under its key before it is given: a retry gets the
 * same one, whatever happened to the connection.
 */
import type { Answer, Submission } from "../../../shared/contract/plant/protocol.ts";
import { isDeepStrictEqual } from "node:util";
import type { OutgoingRecord } from "./feed/scope-feed.ts";
import { PRODUCT_SCOPE } from "./history/systems.ts";

/** The first number behind those of the history. */
const FIRST_NUMBER = 47;

export interface SubmissionDesk {
  /** A text instead of an answer: this is no submission that any answer fits. */
  submit(submission: Submission): Answer | { readonly invalid: string };
  /** Changes a request at the plant: its own people work on it too. False where there is no such number. */
  review(number: string, state: string, remark: string): boolean;
  /** Numbers of the requests that were taken, in their order. */
  readonly numbers: readonly string[];
}

export interface DeskParts {
  readonly knowsPart: (partNumber: string) => boolean;
  readonly hasFile: (sha256: string) => boolean;
  /** Returns the revision. */
  readonly put: (scope: string, id: string, record: OutgoingRecord) => number;
}

interface Request {
  readonly number: string;
  readonly submission: Submission;
  state: string;
  remark: string;
  revision: number;
}

export function createSubmissionDesk({ knowsPart, hasFile, put }: DeskParts): SubmissionDesk {
  const answers = new Map<string, { readonly submission: Submission; readonly answer: Answer }>();
  const numbers = new Map<string, string>();
  const lastOfRequest = new Map<string, number>();
  const requests = new Map<string, Request>();

  const publish = (request: Request): number => {
    request.revision = put(PRODUCT_SCOPE.id, `event/${request.number}`, eventOf(request));
    return request.revision;
  };

  const refusal = ({ body, base }: Submission): string | undefined => {
    if (body.title.trim() === "") return "A change request needs a title.";
    if (body.partNumber !== undefined && !knowsPart(body.partNumber))
      return `The plant knows no part ${body.partNumber}.`;
    const missing = body.files.find((sha256) => !hasFile(sha256));
    if (missing !== undefined) return `File ${missing} was not sent.`;
    if (base !== undefined && !requests.has(body.id))
      return "The plant holds no such change request that could be changed.";
    return undefined;
  };

  const decide = (submission: Submission): Answer => {
    const reason = refusal(submission);
    if (reason !== undefined) return { answer: "refused", reason };
    const { body, base } = submission;
    const held = requests.get(body.id);
    if (held !== undefined && held.revision !== base)
      return { answer: "conflict", revision: held.revision, fields: fieldsOf(held) };
    const request: Request = {
      number: held?.number ?? `ECR-${String(FIRST_NUMBER + requests.size).padStart(4, "0")}`,
      submission,
      state: held?.state ?? "received",
      remark: held?.remark ?? "",
      revision: 0,
    };
    requests.set(body.id, request);
    return { answer: "accepted", number: request.number, revision: publish(request) };
  };

  return {
    submit(submission) {
      const { key, client, number, body } = submission;
      const known = answers.get(key);
      if (known !== undefined)
        return isDeepStrictEqual(known.submission, submission)
          ? known.answer
          : { invalid: `Key ${key} was used for another submission.` };
      const place = `${client}/${number}`;
      if (numbers.has(place)) return { invalid: `Number ${number} was used under another key.` };
      const order = `${client}/${body.id}`;
      if (number <= (lastOfRequest.get(order) ?? 0))
        return { invalid: `Number ${number} comes after a later one of the same change request.` };
      const answer = decide(submission);
      answers.set(key, { submission, answer });
      numbers.set(place, key);
      lastOfRequest.set(order, number);
      return answer;
    },
    review(number, state, remark) {
      const request = [...requests.values()].find((other) => other.number === number);
      if (request === undefined) return false;
      request.state = state;
      request.remark = remark;
      publish(request);
      return true;
    },
    get numbers() {
      return [...requests.values()].map(({ number }) => number);
    },
  };
}

function fieldsOf({ number, state, remark, submission: { body } }: Request): Record<string, string> {
  const { title, problem, proposal } = body;
  return { number, title, problem, proposal, state, ...(remark === "" ? {} : { remark }) };
}

function eventOf({ number, state, remark, submission }: Request): OutgoingRecord {
  const { body, client } = submission;
  const {
    id,
    title,
    problem,
    proposal,
    partNumber,
    serial,
    author,
    about = [],
    evidence,
    files,
    createdAt,
  } = body;
  const part = partNumber === undefined ? undefined : ({ name: partNumber, strength: "stated" } as const);
  return {
    record: "event",
    key: number,
    kind: "change",
    type: "change-request",
    title: `${number} ${title}`,
    startedAt: createdAt,
    severity: "information",
    ...(part === undefined
      ? {}
      : serial === undefined
        ? { part }
        : { unit: { part, serial, serialStatus: "proven" } }),
    ...(author === undefined ? {} : { actor: author }),
    details: {
      request: id,
      client,
      state,
      ...(remark === "" ? {} : { remark }),
      problem: problem.slice(0, 10_000),
      proposal: proposal.slice(0, 10_000),
      ...(about.length === 0
        ? {}
        : {
            about: about
              .map(({ name }) => name)
              .join("; ")
              .slice(0, 10_000),
          }),
      evidence: evidence.length,
      files: files.length,
    },
    // The hashes of the evidence alone could fill a payload.
    payload: JSON.stringify({ ecr: number, state, remark, ...body, evidence: evidence.length }).slice(
      0,
      65_536,
    ),
  };
}
