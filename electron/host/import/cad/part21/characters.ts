/** Bytes that ISO 10303-21 gives a meaning (5.4, 6.3), and the steps over what means nothing. */

export const QUOTE = 0x27;
export const DOUBLE_QUOTE = 0x22;
export const HASH = 0x23;
export const OPEN = 0x28;
export const CLOSE = 0x29;
export const STAR = 0x2a;
export const COMMA = 0x2c;
export const POINT = 0x2e;
export const SLASH = 0x2f;
export const SEMICOLON = 0x3b;
export const EQUALS = 0x3d;
export const DOLLAR = 0x24;
export const BANG = 0x21;
export const LESS = 0x3c;
export const GREATER = 0x3e;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;

/** Space, control characters and the NUL bytes that a broken copy leaves behind. */
export function isBlank(byte: number | undefined): boolean {
  return byte !== undefined && byte <= 0x20;
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Upper-case letters, digits and "_" (6.3.2); lower case and "-" are forgiven. */
export function isKeywordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte === 0x2d
  );
}

/** Letters, "_" and the "!" of a user-defined keyword. */
export function startsKeyword(byte: number | undefined): boolean {
  return byte === BANG || (isKeywordByte(byte) && !isDigit(byte) && byte !== 0x2d);
}

export function skipSpace(bytes: Uint8Array, at: number): number {
  let position = at;
  while (position < bytes.length && (bytes[position] ?? 0) <= 0x20) position += 1;
  return position;
}

/** Past white space and comments (5.6). An open comment is left standing: it hides nothing. */
export function skipBlank(bytes: Uint8Array, at: number, end = bytes.length): number {
  let position = at;
  for (;;) {
    while (position < end && (bytes[position] ?? 0) <= 0x20) position += 1;
    if (bytes[position] !== SLASH || bytes[position + 1] !== STAR) return position;
    const after = commentEnd(bytes, position, end);
    if (after === undefined) return position;
    position = after;
  }
}

/** The place behind the comment that opens at `at`; undefined where it is never closed. */
export function commentEnd(bytes: Uint8Array, at: number, end = bytes.length): number | undefined {
  let position = at + 2;
  for (;;) {
    position = bytes.indexOf(STAR, position);
    if (position < 0 || position + 1 >= end) return undefined;
    if (bytes[position + 1] === SLASH) return position + 2;
    position += 1;
  }
}

/** The place behind the keyword that starts at `at`. */
export function keywordEnd(bytes: Uint8Array, at: number): number {
  let position = at + 1;
  while (isKeywordByte(bytes[position])) position += 1;
  return position;
}
