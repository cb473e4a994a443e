/** HistoryRead of raw values (OPC 10000-11, 6.4.3; OPC 10000-4, 5.11.3), following continuation points. */
import {
  HistoryData,
  HistoryReadRequest,
  ReadRawModifiedDetails,
  resolveNodeId,
  TimestampsToReturn,
  type ClientSession,
  type DataValue,
  type HistoryReadResult,
} from "node-opcua-client";

export interface HistoryQuestion {
  readonly nodeId: string;
  /** µs UTC, both included. */
  readonly from: number;
  readonly to: number;
}

export interface HistoryAnswer {
  /** The server remembers back to `from`: nothing between there and `first` was forgotten. */
  readonly reachesFrom: boolean;
  /** Source times of the first and last value read, µs UTC. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly count: number;
  /** Why there is no answer, or not a whole one; undefined where there is. */
  readonly problem: string | undefined;
}

export interface HistoryOptions {
  readonly session: ClientSession;
  /** Values of `questions[index]`, ascending, page by page; awaited before the next page. */
  readonly onValues: (index: number, values: readonly DataValue[]) => Promise<void> | void;
  /** Most values read of one question; what lies after is told as a problem. */
  readonly limit?: number;
}

/** Values per node and page. Servers that give fewer set a continuation point. */
export const PAGE = 1_000;
const NODES_PER_REQUEST = 20;
const LIMIT = 1_000_000;
/** Questions that begin this close to each other share a request, µs. */
const NEAR = 10_000_000;
/** What a server answers that wants fewer nodes at a time, or has no continuation point left. */
const TOO_MANY = /BadTooManyOperations|BadNoContinuationPoints|BadEncodingLimitsExceeded|BadResponseTooLarge/;

interface Progress {
  readonly index: number;
  readonly question: HistoryQuestion;
  first: number | undefined;
  last: number | undefined;
  count: number;
  reachesFrom: boolean;
  problem: string | undefined;
}

/** In the order of the questions. Throws where the line is lost; what was passed on stays. */
export async function readHistory(
  questions: readonly HistoryQuestion[],
  options: HistoryOptions,
): Promise<readonly HistoryAnswer[]> {
  const progress = questions.map((question, index): Progress => ({
    index,
    question,
    first: undefined,
    last: undefined,
    count: 0,
    reachesFrom: false,
    problem: undefined,
  }));
  for (const group of grouped(progress)) await readGroup(group, options);
  // History that holds the very value we had last proves itself; of the others the server is asked what came before.
  const unproven = progress.filter(({ reachesFrom, problem }) => !reachesFrom && problem === undefined);
  for (const group of grouped(unproven)) await findBefore(group, options);
  return progress;
}

/** By start, so that one request reads little that nobody asked for. */
function grouped(progress: readonly Progress[]): Progress[][] {
  const groups: Progress[][] = [];
  for (const each of progress.toSorted((a, b) => a.question.from - b.question.from)) {
    const group = groups.at(-1);
    const start = group?.[0]?.question.from ?? -Infinity;
    if (group !== undefined && group.length < NODES_PER_REQUEST && each.question.from - start <= NEAR)
      group.push(each);
    else groups.push([each]);
  }
  return groups;
}

async function readGroup(group: readonly Progress[], options: HistoryOptions): Promise<void> {
  const limit = options.limit ?? LIMIT;
  const from = Math.min(...group.map(({ question }) => question.from));
  const to = Math.max(...group.map(({ question }) => question.to));
  const details = (): ReadRawModifiedDetails =>
    new ReadRawModifiedDetails({
      isReadModified: false,
      startTime: new Date(Math.floor(from / 1000)),
      endTime: new Date(Math.ceil(to / 1000)),
      numValuesPerNode: PAGE,
      returnBounds: false,
    });
  let open = group.map((each) => ({ each, continuationPoint: undefined as Buffer | undefined }));
  while (open.length > 0) {
    const results = await ask(options.session, details(), open);
    if (results === "too-many") {
      // From the beginning, one by one: what was read already is dropped as repeated.
      for (const each of group) Object.assign(each, { first: undefined, last: undefined, count: 0 });
      if (group.length > 1) for (const each of group) await readGroup([each], options);
      else for (const { each } of open) each.problem = "The server can't answer a request for its history.";
      return;
    }
    const next: typeof open = [];
    for (const [position, { each }] of open.entries()) {
      const result = results[position];
      const point = await takePage(each, result, options, limit);
      if (point !== undefined) next.push({ each, continuationPoint: point });
    }
    open = next;
  }
}

/** Takes one page; returns the continuation point where there is more to be read. */
async function takePage(
  each: Progress,
  result: HistoryReadResult | undefined,
  { onValues }: HistoryOptions,
  limit: number,
): Promise<Buffer | undefined> {
  if (result === undefined || result.statusCode.isBad()) {
    each.problem = `The server gives no history of it (${result?.statusCode.name ?? "no answer"}).`;
    return undefined;
  }
  const values = (dataOf(result).dataValues ?? []).filter(({ sourceTimestamp }) => sourceTimestamp !== null);
  const times = values.map(({ sourceTimestamp }) => (sourceTimestamp?.getTime() ?? 0) * 1000);
  const [first, last] = [times[0], times.at(-1)];
  each.first ??= first;
  each.last = last ?? each.last;
  each.count += values.length;
  // The store keeps µs, a request ms: the value at the start lies up to a millisecond before it.
  if (first !== undefined && first <= each.question.from) each.reachesFrom = true;
  if (values.length > 0) await onValues(each.index, values);
  const point = result.continuationPoint as Buffer | null | undefined;
  if (point === null || point === undefined || point.length === 0) return undefined;
  if (each.count < limit) return point;
  each.problem = `The history is longer than ${limit} values; what came after was not read.`;
  return undefined;
}

/** Whether there is any value at or before the start: one is read backwards from there. */
async function findBefore(group: readonly Progress[], { session }: HistoryOptions): Promise<void> {
  const from = Math.min(...group.map(({ question }) => question.from));
  const details = new ReadRawModifiedDetails({
    isReadModified: false,
    // OPC 10000-11, 6.4.3.2: without a start the values before the end come, newest first.
    startTime: new Date(Date.UTC(1601, 0, 1)),
    endTime: new Date(Math.floor(from / 1000)),
    numValuesPerNode: 1,
    returnBounds: false,
  });
  const open = group.map((each) => ({ each, continuationPoint: undefined }));
  const results = await ask(session, details, open);
  if (results === "too-many") {
    if (group.length > 1)
      for (const each of group) await findBefore([each], { session, onValues: () => undefined });
    return;
  }
  for (const [position, { each }] of open.entries()) {
    const result = results[position];
    if (result === undefined || result.statusCode.isBad()) continue;
    each.reachesFrom = (dataOf(result).dataValues ?? []).length > 0;
    const point = result.continuationPoint as Buffer | null | undefined;
    if (point !== null && point !== undefined && point.length > 0)
      await release(session, details, each, point);
  }
}

async function ask(
  session: ClientSession,
  historyReadDetails: ReadRawModifiedDetails,
  open: readonly { readonly each: Progress; readonly continuationPoint: Buffer | undefined }[],
  releaseContinuationPoints = false,
): Promise<readonly HistoryReadResult[] | "too-many"> {
  const request = new HistoryReadRequest({
    historyReadDetails,
    timestampsToReturn: TimestampsToReturn.Source,
    releaseContinuationPoints,
    nodesToRead: open.map(({ each, continuationPoint }) => ({
      nodeId: resolveNodeId(each.question.nodeId),
      ...(continuationPoint === undefined ? {} : { continuationPoint }),
    })),
  });
  try {
    const { results } = await session.historyRead(request);
    const answered = results ?? [];
    return answered.some(({ statusCode }) => TOO_MANY.test(statusCode.name)) ? "too-many" : answered;
  } catch (thrown) {
    if (thrown instanceof Error && TOO_MANY.test(thrown.message)) return "too-many";
    if (thrown instanceof Error && /BadServiceUnsupported|BadHistoryOperation\w+/.test(thrown.message))
      return [];
    throw thrown;
  }
}

/** A server has few of them: one that is not followed is given back. */
async function release(
  session: ClientSession,
  details: ReadRawModifiedDetails,
  each: Progress,
  continuationPoint: Buffer,
): Promise<void> {
  await ask(session, details, [{ each, continuationPoint }], true);
}

function dataOf(result: HistoryReadResult): HistoryData {
  return result.historyData instanceof HistoryData ? result.historyData : new HistoryData({ dataValues: [] });
}
