/**
 * Which unit a machine's log or program is about, guessed from names: `Plate-Hurco04-16of20.txt`,
 * `NIST_MTC_CRADA_PLATE-16.NC`. Nothing here is proven: every serial found is `assumed`, every part `guessed`.
 */
import type { PartReference, UnitReference } from "../../../../shared/model/record.ts";
import { canonicalSerial } from "../../../../shared/model/serial.ts";

export interface FileHint {
  readonly part?: string;
  readonly equipment?: string;
  /** Canonical: without leading zeros. */
  readonly serial?: string;
}

export interface ProgramHint {
  /** Program name without folders and extension, as a person would say it. */
  readonly program: string;
  readonly part?: string;
  readonly revision?: string;
  readonly operation?: string;
  readonly serial?: string;
}

/** `<part>-<machine>-<n>of<m>`: the habit of the NIST data, separators `-` or `_`. */
const PART_MACHINE_SERIAL = /^(.+?)[-_]([A-Za-z]+\d+)[-_](\d+)of\d+$/i;

export function hintFromFileName(fileName: string): FileHint {
  const match = PART_MACHINE_SERIAL.exec(withoutExtension(fileName));
  if (match === null) return {};
  const [, part, equipment, serial] = match as unknown as [string, string, string, string];
  return { part, equipment, serial: canonicalSerial(serial) };
}

/**
 * Part, revision, operation and serial in a program's name: `BOX_REV-A_OP2` is operation 2 of BOX revision A, a number
 * after a last `-` is a serial. A bare program number (`O1234`, `NONAME1`) says nothing about a part.
 */
export function hintFromProgram(name: string): ProgramHint {
  const program = programTitle(name);
  if (/^(O?\d+|NONAME\d*|UNAVAILABLE)$/i.test(program)) return { program };
  let part = program;
  const operation = /[-_ ]OP[-_ ]?(\d+)(?=$|[-_ ])/i.exec(part);
  if (operation !== null) part = part.replace(operation[0], "");
  const revision = /[-_ ]REV[-_ .]?([A-Z0-9]{1,3})(?=$|[-_ ])/i.exec(part);
  if (revision !== null) part = part.replace(revision[0], "");
  const serial = /^(.*[A-Za-z].*?)[-#](\d+)$/.exec(part);
  if (serial !== null) part = serial[1] ?? part;
  return {
    program,
    part,
    ...(revision?.[1] !== undefined && { revision: revision[1] }),
    ...(operation?.[1] !== undefined && { operation: operation[1] }),
    ...(serial?.[2] !== undefined && { serial: canonicalSerial(serial[2]) }),
  };
}

/** `C:\NC\PLATE-16.NC` as `PLATE-16`. */
export function programTitle(name: string): string {
  return withoutExtension(name.trim().replace(/^.*[\\/]/, ""));
}

/** A program that a log names, and where. */
export interface ProgramMention {
  readonly name: string;
  readonly line: number;
  /** running: it was executed; edited: somebody only looked at it. */
  readonly how: "running" | "edited";
}

export interface FileUnit {
  /** Set where the file's name says which unit the whole file is about. */
  readonly unit?: UnitReference;
  readonly remarks: readonly { readonly line: number; readonly text: string }[];
}

/**
 * The unit of a whole log. The file's name decides (whoever split the log by part knew); a program of the same part
 * gives the part's longer name. A program that ran for another serial is remarked and does not move the log.
 */
export function fileUnit(file: FileHint, programs: readonly ProgramMention[]): FileUnit {
  if (file.part === undefined || file.serial === undefined) return { remarks: [] };
  const ofPart = programs
    .map((mention) => ({ mention, hint: hintFromProgram(mention.name) }))
    .filter(({ hint }) => hint.part !== undefined && names(hint.part, file.part as string));
  const part =
    ofPart.map(({ hint }) => hint.part as string).sort((a, b) => a.length - b.length)[0] ?? file.part;
  const remarks = new Map<string, { line: number; text: string }>();
  for (const { mention, hint } of ofPart) {
    if (mention.how !== "running" || hint.serial === undefined || hint.serial === file.serial) continue;
    if (remarks.has(hint.program)) continue;
    const text = `Program ${hint.program} ran here, but the file is named for serial ${file.serial}: serial ${file.serial} kept.`;
    remarks.set(hint.program, { line: mention.line, text });
  }
  return {
    unit: assumedUnit({ name: part, strength: "guessed" }, file.serial),
    remarks: [...remarks.values()],
  };
}

/** The unit that a program's own name says, where it says one. */
export function programUnit(program: string): UnitReference | undefined {
  const hint = hintFromProgram(program);
  if (hint.part === undefined || hint.serial === undefined) return undefined;
  return assumedUnit(partOf(hint) as PartReference, hint.serial);
}

export function partOf(hint: ProgramHint): PartReference | undefined {
  if (hint.part === undefined) return undefined;
  return {
    name: hint.part,
    strength: "guessed",
    ...(hint.revision !== undefined && { revision: hint.revision }),
  };
}

export function assumedUnit(part: PartReference, serial: string): UnitReference {
  return { part, serial, serialStatus: "assumed", origin: "name" };
}

/** Whether a longer name holds the shorter one as a word: NIST_MTC_CRADA_PLATE and Plate. */
function names(long: string, short: string): boolean {
  return long
    .toLowerCase()
    .split(/[-_ .]+/)
    .includes(short.toLowerCase());
}

function withoutExtension(name: string): string {
  return name.replace(/\.[A-Za-z][A-Za-z0-9]{0,4}$/, "");
}
