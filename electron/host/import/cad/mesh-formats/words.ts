/** Words of a text file's lines, one line at a time: a file of hundreds of MB is never one string. */

const LONGEST_LINE = 64 * 1024;

export interface TextLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** Latin-1 keeps every byte; names are decoded by `nameText`. A backslash at the end joins a line to the next where `joins`. */
export function* textLines(bytes: Uint8Array, joins = false): Generator<TextLine> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let line = 0;
  let held = "";
  let heldLine = 0;
  for (let at = 0; at < buffer.length;) {
    const found = buffer.indexOf(10, at);
    const end = found < 0 ? buffer.length : found;
    line += 1;
    let text = buffer.toString("latin1", at, Math.min(end, at + LONGEST_LINE));
    if (text.endsWith("\r")) text = text.slice(0, -1);
    at = end + 1;
    if (held !== "") text = held + text;
    else heldLine = line;
    held = "";
    if (joins && text.endsWith("\\") && text.length < LONGEST_LINE) held = `${text.slice(0, -1)} `;
    else yield { line: heldLine, text };
  }
  if (held !== "") yield { line: heldLine, text: held };
}

/** A name that was read as Latin-1, in the UTF-8 that it most likely is. */
export function nameText(latin1: string): string {
  const bytes = Buffer.from(latin1, "latin1");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim().slice(0, 500);
  } catch {
    return latin1.trim().slice(0, 500);
  }
}
