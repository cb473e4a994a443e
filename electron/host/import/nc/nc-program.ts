/**
 * What an NC program does, as far as its text tells: tools, spindle speeds and feeds per tool, units, name. Source:
 * ISO 6983-1 (T, S, F, M words; G20/G70 inch, G21/G71 millimetre; G94 feed per minute, G95 feed per revolution).
 */
import { parseBlock, type NcBlock } from "./nc-block.ts";

export type NcUnits = "inch" | "millimetre";

export interface NcTool {
  readonly number: number;
  /** From a tool comment, for example `1/2 FLAT ENDMILL`. */
  name?: string;
  /** Spindle speeds in order of first use, rpm. */
  readonly speeds: number[];
  /** Feeds in order of first use, with their unit, for example `144 in/min`. */
  readonly feeds: NcFeed[];
}

export interface NcFeed {
  readonly value: number;
  readonly uom: string;
}

export interface NcProgram {
  /** Program number of the O word. */
  readonly number?: string;
  /** Comment beside the O word, else the program's first comment if it stands before any code. */
  readonly comment?: string;
  readonly units?: NcUnits;
  /** In the order in which the program uses them. */
  readonly tools: readonly NcTool[];
  /** Date and time as a comment writes them, verbatim. */
  readonly dateComment?: string;
}

type FeedMode = 93 | 94 | 95;

export class NcProgramReader {
  #number: string | undefined;
  #comment: string | undefined;
  #units: NcUnits | undefined;
  #dateComment: string | undefined;
  #feedMode: FeedMode = 94;
  #selected: number | undefined;
  #loaded: NcTool | undefined;
  #changes = false;
  #words = 0;
  readonly #names = new Map<number, string>();
  /** Tools after M6, and tools by a T word alone (a lathe's turret has no M6). */
  readonly #byChange = new Map<number, NcTool>();
  readonly #byWord = new Map<number, NcTool>();
  #turret: NcTool | undefined;

  /** False where the line is no block: it is rejected. */
  line(text: string): boolean {
    const block = parseBlock(text);
    if (block === undefined) return false;
    this.#comments(block);
    this.#words += block.words.length;
    // Words of one block work together whatever their order: the tool first, then what it is told.
    let change = false;
    for (const { letter, value } of block.words) {
      if (letter === "O" && this.#number === undefined) this.#number = String(value);
      else if (letter === "T" && !Number.isNaN(value)) this.#select(value);
      else if (letter === "M" && value === 6) change = true;
      else if (letter === "G") this.#preparatory(value);
    }
    if (change) this.#change();
    for (const { letter, value } of block.words) {
      if (Number.isNaN(value)) continue;
      if (letter === "S") this.#speed(value);
      else if (letter === "F") this.#feed(value);
    }
    return true;
  }

  finish(): NcProgram {
    const tools = [...(this.#changes ? this.#byChange : this.#byWord).values()];
    for (const tool of tools) {
      const name = this.#names.get(tool.number);
      if (name !== undefined) tool.name = name;
    }
    return {
      ...(this.#number !== undefined && { number: this.#number }),
      ...(this.#comment !== undefined && { comment: this.#comment }),
      ...(this.#units !== undefined && { units: this.#units }),
      ...(this.#dateComment !== undefined && { dateComment: this.#dateComment }),
      tools,
    };
  }

  #comments({ comments, words }: NcBlock): void {
    for (const comment of comments) {
      const text = comment.trim();
      const tool = toolComment(text);
      if (tool !== undefined && !this.#names.has(tool.number)) this.#names.set(tool.number, tool.name);
      if (/\b(DATE|TIME)\b/i.test(text)) this.#dateComment ??= text;
      const first = words.some(({ letter }) => letter === "O") || this.#words === 0;
      if (first && text !== "" && tool === undefined) this.#comment ??= text;
    }
  }

  #preparatory(code: number): void {
    if (code === 20 || code === 70) this.#units ??= "inch";
    // G70 and G71 are finishing and roughing cycles on lathes; a program that already said G20 or G21 means those.
    else if (code === 21 || code === 71) this.#units ??= "millimetre";
    else if (code === 93 || code === 94 || code === 95) this.#feedMode = code;
  }

  #select(number: number): void {
    this.#selected = number;
    let tool = this.#byWord.get(number);
    if (tool === undefined) this.#byWord.set(number, (tool = { number, speeds: [], feeds: [] }));
    this.#turret = tool;
  }

  #change(): void {
    this.#changes = true;
    const number = this.#selected;
    if (number === undefined) return;
    let tool = this.#byChange.get(number);
    if (tool === undefined) this.#byChange.set(number, (tool = { number, speeds: [], feeds: [] }));
    this.#loaded = tool;
  }

  #speed(value: number): void {
    // S0 only stops the spindle.
    if (value <= 0) return;
    for (const tool of [this.#loaded, this.#turret])
      if (tool?.speeds.includes(value) === false) tool.speeds.push(value);
  }

  #feed(value: number): void {
    if (value <= 0 || this.#feedMode === 93) return;
    const length = this.#units === "inch" ? "in" : this.#units === "millimetre" ? "mm" : "units";
    const feed = { value, uom: `${length}/${this.#feedMode === 95 ? "rev" : "min"}` };
    for (const tool of [this.#loaded, this.#turret]) {
      if (tool === undefined) continue;
      if (!tool.feeds.some((known) => known.value === value && known.uom === feed.uom)) tool.feeds.push(feed);
    }
  }
}

/** `T3| 1/2 FLAT ENDMILL|H0|…` and `TOOL 3 - 1/2 ENDMILL` as number and name. */
function toolComment(comment: string): { number: number; name: string } | undefined {
  const match = /^T(?:OOL)?\s*#?\s*(\d+)\s*[|:,\-–=]?\s*(.*)$/i.exec(comment);
  if (match === null) return undefined;
  const name = (match[2] ?? "")
    .split("|")
    .map((part) => part.trim())
    .find((part) => part !== "" && !/^[HD]\s*\d+$/i.test(part));
  return name === undefined ? undefined : { number: Number(match[1]), name };
}

/** The largest feed of a tool: what it cuts with at most. */
export function maximumFeed(tool: NcTool): NcFeed | undefined {
  return tool.feeds.reduce<NcFeed | undefined>(
    (best, feed) => (best === undefined || feed.value > best.value ? feed : best),
    undefined,
  );
}
