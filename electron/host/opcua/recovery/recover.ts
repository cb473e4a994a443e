/** Finds out what an outage cost each signal, and reads back from the server's history what it can. */
import { AttributeIds, resolveNodeId, type ClientSession } from "node-opcua-client";
import { sameNumber, type Intake, type LastKnown } from "../intake/intake.ts";
import { readingOf, type Reading } from "../intake/reading.ts";
import type { NodeFacts } from "../subscription/node-facts.ts";
import type { LostSignal } from "./gap-book.ts";
import { readHistory, type HistoryAnswer } from "./history.ts";

/** From here on nobody can say whether the signal changed. */
export interface Loss extends LastKnown {
  readonly index: number;
  /** Until then it was observed, µs UTC; not before `at`. */
  readonly until: number;
}

export interface RecoverOptions {
  readonly session: ClientSession;
  readonly intake: Intake;
  readonly facts: readonly NodeFacts[];
  /** Stores what waits; called before too much does. */
  readonly flush: () => Promise<void>;
  /** Waits until a history that lags behind may have caught up. */
  readonly wait: () => Promise<void>;
  /** Signals whose history is still to be read. */
  readonly onRemaining: (signals: number) => void;
  /** µs UTC */
  readonly now: () => number;
  readonly historyLimit?: number;
}

export interface Recovered {
  readonly lost: readonly LostSignal[];
  /** Values that the history gave. */
  readonly read: number;
}

const PER_READ = 500;
/** Samples that may wait while history is read. */
const WAITING = 50_000;
/** A history may be this many of its own steps older than the current value. */
const STEPS_BEHIND = 3;

/** Throws where the line is lost; then everything is still to be done. */
export async function recover(losses: readonly Loss[], options: RecoverOptions): Promise<Recovered> {
  const { intake, facts } = options;
  const lost: LostSignal[] = [];
  const lose = (loss: Loss, cause: string, to: number | undefined, from = loss.until): void => {
    const signal = intake.signals[loss.index];
    // A clock that went back leaves no span to show.
    if (signal === undefined || (to !== undefined && to <= from)) return;
    lost.push({ equipment: signal.equipment, signal: signal.name, from, to, cause });
  };

  const current = await readCurrent(losses, options);
  const open: Open[] = [];
  losses.forEach((loss, position) => {
    const reading = current[position];
    const { problem, hasHistory } = facts[loss.index] ?? {};
    if (reading === undefined || problem !== undefined)
      return lose(loss, problem ?? "The server gives no value of it any more.", undefined);
    // A text that stands is given with a newer time: an event only where the history has no such change.
    const isTold = hasHistory === true && intake.isText(loss.index);
    if (isTold) intake.see(loss.index, reading);
    else intake.accept(loss.index, reading);
    // A change would have another time: the value stood still all along.
    if (reading.at === loss.at && (reading.text !== undefined || sameNumber(reading.value, loss.value)))
      return;
    if (hasHistory === true) open.push({ loss, to: reading.at, ...(isTold ? { text: reading } : {}) });
    else lose(loss, "The server keeps no history of it.", reading.at);
  });

  const answers = await readBack(open, options);
  let read = 0;
  open.forEach(({ loss, to }, position) => {
    const answer = answers[position];
    if (answer === undefined) return;
    read += answer.count;
    if (answer.first === undefined || answer.last === undefined)
      return lose(loss, answer.problem ?? "The server's history has nothing of that time.", to);
    if (!answer.reachesFrom) lose(loss, "The server's history does not reach back that far.", answer.first);
    if (!isUpToDate(answer, to, intake.signals[loss.index]?.intervalMs ?? 0))
      lose(loss, answer.problem ?? "The server's history ends before.", to, answer.last);
  });
  return { lost, read };
}

/** A signal whose history is read from its loss to the value that it has now. */
interface Open {
  readonly loss: Loss;
  readonly to: number;
  /** That value where it is a text: not told yet. */
  readonly text?: Reading;
}

/** Reads the history, and once more of those whose newest value is not in it yet. */
async function readBack(open: readonly Open[], options: RecoverOptions): Promise<readonly HistoryAnswer[]> {
  if (open.length === 0) return [];
  const { session, intake, onRemaining } = options;
  /** Newest of the history, by position in `open`. */
  const previous = new Map<number, Told>();
  // The history need not reach back to the change that was told last: what stands since then is no other one.
  open.forEach(({ loss }, position) => {
    const told = intake.toldAt(loss.index, loss.at);
    if (told !== undefined) previous.set(position, { ...told, value: NaN });
  });
  const remaining = new Set(open.map((_, position) => position));
  const ask = async (positions: readonly number[], from: (position: number) => number) =>
    readHistory(
      positions.map((position) => ({
        nodeId: nodeOf(intake, open[position]?.loss),
        from: from(position),
        to: open[position]?.to ?? 0,
      })),
      {
        session,
        ...(options.historyLimit === undefined ? {} : { limit: options.historyLimit }),
        onValues: async (asked, values) => {
          const position = positions[asked] as number;
          const { index } = (open[position] as Open).loss;
          for (const value of values) {
            const reading = readingOf(value, options.now);
            // As the live stream gives them: a value that only repeats the one before is no change.
            if (!isSame(previous.get(position), reading)) intake.acceptPast(index, reading);
            previous.set(position, reading);
          }
          if (remaining.delete(position)) onRemaining(remaining.size);
          if (intake.waiting > WAITING) await options.flush();
        },
      },
    );
  onRemaining(open.length);
  try {
    const all = open.map((_, position) => position);
    const answers = [...(await ask(all, (position) => open[position]?.loss.at ?? 0))];
    const late = all.filter((position) => {
      const answer = answers[position];
      const { loss, to } = open[position] as { loss: Loss; to: number };
      const isAnswered = answer !== undefined && answer.problem === undefined;
      return isAnswered && !isUpToDate(answer, to, intake.signals[loss.index]?.intervalMs ?? 0);
    });
    if (late.length > 0) {
      await options.wait();
      const more = await ask(late, (position) => answers[position]?.last ?? open[position]?.loss.at ?? 0);
      late.forEach((position, asked) => {
        const [before, after] = [answers[position], more[asked]];
        if (before === undefined || after === undefined) return;
        answers[position] = {
          reachesFrom: before.reachesFrom || (before.first === undefined && after.reachesFrom),
          first: before.first ?? after.first,
          last: after.last ?? before.last,
          count: before.count + after.count,
          problem: after.problem,
        };
      });
    }
    open.forEach(({ loss, text }, position) => {
      if (text !== undefined && !isSame(previous.get(position), text)) intake.acceptPast(loss.index, text);
    });
    await options.flush();
    return answers;
  } finally {
    onRemaining(0);
  }
}

type Told = Pick<Reading, "text" | "status" | "value">;

const isSame = (before: Told | undefined, reading: Reading): boolean =>
  before !== undefined &&
  before.text === reading.text &&
  before.status === reading.status &&
  sameNumber(before.value, reading.value);

/** The history holds the current value, or lags behind it no more than its own steps are long. */
function isUpToDate(answer: HistoryAnswer, to: number, intervalMs: number): boolean {
  const { first, last, count } = answer;
  if (first === undefined || last === undefined) return false;
  const step = count > 1 ? (last - first) / (count - 1) : 0;
  return to - last <= Math.max(1_000, intervalMs * 2_000, step * STEPS_BEHIND);
}

/** In the order of the losses; undefined where the server gives none. */
async function readCurrent(
  losses: readonly Loss[],
  { session, intake, now }: RecoverOptions,
): Promise<readonly (Reading | undefined)[]> {
  const readings: (Reading | undefined)[] = [];
  for (let at = 0; at < losses.length; at += PER_READ) {
    const values = await session.read(
      losses.slice(at, at + PER_READ).map((loss) => ({
        nodeId: resolveNodeId(nodeOf(intake, loss)),
        attributeId: AttributeIds.Value,
      })),
    );
    for (const value of values)
      readings.push(
        /^Bad(NodeId|Attribute|NotReadable|UserAccess)/.test(value.statusCode.name)
          ? undefined
          : readingOf(value, now),
      );
  }
  return readings;
}

function nodeOf(intake: Intake, loss: Loss | undefined): string {
  return intake.signals[loss?.index ?? -1]?.nodeId ?? "";
}
