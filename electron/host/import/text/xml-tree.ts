/**
 * XML as small trees. A document is walked as a stream; only the elements a caller asks for are
 * built, so a file of any size costs the memory of one of them.
 */
import { SaxesParser } from "saxes";
import { ImportError } from "../importer.ts";
import { readText } from "./read-text.ts";
import { createVerbatim } from "./verbatim.ts";

/** An element without name space prefixes: standards change their name space with every version. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Character data directly in it, trimmed. */
  readonly text: string;
  /** Line of its start tag, 1-based. */
  readonly line: number;
}

interface Building {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  text: string;
  readonly line: number;
}

/** Deeper nesting is an attack on the stack, not a document. */
const MAXIMUM_DEPTH = 200;

export interface ElementEvent {
  readonly element: XmlElement;
  /** The element as it is written, its first 64 KiB. */
  readonly verbatim: string;
  readonly bytesRead: number;
}

/**
 * Yields every element whose path of names from the root satisfies `wanted`, when it is closed. What
 * was complete before a fault was yielded; the fault itself is an ImportError with its line.
 */
export async function* readElements(
  path: string,
  wanted: (path: readonly string[]) => boolean,
  signal: AbortSignal,
): AsyncGenerator<ElementEvent> {
  const parser = new SaxesParser({ position: true });
  const names: string[] = [];
  const building: Building[] = [];
  const written = createVerbatim();
  let ready: { element: XmlElement; verbatim: string }[] = [];
  let failure: ImportError | undefined;

  parser.on("error", (error) => {
    failure ??= new ImportError(`The XML is not well-formed: ${plainReason(error.message)}.`, parser.line);
  });
  parser.on("doctype", () => {
    // Entity definitions are how a small file becomes gigabytes; no format here needs them.
    failure ??= new ImportError("The XML has a document type definition, which is not allowed.", parser.line);
  });
  parser.on("opentag", (tag) => {
    const name = localName(tag.name);
    names.push(name);
    if (names.length > MAXIMUM_DEPTH)
      failure ??= new ImportError("The XML is nested too deeply.", parser.line);
    if (building.length > 0 || wanted(names)) {
      if (building.length === 0) written.start(parser.position);
      const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
      for (const [key, value] of Object.entries(tag.attributes)) attributes[localName(key)] = value;
      building.push({ name, attributes, children: [], text: "", line: parser.line });
    }
  });
  const addText = (text: string): void => {
    const open = building.at(-1);
    if (open !== undefined) open.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    names.pop();
    const closed = building.pop();
    if (closed === undefined) return;
    const element: XmlElement = { ...closed, text: closed.text.trim() };
    const parent = building.at(-1);
    if (parent === undefined) ready.push({ element, verbatim: written.end(parser.position) });
    else parent.children.push(element);
  });

  let bytes = 0;
  const drain = function* (): Generator<ElementEvent> {
    const complete = ready;
    ready = [];
    for (const each of complete) yield { ...each, bytesRead: bytes };
  };
  for await (const piece of readText(path, signal)) {
    bytes = piece.bytesRead;
    written.piece(piece.text);
    parser.write(piece.text);
    yield* drain();
    if (failure !== undefined) throw failure;
  }
  parser.close();
  yield* drain();
  if (failure !== undefined) throw failure;
}

/** First child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

/** Walks down by names; undefined where one is missing. */
export function descend(
  element: XmlElement | undefined,
  ...names: readonly string[]
): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>((current, name) => child(current, name), element);
}

/** Text of a descendant; undefined where it is missing or blank. */
export function textOf(element: XmlElement | undefined, ...names: readonly string[]): string | undefined {
  const text = descend(element, ...names)?.text;
  return text === undefined || text === "" ? undefined : text;
}

export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** saxes prefixes "line:column: ". */
function plainReason(message: string): string {
  return message.replace(/^\d+:\d+:\s*/, "").replace(/\.$/, "");
}
