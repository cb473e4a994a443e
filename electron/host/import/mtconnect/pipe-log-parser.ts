/**
 * A machine's log, line by line: `time|item|value[|item|value…]` (SHDR, MTConnect part 1, adapter agent protocol).
 * Every line that is not blank is a row; it is either taken or rejected.
 */
import type { RejectionRecord, RemarkRecord, SourceRecord } from "../../../../shared/model/record.ts";
import type { DeviceDescription } from "./device-description.ts";
import { LogValues } from "./log-values.ts";
import { multilineTag, splitFields } from "./shdr-line.ts";
import { TimestampReader } from "./timestamp.ts";
import type { FileHint } from "./unit-hint.ts";

/** Lines of one `--multiline--` value at most: a tag that never closes must not swallow the log. */
const BLOCK_LINES = 2000;
/** Blocks without an end, after which no further block is waited for. */
const BLOCK_FAILURES = 20;

interface Block {
  readonly tag: string;
  readonly line: number;
  readonly lines: string[];
}

export class PipeLogParser {
  read = 0;
  taken = 0;
  readonly #values: LogValues;
  readonly #timestamps = new TimestampReader();
  readonly #rejections: RejectionRecord[] = [];
  #latest = Number.NEGATIVE_INFINITY;
  #backwards = 0;
  #firstBackwards = 0;
  #protocolLines = 0;
  #firstProtocolLine = 0;
  #block: Block | undefined;
  #blockFailures = 0;

  /** @param equipment name of the machine where a line does not name another (`device:item`) */
  constructor(equipment: string, device: DeviceDescription | undefined) {
    this.#values = new LogValues(equipment, device);
  }

  /** @param number 1-based, of the file */
  line(text: string, number: number): void {
    const block = this.#block;
    if (block !== undefined) {
      block.lines.push(text);
      if (text.trim() === block.tag) this.#closeBlock(block);
      else if (block.lines.length > BLOCK_LINES) this.#abandonBlock(block);
      return;
    }
    if (text.length === 0 || text.trim() === "") return;
    this.read += 1;
    if (text.startsWith("*")) {
      this.#protocolLines += 1;
      this.#firstProtocolLine ||= number;
      this.taken += 1;
      return;
    }
    if (text.endsWith("\r")) text = text.slice(0, -1);
    const reason = this.#row(text, number);
    if (reason === undefined) this.taken += 1;
    else if (reason !== "") this.#reject(number, reason, text);
  }

  /** Rejections since the last call. */
  drain(): RejectionRecord[] {
    return this.#rejections.splice(0);
  }

  /** What the whole file tells; call once, after the last line. */
  *finish(file: FileHint): Generator<SourceRecord> {
    // Putting the lines of an open block back may open the next one.
    while (this.#block !== undefined) this.#abandonBlock(this.#block);
    yield* this.drain();
    yield* this.#remarks();
    for (const history of this.#values.histories()) yield* history.records(file);
  }

  *#remarks(): Generator<RemarkRecord> {
    if (this.#backwards > 0) {
      const text = `${this.#backwards} lines are older than a line before them: kept, in order of time.`;
      yield { record: "remark", at: { line: this.#firstBackwards }, text };
    }
    if (this.#protocolLines > 0) {
      const text = `${this.#protocolLines} lines of the adapter protocol (starting with *) hold no observation.`;
      yield { record: "remark", at: { line: this.#firstProtocolLine }, text };
    }
    if (this.#timestamps.withoutZone > 0) {
      const text = `${this.#timestamps.withoutZone} times name no zone: taken as UTC, as MTConnect asks.`;
      yield { record: "remark", text };
    }
  }

  /** Undefined: taken. "": neither yet, a block has begun. Else the reason why the line is rejected. */
  #row(text: string, number: number): string | undefined {
    const pipe = text.indexOf("|");
    if (pipe < 0) {
      return /^\d{1,4}(-|$|\d|\.)/.test(text)
        ? "Only part of a time, the line is cut off; expected time|item|value."
        : "No pipe in the line; expected time|item|value.";
    }
    const timeText = text.slice(0, pipe);
    const time = this.#timestamps.read(timeText);
    if (time === undefined)
      return `"${timeText.slice(0, 60)}" is no complete UTC time; expected one like 2017-02-06T10:03:23.875Z.`;
    const second = text.indexOf("|", pipe + 1);
    if (second < 0) return "An item without a value, the line is cut off; expected time|item|value.";
    const tag = text.includes("--multiline--") ? multilineTag(text) : undefined;
    if (tag !== undefined) {
      if (this.#blockFailures >= BLOCK_FAILURES) return noEnd(tag);
      this.#block = { tag, line: number, lines: [text] };
      this.read -= 1;
      return "";
    }
    if (text.charCodeAt(pipe + 1) !== AT_SIGN) this.#clock(time, number);
    // The commonest line by far has one pair: no array for it.
    if (text.indexOf("|", second + 1) < 0) {
      return this.#values.pair(
        time,
        timeText,
        text.slice(pipe + 1, second),
        text.slice(second + 1),
        number,
        text,
        3,
      );
    }
    return this.#values.fields(time, timeText, splitFields(text), number, text);
  }

  #clock(time: number, number: number): void {
    if (time >= this.#latest) this.#latest = time;
    else {
      this.#backwards += 1;
      this.#firstBackwards ||= number;
    }
  }

  #closeBlock(block: Block): void {
    this.#block = undefined;
    const [head = "", ...rest] = block.lines;
    const body = rest.slice(0, -1).join("\n");
    const raw = block.lines.join("\n");
    const rows = block.lines.filter((line) => line.trim() !== "").length;
    this.read += rows;
    const fields = splitFields(head);
    const timeText = fields[0] ?? "";
    const time = this.#timestamps.read(timeText) ?? Number.NaN;
    fields[fields.length - 1] = body;
    const reason = this.#values.fields(time, timeText, fields, block.line, raw);
    if (reason === undefined) this.taken += rows;
    else {
      this.taken += rows - 1;
      this.#reject(block.line, reason, head);
    }
  }

  /** The tag never came back: its first line is rejected and the others are read as lines of their own. */
  #abandonBlock(block: Block): void {
    this.#block = undefined;
    this.#blockFailures += 1;
    const [head = "", ...rest] = block.lines;
    this.read += 1;
    this.#reject(block.line, noEnd(block.tag), head);
    rest.forEach((line, index) => this.line(line, block.line + 1 + index));
  }

  #reject(line: number, reason: string, text: string): void {
    this.#rejections.push({ record: "rejection", at: { line }, reason, excerpt: text.slice(0, 200) });
  }
}

function noEnd(tag: string): string {
  return `The multi-line value has no end (${tag}).`;
}

const AT_SIGN = 64;
