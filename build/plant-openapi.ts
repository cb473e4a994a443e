/**
 * Writes shared/contract/plant/openapi.json (OpenAPI 3.1) from the schemas of the plant protocol, so that
 * document and code say the same: `node build/run.mjs build/plant-openapi.ts`. A test compares them.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { toJsonSchemaDefs } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import {
  answerSchema,
  anyChangeSchema,
  changeSchema,
  idsSchema,
  manifestSchema,
  nudgeSchema,
  PAGE_DEFAULT,
  PAGE_LIMIT,
  pageEndSchema,
  pageHeadSchema,
  pageSumSchema,
  problemSchema,
  PROTOCOL_VERSION,
  scopesSchema,
  serviceSchema,
  submissionSchema,
} from "../shared/contract/plant/protocol.ts";
import {
  partFileSchema,
  partReferenceSchema,
  unitReferenceSchema,
  wireRecordSchema,
} from "../shared/contract/plant/wire-record.ts";

const ROOT = resolve(import.meta.dirname, "..");
export const OPENAPI_FILE = join(ROOT, "shared/contract/plant/openapi.json");

/** `bom-line` → `BomLineRecord` */
const recordName = (kind: string): string =>
  `${kind.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Record`;

const DEFINITIONS: Readonly<Record<string, GenericSchema>> = {
  Service: serviceSchema,
  Scopes: scopesSchema,
  PageHead: pageHeadSchema,
  Change: changeSchema,
  AnyChange: anyChangeSchema,
  PageEnd: pageEndSchema,
  PageSum: pageSumSchema,
  Manifest: manifestSchema,
  Ids: idsSchema,
  Submission: submissionSchema,
  Answer: answerSchema,
  Nudge: nudgeSchema,
  Problem: problemSchema,
  PartReference: partReferenceSchema,
  UnitReference: unitReferenceSchema,
  PartFile: partFileSchema,
  Record: wireRecordSchema,
  ...Object.fromEntries(
    wireRecordSchema.options.map((option) => [recordName(option.entries.record.literal), option]),
  ),
};

type Json = Readonly<Record<string, unknown>>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const json = (name: string, description: string): Json => ({
  description,
  content: { "application/json": { schema: ref(name) } },
});
const problem = (description: string): Json => ({
  description,
  content: { "application/problem+json": { schema: ref("Problem") } },
});
const binary = (description: string): Json => ({
  description,
  content: { "application/octet-stream": {} },
});
const header = (name: string, description: string): Json => ({
  name,
  in: "header",
  description,
  schema: { type: "string" },
});
const inPath = (name: string, description: string, pattern?: string): Json => ({
  name,
  in: "path",
  required: true,
  description,
  schema: { type: "string", ...(pattern === undefined ? {} : { pattern }) },
});
const query = (
  name: string,
  description: string,
  schema: Json = { type: "string" },
  required = false,
): Json => ({
  name,
  in: "query",
  required,
  description,
  schema,
});

const SYSTEM = inPath("system", "Id of a system, as the service names it.", "^[a-z0-9-]{1,40}$");
const SCOPE = query("scope", "Id of a scope of the system.", { type: "string" }, true);
const SINCE = query(
  "since",
  "History from this time on, µs since 1970 (UTC): what was over before is left out. Left out: all of it.",
  { type: "integer" },
);
const UNTIL = query(
  "until",
  "History before this time, µs since 1970 (UTC): what began at it or later is left out. Left out: all of it.",
  { type: "integer" },
);
const HASH = inPath("sha256", "SHA-256 of the bytes, hexadecimal.", "^[0-9a-f]{64}$");
const RANGE = header("Range", "One byte range (RFC 9110, 14.2).");
const UNAUTHORISED = problem("`unauthorised`: the token is missing or not known.");
const UNKNOWN = problem("`unknown-system` or `unknown-scope`.");
const UNAVAILABLE = problem(
  "`unavailable`: nothing was decided; ask again later, after Retry-After if it is there.",
);
const usual = { "401": UNAUTHORISED, "503": UNAVAILABLE };
const ranged = {
  "200": binary("All of it."),
  "206": binary("The range."),
  "404": problem("`unknown-file`."),
  "416": problem("`invalid`: the range begins behind the end."),
  ...usual,
};

const PATHS: Json = {
  "/.well-known/throughline-plant": {
    get: {
      operationId: "service",
      summary: "The plant and its systems",
      security: [],
      responses: { "200": json("Service", "What there is.") },
    },
  },
  "/systems/{system}/scopes": {
    get: {
      operationId: "scopes",
      summary: "What can be followed on its own",
      parameters: [SYSTEM],
      responses: { "200": json("Scopes", "The scopes of the system."), "404": UNKNOWN, ...usual },
    },
  },
  "/systems/{system}/changes": {
    get: {
      operationId: "changes",
      summary: "A page of changes in commit order",
      parameters: [
        SYSTEM,
        SCOPE,
        SINCE,
        UNTIL,
        query("cursor", "Of the page before; left out: from the beginning."),
        query("limit", "Most changes on the page.", {
          type: "integer",
          minimum: 1,
          default: PAGE_DEFAULT,
          description: `More than ${PAGE_LIMIT} counts as ${PAGE_LIMIT}.`,
        }),
      ],
      responses: {
        "200": {
          description: "Lines of JSON: one PageHead, then Changes, then one PageEnd and one PageSum.",
          content: {
            "application/x-ndjson": {
              schema: { type: "string" },
              "x-lines": {
                first: ref("PageHead"),
                between: ref("Change"),
                end: ref("PageEnd"),
                last: ref("PageSum"),
              },
            },
          },
        },
        "400": problem(
          "`invalid`: the cursor was not given out for this system, scope, since and until, or a number is none.",
        ),
        "404": UNKNOWN,
        "409": problem("`epoch-changed`: read from the beginning; `epoch` is that of now."),
        ...usual,
      },
    },
  },
  "/systems/{system}/snapshot": {
    get: {
      operationId: "snapshot",
      summary: "Manifest of what exists, for a first read",
      parameters: [SYSTEM, SCOPE, SINCE, UNTIL],
      responses: {
        "200": json("Manifest", "Segments, and the cursor that follows them."),
        "400": problem("`invalid`: since or until is no number."),
        "404": UNKNOWN,
        ...usual,
      },
    },
  },
  "/systems/{system}/segments/{path}": {
    get: {
      operationId: "segment",
      summary: "An immutable segment: lines of JSON, each a Change, encoded as the manifest says",
      parameters: [SYSTEM, inPath("path", "As the manifest names it.", "^[A-Za-z0-9._-]{1,200}$"), RANGE],
      responses: ranged,
    },
  },
  "/systems/{system}/ids": {
    get: {
      operationId: "ids",
      summary: "Ids that exist, for systems that tell no deletes",
      parameters: [SYSTEM, SCOPE, SINCE, UNTIL, query("after", "`next` of the answer before.")],
      responses: {
        "200": json("Ids", "Ids with their revisions."),
        "400": problem("`invalid`: `after` is none that was given out."),
        "404": UNKNOWN,
        "409": problem("`epoch-changed`."),
        ...usual,
      },
    },
  },
  "/systems/{system}/submissions": {
    post: {
      operationId: "submit",
      summary: "Hands something over to the plant; the same key gets the same answer",
      parameters: [SYSTEM],
      requestBody: { required: true, content: { "application/json": { schema: ref("Submission") } } },
      responses: {
        "200": json("Answer", "The plant has decided."),
        "400": problem("`invalid`: no submission, or its key or number was used for another."),
        "404": problem("`unknown-system`, or `invalid` where the system takes nothing."),
        "413": problem("`invalid`: too long."),
        ...usual,
      },
    },
  },
  "/files/{sha256}": {
    get: {
      operationId: "file",
      summary: "A file by its hash",
      parameters: [HASH, RANGE],
      responses: ranged,
    },
    put: {
      operationId: "upload",
      summary: "Sends a file, before the submission that names it",
      parameters: [HASH],
      requestBody: { required: true, content: { "application/octet-stream": {} } },
      responses: {
        "200": { description: "It was there already." },
        "201": { description: "It was taken." },
        "400": problem("`invalid`: the bytes do not hash to the name."),
        "413": problem("`invalid`: too large."),
        ...usual,
      },
    },
  },
  "/nudges": {
    get: {
      operationId: "nudges",
      summary: "Wakes readers: one message per system at the start, then one per commit",
      responses: {
        "200": {
          description: "Server-sent events; the data of each is a Nudge.",
          content: { "text/event-stream": { schema: { type: "string" }, "x-data": ref("Nudge") } },
        },
        ...usual,
      },
    },
  },
};

export function plantOpenApi(): Json {
  const schemas = toJsonSchemaDefs(DEFINITIONS, {
    target: "draft-2020-12",
    errorMode: "throw",
    // JSON knows finite numbers only.
    ignoreActions: ["finite"],
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  });
  return {
    openapi: "3.1.0",
    info: {
      title: "Throughline plant protocol",
      version: `${PROTOCOL_VERSION}.0.0`,
      summary: "How a plant system hands its records to readers, and takes change requests from them",
      description:
        "The rules behind the shapes are in docs/plant-protocol.md. Times are whole µs since 1970 (UTC), lengths mm.",
    },
    security: [{ token: [] }],
    paths: PATHS,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas,
    },
  };
}

if (import.meta.filename === process.argv[1]) {
  writeFileSync(OPENAPI_FILE, `${JSON.stringify(plantOpenApi(), undefined, 2)}\n`);
  const { status } = spawnSync(join(ROOT, "node_modules/.bin/oxfmt"), [OPENAPI_FILE], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
