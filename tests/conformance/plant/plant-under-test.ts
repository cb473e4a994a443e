/** The server that is looked at, and what the checks have in common when they look. */
import * as v from "valibot";
import {
  PAGE_LIMIT,
  scopesSchema,
  serviceSchema,
  type PlantService,
} from "../../../shared/contract/plant/protocol.ts";
import { expectRule, Skipped } from "./check.ts";
import { ask, type Answer, type Asked } from "./http-client.ts";
import { parsed, readPage, type Line, type Page } from "./page.ts";

/** What the one who runs the server can do to it, where that is the same as who runs the checks. */
export interface Hooks {
  changeEpoch(system: string): void;
}

export interface Stream {
  readonly system: string;
  readonly scope: string;
  readonly tellsDeletes: boolean;
}

export interface PlantOptions {
  readonly url: string;
  readonly token: string;
  readonly ca?: string;
  readonly mayWrite: boolean;
  /** Changes read per scope; rules over a whole scope can't be seen where there are more. */
  readonly maximumChanges: number;
  readonly hooks?: Hooks;
}

export interface PlantUnderTest extends PlantOptions {
  ask(path: string, asked?: Asked): Promise<Answer>;
  /** Status 200 and JSON of this schema. */
  json<S extends v.GenericSchema>(path: string, schema: S): Promise<v.InferOutput<S>>;
  service(): Promise<PlantService>;
  /** Every scope of every system. */
  streams(): Promise<readonly Stream[]>;
  page(stream: Stream, query?: Readonly<Record<string, string>>): Promise<Page>;
  /** All pages of a stream, kept for later checks; Skipped where there are more than may be read. */
  pages(stream: Stream): Promise<readonly Page[]>;
  /** Those, and what came since. */
  pagesByNow(stream: Stream): Promise<readonly Page[]>;
  /** A stream with at least this many changes. */
  busy(changes: number): Promise<Stream>;
}

export const addressOf = (
  { system, scope }: Stream,
  what: string,
  query: Readonly<Record<string, string>> = {},
): string => `/systems/${encodeURIComponent(system)}/${what}?${new URLSearchParams({ scope, ...query })}`;

export const streamName = ({ system, scope }: Stream): string => `${system} ${scope}`;

export function createPlantUnderTest(options: PlantOptions): PlantUnderTest {
  const { url, token, ca, maximumChanges } = options;
  const walks = new Map<string, Promise<readonly Page[]>>();

  const plant: PlantUnderTest = {
    ...options,
    ask: (path, asked = {}) =>
      ask(`${url.replace(/\/$/, "")}${path}`, {
        ...asked,
        ...(ca === undefined ? {} : { ca }),
        headers: { Authorization: `Bearer ${token}`, ...asked.headers },
      }),
    async json(path, schema) {
      const { status, body } = await plant.ask(path);
      expectRule(status === 200, `${path} is answered ${status}`);
      const result = v.safeParse(schema, parsed(body.toString()));
      const issue = result.issues?.[0];
      expectRule(
        result.success,
        `${path}: ${issue === undefined ? "" : `${v.getDotPath(issue) ?? ""}: ${issue.message}`}`,
      );
      return result.output;
    },
    service: () => plant.json("/.well-known/throughline-plant", serviceSchema),
    async streams() {
      const { systems } = await plant.service();
      const found: Stream[] = [];
      for (const { id: system, tellsDeletes } of systems) {
        const { scopes } = await plant.json(`/systems/${system}/scopes`, scopesSchema);
        found.push(...scopes.map(({ id: scope }) => ({ system, scope, tellsDeletes })));
      }
      return found;
    },
    async page(stream, query) {
      const path = addressOf(stream, "changes", query);
      const { status, body, headers } = await plant.ask(path);
      expectRule(status === 200, `${path} is answered ${status}`);
      expectRule(
        headers["content-type"]?.startsWith("application/x-ndjson") === true,
        `${path} is of type ${headers["content-type"]}`,
      );
      return readPage(body);
    },
    pages(stream) {
      const key = streamName(stream);
      const known = walks.get(key) ?? walk(stream);
      walks.set(key, known);
      return known;
    },
    async pagesByNow(stream) {
      const pages = await plant.pages(stream);
      return [...pages, ...(await walk(stream, pages.at(-1)?.end.cursor))];
    },
    async busy(changes) {
      for (const stream of await plant.streams()) {
        const { end } = await plant.page(stream, { limit: String(Math.max(1, changes)) });
        if (end.count >= changes) return stream;
      }
      throw new Skipped(`no scope holds ${changes} changes`);
    },
  };

  async function walk(stream: Stream, from?: string): Promise<readonly Page[]> {
    const pages: Page[] = [];
    let count = 0;
    let cursor = from;
    for (;;) {
      const limit = String(PAGE_LIMIT);
      const page = await plant.page(stream, { limit, ...(cursor === undefined ? {} : { cursor }) });
      pages.push(page);
      count += page.changes.length;
      if (!page.end.more) return pages;
      if (count > maximumChanges)
        throw new Skipped(`${streamName(stream)} has more than ${maximumChanges} changes: see --changes`);
      expectRule(page.end.cursor !== cursor, `${streamName(stream)}: a page with more leads to itself`);
      ({ cursor } = page.end);
    }
  }
  return plant;
}

/** Ids that exist after these changes, with the SHA-256 of their last line. */
export function stateAfter(changes: Iterable<Line>): Map<string, Line> {
  const state = new Map<string, Line>();
  for (const change of changes) {
    if (change.op === "delete") state.delete(change.id);
    else state.set(change.id, change);
  }
  return state;
}

export const changesOf = (pages: readonly Page[]): readonly Line[] => pages.flatMap(({ changes }) => changes);
