/** Steps over an exchange structure that may be damaged: each in time proportional to its length. */
import {
  CARRIAGE_RETURN,
  CLOSE,
  COMMA,
  commentEnd,
  EQUALS,
  HASH,
  isDigit,
  LINE_FEED,
  OPEN,
  QUOTE,
  SEMICOLON,
  skipSpace,
  SLASH,
  STAR,
  startsKeyword,
} from "./characters.ts";

export class Steps {
  private readonly bytes: Buffer;
  /** Behind the last comment end: a comment that opens later is never closed. */
  private readonly lastCommentEnd: number;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.lastCommentEnd = bytes.lastIndexOf("*/") + 2;
  }

  /** Past white space and comments (5.6); an open comment is left standing. */
  blank(at: number): number {
    let position = skipSpace(this.bytes, at);
    while (this.bytes[position] === SLASH && this.bytes[position + 1] === STAR) {
      const after = this.pastComment(position);
      if (after === undefined) return position;
      position = skipSpace(this.bytes, after);
    }
    return position;
  }

  /** The place behind the comment that opens here; undefined where it is never closed. */
  pastComment(at: number): number | undefined {
    return at + 2 < this.lastCommentEnd ? commentEnd(this.bytes, at) : undefined;
  }

  /**
   * The place behind a string; undefined where it is not closed. A string may run over lines, but
   * not over the head of another instance, and behind it stands "," or ")" (6.4.3).
   */
  pastString(open: number): number | undefined {
    const { bytes } = this;
    let at = open + 1;
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined) return undefined;
      if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE) break;
        at += 2;
      } else {
        at += 1;
        if ((byte === LINE_FEED || byte === CARRIAGE_RETURN) && this.isInstanceHead(skipSpace(bytes, at)))
          return undefined;
      }
    }
    at = this.blank(at + 1);
    return bytes[at] === COMMA || bytes[at] === CLOSE ? at : undefined;
  }

  /** Past a semicolon, if one stands here. */
  pastSemicolon(at: number): number {
    const position = this.blank(at);
    return this.bytes[position] === SEMICOLON ? position + 1 : position;
  }

  /** The semicolon that ends the statement, over strings and comments. */
  statementEnd(from: number): number | undefined {
    const { bytes } = this;
    let at = from;
    while (at < bytes.length && bytes[at] !== SEMICOLON) {
      if (bytes[at] === QUOTE) {
        const after = this.pastString(at);
        if (after === undefined) return undefined;
        at = after;
      } else if (bytes[at] === SLASH) at = this.pastComment(at) ?? at + 1;
      else at += 1;
    }
    return at < bytes.length ? at : undefined;
  }

  /** `#12 =`: enough to go on at, after damage. */
  headEnd(at: number): number | undefined {
    const { bytes } = this;
    if (bytes[at] !== HASH || !isDigit(bytes[at + 1])) return undefined;
    let end = at + 2;
    while (isDigit(bytes[end])) end += 1;
    end = skipSpace(bytes, end);
    return bytes[end] === EQUALS ? end : undefined;
  }

  /** `#12 = NAME` or `#12 = (`: nothing that a string would hold at the start of a line. */
  isInstanceHead(at: number): boolean {
    const { bytes } = this;
    const end = this.headEnd(at);
    if (end === undefined) return false;
    const first = bytes[skipSpace(bytes, end + 1)];
    return first === OPEN || startsKeyword(first);
  }
}
