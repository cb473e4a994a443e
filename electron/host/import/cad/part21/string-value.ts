/**
 * Strings of ISO 10303-21, 6.4.3: `''` is one apostrophe, `\\` one backslash, and control directives
 * stand for what the basic alphabet lacks.
 */

import { TextDecoder } from "node:util";
import type { LocalEncoding } from "./local-encoding.ts";

/** Pages of ISO/IEC 8859 that `\P?\` may name; TextDecoder knows them all but part 12, which was never published. */
const DECODERS = new Map<string, TextDecoder>();

/**
 * @param raw between the outer apostrophes, one character per byte
 * @param page what bytes beyond ASCII are in that are no UTF-8; asked only where there are such
 * A directive that is none (damaged, or a Windows path with single backslashes) stays as it is written.
 */
export function decodeString(raw: string, page: () => LocalEncoding = () => "windows-1252"): string {
  const text = decodeBytes(raw, page);
  if (!text.includes("\\") && !text.includes("'"))
    return text.includes("\n") || text.includes("\r") ? joinLines(text) : text;
  return decodeDirectives(joinLines(text).replaceAll("''", "'"));
}

/** Edition 3 writes UTF-8; older files that hold such bytes at all are in the page of their machine. */
function decodeBytes(raw: string, page: () => LocalEncoding): string {
  if (!/[\u0080-\u00ff]/.test(raw)) return raw;
  const bytes = Uint8Array.from(raw, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(page()).decode(bytes);
  }
}

/** Line ends are not part of a string: writers break long lines anywhere (5.4, 6.4.3). */
function joinLines(text: string): string {
  return text.replace(/[\r\n]/g, "");
}

const DIRECTIVE =
  /\\\\|\\P([A-I])\\|\\S\\([\u0020-\u007e])|\\X\\([0-9A-Fa-f]{2})|\\X2\\((?:[0-9A-Fa-f]{4})*)\\X0\\|\\X4\\((?:[0-9A-Fa-f]{8})*)\\X0\\|\\[NF]\\/g;

function decodeDirectives(text: string): string {
  let page = 1;
  return text.replace(
    DIRECTIVE,
    (
      directive: string,
      pageLetter: string | undefined,
      shifted: string | undefined,
      byte: string | undefined,
      words: string | undefined,
      longs: string | undefined,
    ) => {
      if (pageLetter !== undefined) {
        page = pageLetter.charCodeAt(0) - 0x40;
        return "";
      }
      if (shifted !== undefined) return upperHalf(shifted.charCodeAt(0) + 0x80, page);
      if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16));
      if (words !== undefined) return hexGroups(words, 4);
      if (longs !== undefined) return hexGroups(longs, 8);
      // \N\ and \F\ break a line or page in print (6.4.3.1).
      return directive === "\\\\" ? "\\" : "\n";
    },
  );
}

function upperHalf(code: number, page: number): string {
  if (page === 1) return String.fromCharCode(code);
  const label = `iso-8859-${page}`;
  let decoder = DECODERS.get(label);
  if (decoder === undefined) {
    decoder = new TextDecoder(label);
    DECODERS.set(label, decoder);
  }
  return decoder.decode(Uint8Array.of(code));
}

function hexGroups(digits: string, size: number): string {
  let text = "";
  for (let i = 0; i < digits.length; i += size) {
    const code = Number.parseInt(digits.slice(i, i + size), 16);
    // \X2\ is UCS-2, yet writers put surrogate pairs there: kept as code units they join up.
    text += size === 4 ? String.fromCharCode(code) : code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  }
  return text;
}
