/** A text word by word, words being what stands between white space. Past its end every number is none. */
import type { Vector } from "../../../structure/transform.ts";

export class Tokens {
  private readonly text: string;
  private at: number;
  /** A word was asked for that is not there. */
  ended = false;
  /** The last word had its line for itself. */
  alone = false;

  constructor(text: string, from: number) {
    this.text = text;
    this.at = from;
  }

  next(): string {
    const { text } = this;
    let from = this.at;
    while (from < text.length && text.charCodeAt(from) <= 32) from += 1;
    let to = from;
    while (to < text.length && text.charCodeAt(to) > 32) to += 1;
    this.at = to;
    this.alone = isBreak(text, from - 1) && (isBreak(text, to) || to === text.length);
    if (from === to) this.ended = true;
    return text.slice(from, to);
  }

  /** NaN for what is no number. */
  number(): number {
    const word = this.next();
    return word === "" ? NaN : Number(word);
  }

  numbers(count: number): readonly number[] {
    return Array.from({ length: count }, () => this.number());
  }

  vector(): Vector {
    return [this.number(), this.number(), this.number()];
  }

  /** false where there are not so many. */
  skip(count: number): boolean {
    if (!Number.isInteger(count) || count < 0) return false;
    for (let done = 0; done < count && !this.ended; done++) this.next();
    return !this.ended;
  }
}

function isBreak(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || code === 13;
}
