/** XML parts of a workbook, already in memory, as a stream of tags. */
import { SaxesParser } from "saxes";
import { ImportError } from "../importer.ts";
import { detectEncoding } from "../text/decode-text.ts";
import { localName } from "../text/xml-tree.ts";

const PIECE_BYTES = 1 << 17;
const MAXIMUM_DEPTH = 100;

export interface XmlHandler {
  /** Names without name space prefix; attributes as written. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Yields 0…1 after every piece. Throws ImportError for XML that is not well-formed. */
export function* scanXml(bytes: Uint8Array, part: string, handler: XmlHandler): Generator<number> {
  const parser = new SaxesParser({ xmlns: false, position: true });
  let failure: ImportError | undefined;
  const fail = (reason: string): void => {
    failure ??= new ImportError(`Its part "${part}" ${reason} (line ${parser.line} of that part).`);
  };
  const names: string[] = [];
  parser.on("error", () => fail("is cut off or no well-formed XML"));
  parser.on("doctype", () => fail("has a document type definition, which is not allowed"));
  parser.on("opentag", (tag) => {
    const name = localName(tag.name);
    names.push(name);
    if (names.length > MAXIMUM_DEPTH) fail("is nested too deeply");
    if (failure === undefined) handler.open?.(name, tag.attributes);
  });
  parser.on("text", (text) => {
    if (failure === undefined) handler.text?.(text);
  });
  parser.on("cdata", (text) => {
    if (failure === undefined) handler.text?.(text);
  });
  parser.on("closetag", () => {
    const name = names.pop();
    if (failure === undefined && name !== undefined) handler.close?.(name);
  });
  const decoder = new TextDecoder(detectEncoding(bytes.subarray(0, 4096)) ?? "utf-8");
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    parser.write(decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true }));
    yield Math.min(1, (at + PIECE_BYTES) / bytes.length);
    if (failure !== undefined) throw failure;
  }
  parser.write(decoder.decode());
  parser.close();
  yield 1;
  if (failure !== undefined) throw failure;
}

/** The whole part at once. */
export function scanWhole(bytes: Uint8Array, part: string, handler: XmlHandler): void {
  for (const _progress of scanXml(bytes, part, handler));
}

/** An attribute by its name without prefix: `r:id` is `id`. */
export function attribute(
  attributes: Readonly<Record<string, string>>,
  name: string,
  prefixed = false,
): string | undefined {
  if (!prefixed && attributes[name] !== undefined) return attributes[name];
  for (const [key, value] of Object.entries(attributes)) {
    if (key.includes(":") === prefixed && localName(key) === name) return value;
  }
  return undefined;
}
