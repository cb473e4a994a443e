/**
 * Time stamps of machine logs: `2017-02-06T10:03:23.8750000Z`, in UTC (MTConnect part 1: ISO 8601, UTC).
 * A log has one per line, so the minute is parsed once and only the seconds are read for each line.
 */
const MINUTE_LENGTH = "2017-02-06T10:03".length;
const SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

export class TimestampReader {
  /** Times without a zone, taken as UTC as MTConnect demands: the caller tells the user. */
  withoutZone = 0;
  #minute = "";
  #minuteMicroseconds = 0;

  /**
   * µs since the epoch, digits below 1 µs dropped; undefined where the text is no complete UTC time. SHDR allows
   * `time@duration`: the duration is no part of the time.
   */
  read(text: string): number | undefined {
    const minute = text.slice(0, MINUTE_LENGTH);
    if (minute !== this.#minute) {
      if (!SHAPE.test(minute)) return undefined;
      const parsed = Date.parse(`${minute}:00Z`);
      // Date.parse takes 2017-02-30 as 2 March in some engines: the round trip tells.
      if (Number.isNaN(parsed) || new Date(parsed).toISOString().slice(0, MINUTE_LENGTH) !== minute)
        return undefined;
      this.#minute = minute;
      this.#minuteMicroseconds = parsed * 1000;
    }
    const seconds = this.#seconds(text);
    return seconds === undefined ? undefined : this.#minuteMicroseconds + seconds;
  }

  /** µs of `:23.8750000Z` at the end of the text, or undefined. */
  #seconds(text: string): number | undefined {
    if (text.charCodeAt(MINUTE_LENGTH) !== COLON) return undefined;
    const tens = text.charCodeAt(MINUTE_LENGTH + 1) - ZERO;
    const ones = text.charCodeAt(MINUTE_LENGTH + 2) - ZERO;
    // 60 is a leap second: it is taken as the first second of the next minute.
    if (!(tens >= 0 && tens <= 6 && ones >= 0 && ones <= 9) || (tens === 6 && ones > 0)) return undefined;
    let at = MINUTE_LENGTH + 3;
    let fraction = 0;
    if (text.charCodeAt(at) === POINT) {
      at += 1;
      const first = at;
      for (let weight = 100_000; ; at += 1, weight = Math.floor(weight / 10)) {
        const digit = text.charCodeAt(at) - ZERO;
        if (!(digit >= 0 && digit <= 9)) break;
        fraction += digit * weight;
      }
      if (at === first) return undefined;
    }
    const microseconds = (tens * 10 + ones) * 1_000_000 + fraction;
    const zone = text.charCodeAt(at);
    if (zone === LETTER_Z) {
      return at + 1 === text.length || text.charCodeAt(at + 1) === AT_SIGN ? microseconds : undefined;
    }
    if (at === text.length || zone === AT_SIGN) {
      this.withoutZone += 1;
      return microseconds;
    }
    const offset = /^([+-])(\d{2}):?(\d{2})(?:@|$)/.exec(text.slice(at));
    if (offset === null) return undefined;
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return microseconds - (offset[1] === "-" ? -1 : 1) * minutes * 60_000_000;
  }
}

const ZERO = 48;
const COLON = 58;
const POINT = 46;
const LETTER_Z = 90;
const AT_SIGN = 64;
