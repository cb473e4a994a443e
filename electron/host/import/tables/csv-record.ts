/**
 * Takes CSV records apart (RFC 4180, with any one-character delimiter). A quote counts only at the
 * start of a field, so that `5" pipe` stays what it is; text after a closing quote is kept.
 */
export interface RecordSplitter {
  /** Fields of the record that ends with this line; undefined while a quoted field goes on. */
  feed(line: string): string[] | undefined;
  /** Forgets an unfinished record. */
  reset(): void;
}

export function createRecordSplitter(delimiter: string): RecordSplitter {
  let fields: string[] = [];
  let field = "";
  let open = false;
  const reset = (): void => {
    fields = [];
    field = "";
    open = false;
  };
  return {
    reset,
    feed(line) {
      if (!open && !line.includes('"')) return line.split(delimiter);
      let quoted = open;
      let atStart = !open;
      if (open) field += "\n";
      let at = 0;
      for (;;) {
        if (quoted) {
          const quote = line.indexOf('"', at);
          if (quote < 0) {
            field += line.slice(at);
            open = true;
            return undefined;
          }
          field += line.slice(at, quote);
          at = quote + 1;
          if (line[at] === '"') {
            field += '"';
            at += 1;
            continue;
          }
          quoted = false;
        } else if (atStart && line[at] === '"') {
          quoted = true;
          atStart = false;
          at += 1;
          continue;
        }
        const next = line.indexOf(delimiter, at);
        if (next < 0) {
          fields.push(field + line.slice(at));
          const record = fields;
          reset();
          return record;
        }
        fields.push(field + line.slice(at, next));
        field = "";
        at = next + 1;
        atStart = true;
      }
    },
  };
}
