/** For every rule of the protocol, servers that break it. */
import { randomUUID } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Fault, RequestKind } from "../../../electron/demo/plant/faults.ts";
import { editJson, editPages, isAbout, type Tamper } from "./broken-server.ts";

/** A fault of the simulated plant, or a spoilt answer. */
export type Breakage = { readonly kind: RequestKind; readonly fault: Fault } | Tamper;

const page = (fault: Fault): Breakage => ({ kind: "changes", fault });
const all = (lines: readonly string[]): readonly string[] => lines;
const line = (change: object): string => JSON.stringify(change);
/** Answers of a status become another one. */
const status =
  (from: number, to: number): NonNullable<Tamper["answering"]> =>
  (_, answer) =>
    answer.status === from ? { status: to } : {};
const decision =
  (from: string, to: object): NonNullable<Tamper["answering"]> =>
  (_, { body }) =>
    body.toString().includes(`"answer":"${from}"`) ? { body: Buffer.from(JSON.stringify(to)) } : {};
const withoutQuery = (path: string, name: string): string =>
  path.replace(new RegExp(`([?&])${name}=[^&]*`), "$1");
const withLimit = (path: string, limit: number): string => `${withoutQuery(path, "limit")}&limit=${limit}`;

/** Made anew for every use: some remember what they saw. */
export const TAMPERS: Readonly<Record<string, readonly (() => Breakage)[]>> = {
  "The well-known address answers without a token.": [
    () => ({ answering: (passing) => (passing.headers["authorization"] === "" ? { status: 401 } : {}) }),
  ],
  "Every other address asks for `Authorization: Bearer TOKEN`; without the right token the answer is 401 with code `unauthorised`.":
    [
      () => ({
        asking: ({ headers }) => ({ headers: { ...headers, authorization: "Bearer plant-token" } }),
      }),
      () => ({ answering: status(401, 403) }),
    ],
  "Every error is `application/problem+json` with a code of the protocol.": [
    () => ({
      answering: (_, { status, headers }) =>
        status >= 400 ? { headers: { ...headers, "content-type": "text/html" } } : {},
    }),
    () => ({
      answering: (_, answer) => (answer.status >= 400 ? { body: Buffer.from('{"code":"oops"}') } : {}),
    }),
    () => ({ answering: status(400, 500) }),
  ],
  "The service names the protocol, the plant, the server's clock and its systems, each with its kind and epoch.":
    [
      () => ({ answering: editJson("throughline-plant", ({ time: _time, ...rest }) => rest) }),
      () => ({ answering: editJson("throughline-plant", (service) => ({ ...service, protocol: 2 })) }),
      () => ({
        answering: editJson("throughline-plant", (service) => ({
          ...service,
          systems: [...(service["systems"] as unknown[]), (service["systems"] as unknown[])[0]],
        })),
      }),
    ],
  "The scopes of a system are what can be followed on its own; their ids are unique.": [
    () => ({
      answering: editJson("scopes", ({ scopes }) => ({
        scopes: [...(scopes as object[]), ...(scopes as object[])],
      })),
    }),
    () => ({
      answering: editJson("scopes", ({ scopes }) => ({
        scopes: [...(scopes as object[]), { id: "none", name: "None", records: 0 }],
      })),
    }),
  ],
  "An unknown system is answered 404 `unknown-system`, an unknown scope 404 `unknown-scope`.": [
    () => ({
      answering: (_, { body }) => ({
        body: Buffer.from(body.toString().replace("unknown-scope", "unknown-system")),
      }),
    }),
    () => ({ answering: status(404, 400) }),
  ],
  "A page is a head, its changes, an end and a sum, one JSON text a line, each line with its line feed.": [
    () => page({ fault: "truncated", share: 0.6 }),
    () => page({ fault: "malformed" }),
    () => page({ fault: "cut", share: 0.6 }),
    () => ({
      answering: (passing, { body }) => (isAbout("changes", passing) ? { body: body.subarray(0, -1) } : {}),
    }),
  ],
  "The head names the protocol, the system, the scope and the epoch that the service names.": [
    () => page({ fault: "foreign-epoch" }),
    () => ({
      asking: ({ path }) => ({ path: path.replace("scope=site", "scope=product%3A10-4000") }),
    }),
  ],
  "The end counts the changes of its page.": [() => page({ fault: "miscounted" })],
  "The sum is the SHA-256 of all bytes before its own line, the end with its cursor among them, before compression.":
    [
      () => page({ fault: "wrong-sum" }),
      () => page({ fault: "corrupt" }),
      () => page({ fault: "damaged-cursor" }),
    ],
  "Every change fits the schema.": [
    () => page({ fault: "invalid-record" }),
    () => page({ fault: "unknown-kind" }),
  ],
  "Positions ascend over a page and from page to page.": [
    () => page({ fault: "reordered" }),
    () => page({ fault: "duplicated" }),
  ],
  "Positions are in commit order: what comes later never stands before a cursor that was given out.": [
    () => {
      // One change becomes visible after a later one was read.
      const seen = new Set<string>();
      return {
        answering: editPages((lines, { path }) => {
          if (seen.has(path) || !path.includes("limit=10000")) return lines;
          seen.add(path);
          return lines.filter((_, i) => i !== 2);
        }),
      };
    },
  ],
  "Without a cursor a page begins with the first change.": [
    () => ({
      answering: editPages((lines, { path }) =>
        path.includes("limit=1&") || path.endsWith("limit=1") ? [] : lines,
      ),
    }),
  ],
  "The cursor of a page leads to the change behind its last one: nothing is left out and nothing comes twice.":
    [
      () => page({ fault: "overlapping", changes: 1 }),
      () => page({ fault: "swapped-over" }),
      () => ({
        answering: editPages((lines, { path }) => (path.includes("cursor") ? lines.slice(1) : lines)),
      }),
    ],
  "The same cursor gives the same changes again.": [
    () => {
      const seen = new Set<string>();
      return {
        answering: editPages((lines, { path }) => {
          const isAgain = seen.has(path);
          seen.add(path);
          return isAgain ? lines.slice(1) : lines;
        }),
      };
    },
  ],
  "A page holds at most `limit` changes: 1,000 where the reader names no limit, never more than 10,000.": [
    () => ({ asking: ({ path }) => ({ path: withoutQuery(path, "limit") }) }),
    () => ({
      answering: editPages(
        (lines) => lines.slice(1),
        () => ({ more: true }),
      ),
    }),
  ],
  "No line is longer than 4 MiB, and no page goes on behind the change that reaches 16 MiB.": [
    () => ({ answering: editPages((lines) => [...lines, line({ id: "x".repeat(4 * 1024 * 1024) })]) }),
    () => ({
      answering: editPages((lines) => [
        ...lines,
        ...Array.from({ length: 9 }, () => line({ id: "x".repeat(2 * 1024 * 1024) })),
      ]),
    }),
  ],
  "`more` says that changes wait behind the page; a page without it ends at what there is.": [
    () => ({ answering: editPages(all, () => ({ more: true })) }),
    () => ({
      asking: ({ path }) => (isAbout("changes", { path } as never) ? { path: withLimit(path, 3) } : {}),
      answering: editPages(all, () => ({ more: false })),
    }),
  ],
  "`head` is the last position of the system, never below that of a change on the page.": [
    () => ({ answering: editPages(all, () => ({ head: 0 })) }),
    () => ({
      answering: editPages(all, (end, { path }) =>
        path.includes("limit=1&") || path.endsWith("limit=1") ? { head: 1 } : end,
      ),
    }),
  ],
  "A reader that accepts gzip gets the same bytes as one that does not.": [
    () => ({
      answering: (_, { headers, body }) =>
        headers["content-encoding"] === "gzip"
          ? { body: gzipSync(gunzipSync(body).toString().replace("stated", "guessed")) }
          : {},
    }),
    () => ({
      answering: ({ headers }, answer) =>
        headers["accept-encoding"] === "identity" && answer.status === 200
          ? { headers: { ...answer.headers, "content-encoding": "gzip" }, body: gzipSync(answer.body) }
          : {},
    }),
  ],
  "Revisions of an id ascend in the order of its changes.": [
    () => ({
      answering: editPages((lines) => lines.map((text) => text.replace(/"revision":\d+/, '"revision":1'))),
    }),
  ],
  "A delete is of an id that was put, with a further revision; events are never deleted.": [
    () => ({
      answering: editPages((lines) => [
        ...lines,
        line({ op: "delete", position: 9_999, id: "never/there", revision: 2 }),
      ]),
    }),
    () => ({
      answering: editPages((lines) => [
        ...lines,
        ...lines
          .filter((text) => text.includes('"record":"event"'))
          .slice(0, 1)
          .map((text) =>
            line({ op: "delete", position: 9_999, id: (JSON.parse(text) as { id: string }).id, revision: 2 }),
          ),
      ]),
    }),
  ],
  "The bytes of a segment hash to what the manifest says and hold as many puts as it says.": [
    () => ({ kind: "segment", fault: { fault: "corrupt" } }),
    () => ({ kind: "segment", fault: { fault: "truncated", share: 0.9 } }),
    () => ({
      answering: editJson("snapshot", (manifest) => ({
        ...manifest,
        segments: (manifest["segments"] as { rows: number }[]).map((segment) => ({
          ...segment,
          rows: segment.rows + 1,
        })),
      })),
    }),
  ],
  "The segments and then the changes from the manifest's cursor come to what the changes from the beginning come to.":
    [
      () => ({
        answering: editJson("snapshot", (manifest) => ({
          ...manifest,
          segments: (manifest["segments"] as object[]).slice(0, 1),
        })),
      }),
    ],
  "The tables of a segment, where it has some, hold the rows of its lines.": [
    () => ({
      answering: editJson("snapshot", (manifest) => ({
        ...manifest,
        // What they hold is found out as well: see tables.test.ts.
        segments: (manifest["segments"] as { tables: object }[]).map((segment, _, all) => ({
          ...segment,
          tables: all[0]?.tables,
        })),
      })),
    }),
    () => ({
      answering: editJson("snapshot", (manifest) => ({
        ...manifest,
        segments: (manifest["segments"] as { tables: object }[]).map(({ tables, ...segment }) => ({
          ...segment,
          tables: { ...tables, sha256: "0".repeat(64) },
        })),
      })),
    }),
  ],
  "A range of a segment or file is answered 206 with those bytes, one behind the end 416.": [
    () => ({ asking: ({ headers: { range: _range, ...headers } }) => ({ headers }) }),
    () => ({
      answering: (_, { status, body }) => (status === 206 ? { body: Buffer.concat([body, body]) } : {}),
    }),
    () => ({ answering: status(416, 404) }),
  ],
  "The ids are those that exist, each once, with the revision of its last change.": [
    () => ({ answering: editJson("ids", (ids) => ({ ...ids, ids: (ids["ids"] as object[]).slice(1) })) }),
    () => ({
      answering: editJson("ids", (ids) => ({
        ...ids,
        ids: (ids["ids"] as [string, number][]).map(([id]) => [id, 9]),
      })),
    }),
    () => ({
      answering: editJson("ids", (ids) => ({
        ...ids,
        ids: [...(ids["ids"] as object[]), ...(ids["ids"] as object[])],
      })),
    }),
  ],
  "A file that a record names is there under its hash, with as many bytes as the record says.": [
    () => ({ kind: "file", fault: { fault: "truncated", share: 0.5 } }),
    () => ({ kind: "file", fault: { fault: "corrupt" } }),
    () => ({ answering: (passing) => (isAbout("files", passing) ? { status: 404 } : {}) }),
  ],
  "An unknown file is answered 404 `unknown-file`.": [
    () => ({ answering: (passing) => (isAbout("files", passing) ? { status: 200, body: Buffer.of() } : {}) }),
  ],
  "A file is taken in under its hash and given back as it was; bytes that hash to something else are answered 400 `invalid`.":
    [
      () => ({ answering: ({ method }) => (method === "PUT" ? { status: 201 } : {}) }),
      () => ({ kind: "file", fault: { fault: "corrupt" } }),
      () => ({ kind: "upload", fault: { fault: "status", status: 503 } }),
    ],
  "The stream begins with a nudge for every system, naming its head.": [
    () => ({ nudging: (message, index) => (index === 0 ? undefined : message) }),
    () => ({ nudging: (message) => message.replace(/"head":\d+/, '"head":999999') }),
    () => ({ nudging: () => "data: no JSON" }),
  ],
  "A commit is followed by a nudge of its system.": [
    () => ({ nudging: (message, index) => (index < 5 ? message : undefined) }),
  ],
  "The answer is stored under the submission's key: the same submission again gets the same answer, and nothing happens twice.":
    [
      () => {
        // Every retry is taken for something new.
        let sent = 0;
        return {
          asking: ({ method, body }) => {
            if (method !== "POST") return {};
            sent += 1;
            const submission = JSON.parse(body.toString()) as { readonly body: object };
            const anew = { key: randomUUID(), number: sent, body: { ...submission.body, id: randomUUID() } };
            return { body: Buffer.from(JSON.stringify({ ...submission, ...anew })) };
          },
        };
      },
    ],
  "A key or number that was used for another submission is answered 400 `invalid`.": [
    () => ({ answering: status(400, 200) }),
  ],
  "An accepted change request comes back as an event of type `change-request` whose details name its id under `request`, at the answer's revision.":
    [
      () => ({
        answering: editPages((lines) => lines.map((text) => text.replace(/"request":"[^"]*",/, ""))),
      }),
      () => ({ answering: decision("accepted", { answer: "accepted", number: "ECR-1", revision: 7 }) }),
    ],
  "A change whose `base` is not the revision that the plant holds is answered `conflict` with that revision and the plant's fields.":
    [
      () => ({ answering: decision("conflict", { answer: "accepted", number: "ECR-1", revision: 9 }) }),
      () => ({ answering: decision("conflict", { answer: "conflict", revision: 9, fields: {} }) }),
    ],
  "A submission that names a file which was not sent is answered `refused` with a reason.": [
    () => ({ answering: decision("refused", { answer: "accepted", number: "ECR-1", revision: 1 }) }),
    () => ({ answering: decision("refused", { answer: "refused", reason: " " }) }),
  ],
  "What is no submission is answered 400 `invalid`.": [
    () => ({ answering: status(400, 500) }),
    () => ({ answering: status(400, 200) }),
  ],
  "A cursor that was not given out for this system and scope is answered 400 `invalid`.": [
    () => ({ asking: ({ path }) => ({ path: path.replace(/cursor=(x|&|$)/, "") }) }),
    () => ({ answering: status(400, 409) }),
  ],
  "With `since` events, measurements, samples and gaps that were over before that time are left out, those excepted of which an earlier revision was handed on, and nothing else is.":
    [
      () => ({ asking: ({ path }) => ({ path: withoutQuery(path, "since") }) }),
      () => ({
        answering: editPages((lines, { path }) => (path.includes("since=") ? lines.slice(1) : lines)),
      }),
      () => ({
        answering: editPages((lines, { path }) =>
          path.includes("since=")
            ? lines.filter((text) => !text.includes('"title":"Moved to an earlier day"'))
            : lines,
        ),
      }),
    ],
  "Snapshot and ids of a `since` come to what its changes come to.": [
    () => ({ answering: editJson("snapshot", ({ since: _since, ...rest }) => rest) }),
    () => ({ answering: editJson("ids", (ids) => ({ ...ids, ids: [...(ids["ids"] as []), ["old", 1]] })) }),
    () => ({
      answering: editJson("snapshot", (manifest) => ({
        ...manifest,
        segments: (manifest["segments"] as unknown[]).slice(0, -1),
      })),
    }),
  ],
  "A cursor of another `since`, or of none, is answered 400 `invalid`, and so is a `since` that is no whole number.":
    [() => ({ answering: status(400, 409) }), () => ({ answering: status(400, 200) })],
  "With `until` those that began at that time or later are left out, with the same exception, and nothing else is; both bounds together leave out what either does.":
    [
      () => ({ asking: ({ path }) => ({ path: withoutQuery(path, "until") }) }),
      () => ({
        asking: ({ path }) => ({ path: path.includes("until=") ? withoutQuery(path, "since") : path }),
      }),
      () => ({
        answering: editPages((lines, { path }) => (path.includes("until=") ? lines.slice(1) : lines)),
      }),
    ],
  "Snapshot and ids of an `until` come to what its changes come to.": [
    () => ({ answering: editJson("snapshot", ({ until: _until, ...rest }) => rest) }),
    () => ({ answering: editJson("ids", (ids) => ({ ...ids, ids: [...(ids["ids"] as []), ["old", 1]] })) }),
  ],
  "So it is with `until`: a cursor of another one, or of none, and one that is no whole number are answered 400 `invalid`.":
    [() => ({ answering: status(400, 409) }), () => ({ answering: status(400, 200) })],
  "A cursor of an earlier epoch is answered 409 `epoch-changed` with the epoch of now.": [
    () => ({ answering: status(409, 400) }),
    () => ({
      answering: (_, { status, body }) =>
        status === 409
          ? { body: Buffer.from(body.toString().replace(/"epoch":"[^"]*"/, '"epoch":"e"')) }
          : {},
    }),
    () => ({ asking: ({ path }) => ({ path: withoutQuery(path, "cursor") }) }),
  ],
};
