/** The open plant protocol (shared/contract/plant) as a kind of source. */
import { join } from "node:path";
import { safeParse, type GenericSchema, type InferOutput } from "valibot";
import {
  answerSchema,
  idsSchema,
  manifestSchema,
  scopesSchema,
  serviceSchema,
  type Manifest,
} from "../../../../shared/contract/plant/protocol.ts";
import { TABLES_VERSION } from "../../../../shared/contract/plant/segment-tables.ts";
import { readClock } from "../../../../shared/model/clock.ts";
import type { FeedSegment } from "../../../../shared/model/feed.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import {
  CursorRefused,
  EpochChanged,
  type Connector,
  type IdPage,
  type Reach,
  type SourceConnection,
  type SourceStream,
} from "../connector.ts";
import { readChangeLine } from "./change-line.ts";
import { fetchFile, sendFile } from "./files.ts";
import { createPlantHttp, type Ask, type PlantHttp, type Timeouts } from "./http.ts";
import { listenForNudges } from "./nudges.ts";
import { createEventReader, PAGE_BODY_LIMIT, readPage } from "./page.ts";
import { readSegment } from "./segments.ts";
import { readTables } from "./tables.ts";
import { createUnpackedTables } from "./unpacked-tables.ts";

/** Bytes of an answer that is one JSON value: a manifest of 100,000 segments is 30 MB. */
const JSON_LIMIT = 64 * 1024 * 1024;
/** A million ids of 60 characters. */
const IDS_BODY_LIMIT = 128 * 1024 * 1024;
/** Largest file taken where no record says its size. */
const FILE_LIMIT = 4 * 1024 * 1024 * 1024;

export const plantConnector: Connector = { kind: "plant", connect: connectPlant };

/** `now`: our clock, µs. `timeouts` are for tests of slow plants. */
export function connectPlant(reach: Reach, now: () => number, timeouts?: Timeouts): SourceConnection {
  const http = createPlantHttp(reach, timeouts);
  const reader = createEventReader();
  const unpacked = createUnpackedTables();
  const at = (system: string, rest: string): string => `/systems/${encodeURIComponent(system)}/${rest}`;
  return {
    async describe(signal) {
      const before = now();
      const service = await json(
        http,
        { path: "/.well-known/throughline-plant", withToken: false, signal },
        serviceSchema,
      );
      return { name: service.plant, systems: service.systems, clock: readClock(service.time, before, now()) };
    },
    async scopes(system, signal) {
      const { scopes } = await json(http, { path: at(system, "scopes"), signal }, scopesSchema);
      return scopes.map(({ id, name, products, records }) => ({
        id,
        name,
        products: products ?? [],
        records,
      }));
    },
    async snapshot(stream, signal) {
      const ask = { path: at(stream.system, "snapshot"), query: queryOf(stream), signal };
      const manifest = await json(http, ask, manifestSchema);
      if (manifest.scope !== stream.scope)
        throw new Failure(
          "corrupt",
          `${http.origin} answered for ${manifest.scope} and not for ${stream.scope}.`,
        );
      if (isOther(manifest, stream)) throw otherSpan(http);
      return { ...manifest, segments: manifest.segments.map(known) };
    },
    async fetchSegment(system, segment, folder, signal, onBytes) {
      const { path, sha256, bytes } = segment;
      const to = join(folder, sha256);
      const from = at(system, `segments/${encodeURIComponent(path)}`);
      await fetchFile(http, { from, to, sha256, bytes, limit: bytes, signal, onBytes });
      return to;
    },
    readSegment,
    readTables: (...asked) => readTables(unpacked, ...asked),
    async page(stream, cursor, limit, signal) {
      const query = { ...queryOf(stream), cursor, limit: String(limit) };
      const reply = await http
        .ask({ path: at(stream.system, "changes"), query, signal })
        .catch((thrown: unknown) => {
          const isOfCursor = cursor !== undefined && thrown instanceof Failure && thrown.kind === "invalid";
          throw isOfCursor ? new CursorRefused(thrown.message) : thrown;
        });
      const { bytes, done } = await http.lentBytes(reply, PAGE_BODY_LIMIT);
      return { ...readPage(bytes, stream, reply.wireBytes(), reader), done };
    },
    async *ids(stream, signal): AsyncGenerator<IdPage> {
      let epoch: string | undefined;
      for (let after: string | undefined; ;) {
        const ask = { path: at(stream.system, "ids"), query: { ...queryOf(stream), after }, signal };
        const { next, since, until, ...page } = await json(http, ask, idsSchema, IDS_BODY_LIMIT);
        if (isOther({ since, until }, stream)) throw otherSpan(http);
        if (epoch !== undefined && epoch !== page.epoch) throw new EpochChanged(page.epoch);
        epoch = page.epoch;
        yield page;
        if (next === undefined) return;
        if (next === after) throw new Failure("corrupt", `${http.origin} goes in a circle with its ids.`);
        after = next;
      }
    },
    fetchFile: (sha256, path, signal, onBytes) =>
      fetchFile(http, {
        from: `/files/${sha256}`,
        to: path,
        sha256,
        bytes: undefined,
        limit: FILE_LIMIT,
        signal,
        onBytes,
      }),
    sendFile: (sha256, path, signal) => sendFile(http, sha256, path, signal),
    submit: (system, submission, signal) =>
      json(
        http,
        {
          method: "POST",
          path: at(system, "submissions"),
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(submission),
          signal,
        },
        answerSchema,
      ),
    nudges: (onNudge, signal) => listenForNudges(http, onNudge, signal),
    readLine: readChangeLine,
    close: () => {
      http.close();
      unpacked.close();
    },
  };
}

const queryOf = ({
  scope,
  since,
  until,
}: SourceStream): { scope: string; since: string | undefined; until: string | undefined } => ({
  scope,
  since: since === undefined ? undefined : String(since),
  until: until === undefined ? undefined : String(until),
});

type Span = Partial<Pick<SourceStream, "since" | "until">>;
const isOther = (answered: Span, asked: Span): boolean =>
  answered.since !== asked.since || answered.until !== asked.until;

const otherSpan = ({ origin }: PlantHttp): Failure =>
  new Failure("corrupt", `${origin} answered for another span of time than was asked for.`);

/** Tables of a version that is not known here are left alone. */
const known = ({ tables, ...segment }: Manifest["segments"][number]): FeedSegment =>
  tables?.version === TABLES_VERSION ? { ...segment, tables } : segment;

async function json<Schema extends GenericSchema>(
  http: PlantHttp,
  ask: Ask,
  schema: Schema,
  limit = JSON_LIMIT,
): Promise<InferOutput<Schema>> {
  const body = await http.bytes(await http.ask(ask), limit);
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw new Failure(
      "corrupt",
      `${http.origin} is no plant server, or something in between changes its answers: ${ask.path} is no JSON.`,
    );
  }
  const parsed = safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const path = (issue.path ?? []).map(({ key }) => String(key)).join(".");
  throw new Failure(
    "corrupt",
    `${http.origin} does not keep the plant protocol: ${ask.path}, ${path}: ${issue.message}`,
  );
}
