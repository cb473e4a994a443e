/** Answers about a system and its scopes: what there is, changes, snapshot, ids. */
import {
  IDS_LIMIT,
  PAGE_DEFAULT,
  PAGE_LIMIT,
  PROTOCOL_VERSION,
  type Ids,
  type PlantService,
  type Scopes,
} from "../../../../shared/contract/plant/protocol.ts";
import { decodeCursor, encodeCursor } from "../feed/cursor.ts";
import { faultyPage } from "../feed/faulty-page.ts";
import { closePage, draftPage, streamOf } from "../feed/page.ts";
import { rangeIn, type ScopeRange } from "../feed/range.ts";
import type { ScopeFeed } from "../feed/scope-feed.ts";
import type { SystemFeed } from "../feed/system-feed.ts";
import { isPageFault, type Fault } from "../faults.ts";
import type { Plant } from "../plant.ts";
import { json, problem, type Reply } from "./answers.ts";

export function answerService(plant: Plant, time: number): Reply {
  const systems = [...plant.systems.values()].map(({ id, kind, name, epoch, tellsDeletes, accepts }) => ({
    id,
    kind,
    name,
    epoch,
    tellsDeletes,
    accepts: [...accepts],
  }));
  return json({ protocol: PROTOCOL_VERSION, plant: plant.name, time, systems } satisfies PlantService);
}

export function answerScopes(system: SystemFeed): Reply {
  const scopes = [...system.scopes.values()].map(({ id, name, products, records }) => ({
    id,
    name,
    ...(products === undefined ? {} : { products: [...products] }),
    records,
  }));
  return json({ scopes } satisfies Scopes);
}

/** The scope that a query names, or the problem with it. */
function scopeIn(system: SystemFeed, query: URLSearchParams): ScopeFeed | Reply {
  const id = query.get("scope");
  if (id === null) return problem(400, "invalid", "Name the scope: ?scope=");
  return system.scopes.get(id) ?? problem(404, "unknown-scope", `${system.name} has no scope ${id}.`);
}

interface Wanted {
  readonly scope: ScopeFeed;
  readonly range: ScopeRange | undefined;
}

/** The scope and the range that a query names, or the problem with it. */
function wantedIn(system: SystemFeed, query: URLSearchParams): Wanted | Reply {
  const scope = scopeIn(system, query);
  if ("status" in scope) return scope;
  const span: { since?: number; until?: number } = {};
  for (const bound of ["since", "until"] as const) {
    const text = query.get(bound);
    if (text === null) continue;
    if (!/^(0|-?[1-9]\d{0,15})$/.test(text))
      return problem(400, "invalid", `${bound} is whole µs since 1970, not ${text.slice(0, 40)}.`);
    span[bound] = Number(text);
  }
  return { scope, range: rangeIn(scope, span) };
}

/** The place of a cursor in this stream; the beginning where there is none. */
function placeIn(system: SystemFeed, stream: string, cursor: string | null): number | Reply {
  if (cursor === null) return 0;
  const place = decodeCursor(cursor);
  if (place === undefined) return problem(400, "invalid", "The cursor is none that was given out here.");
  if (place.stream !== stream)
    return problem(400, "invalid", `The cursor is of ${place.stream}, not of ${stream}.`);
  if (place.epoch !== system.epoch)
    return problem(409, "epoch-changed", `${system.name} began a new epoch; read it from the beginning.`, {
      epoch: system.epoch,
    });
  return place.position;
}

export function answerChanges(system: SystemFeed, query: URLSearchParams, fault: Fault | undefined): Reply {
  const asked = wantedIn(system, query);
  if ("status" in asked) return asked;
  const { scope, range } = asked;
  const wanted = query.get("limit") ?? String(PAGE_DEFAULT);
  if (!/^[1-9]\d{0,8}$/.test(wanted))
    return problem(400, "invalid", `limit is a whole number from 1, not ${wanted.slice(0, 40)}.`);
  const limit = Math.min(PAGE_LIMIT, Number(wanted));
  const position = placeIn(system, streamOf(system, scope, range), query.get("cursor"));
  if (typeof position !== "number") return position;
  const parts =
    fault !== undefined && isPageFault(fault)
      ? faultyPage(system, scope, position, limit, fault, range)
      : closePage(draftPage(system, scope, position, limit, range));
  const headers = { "Content-Type": "application/x-ndjson", "Cache-Control": "no-store" };
  return { status: 200, headers, parts, isText: true };
}

export async function answerSnapshot(
  plant: Plant,
  system: SystemFeed,
  query: URLSearchParams,
): Promise<Reply> {
  const asked = wantedIn(system, query);
  if ("status" in asked) return asked;
  return json((await plant.snapshot(system, asked.scope.id, asked.range?.span)).manifest);
}

export function answerIds(system: SystemFeed, query: URLSearchParams): Reply {
  const asked = wantedIn(system, query);
  if ("status" in asked) return asked;
  const { scope, range } = asked;
  const stream = `${streamOf(system, scope, range)} ids`;
  const from = placeIn(system, stream, query.get("after"));
  if (typeof from !== "number") return from;
  const { epoch, head } = system;
  const { ids, next } = scope.ids(from, IDS_LIMIT, range);
  return json({
    epoch,
    ...range?.span,
    head,
    ids,
    ...(next === undefined ? {} : { next: encodeCursor({ epoch, stream, position: next }) }),
  } satisfies Ids);
}
