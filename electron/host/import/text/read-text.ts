/** A file's text in pieces and in lines, of any size, in any encoding. */
import { open } from "node:fs/promises";
import { ImportError } from "../importer.ts";
import { detectEncoding } from "./decode-text.ts";

const PIECE_BYTES = 1 << 18;
/** A longer line is no line of a log or table: it is cut here and the rest dropped, and the caller told. */
export const MAXIMUM_LINE = 1 << 20;

export interface Line {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

export interface TextPiece {
  readonly text: string;
  /** Bytes of the file read so far. */
  readonly bytesRead: number;
}

/** Decoded pieces in order. Throws ImportError for a binary file, and when `signal` aborts. */
export async function* readText(path: string, signal: AbortSignal): AsyncGenerator<TextPiece> {
  const file = await open(path, "r");
  try {
    const buffer = new Uint8Array(PIECE_BYTES);
    let decoder: InstanceType<typeof TextDecoder> | undefined;
    let bytesRead = 0;
    for (;;) {
      signal.throwIfAborted();
      const read = await file.read(buffer, 0, buffer.length);
      if (read.bytesRead === 0) break;
      const bytes = buffer.subarray(0, read.bytesRead);
      if (decoder === undefined) {
        const encoding = detectEncoding(bytes);
        if (encoding === undefined) throw new ImportError("The file is binary, not text.");
        decoder = new TextDecoder(encoding);
      }
      bytesRead += read.bytesRead;
      yield { text: decoder.decode(bytes, { stream: true }), bytesRead };
    }
    const rest = decoder?.decode() ?? "";
    if (rest !== "") yield { text: rest, bytesRead };
  } finally {
    await file.close();
  }
}

export interface LineBatch {
  readonly lines: readonly Line[];
  readonly bytesRead: number;
}

/** Lines ended by LF, CRLF or CR, in batches; an unended last line counts. */
export async function* readLines(path: string, signal: AbortSignal): AsyncGenerator<LineBatch> {
  let number = 0;
  let rest = "";
  let endedByCr = false;
  for await (const piece of readText(path, signal)) {
    // CR at the end of one piece and LF at the start of the next are one line's end.
    const text = endedByCr && piece.text.startsWith("\n") ? piece.text.slice(1) : piece.text;
    endedByCr = piece.text.endsWith("\r");
    const parts = (rest + text).split(/\r\n|\n|\r/);
    rest = (parts.pop() ?? "").slice(0, MAXIMUM_LINE);
    const lines = parts.map((part) => ({ line: (number += 1), text: part.slice(0, MAXIMUM_LINE) }));
    if (lines.length > 0) yield { lines, bytesRead: piece.bytesRead };
  }
  if (rest !== "") yield { lines: [{ line: number + 1, text: rest }], bytesRead: 0 };
}
