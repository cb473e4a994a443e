/** Documents of an MTConnect agent: streams, errors, device descriptions, any 1.x or 2.x version. */
import { SaxesParser } from "saxes";
import type { SourceRecord } from "../../../../shared/model/record.ts";
import {
  ImportError,
  type FileHead,
  type Importer,
  type ImportContext,
  type SourceFile,
} from "../importer.ts";
import { readText } from "../text/read-text.ts";
import { inBatches } from "./batches.ts";
import { findDeviceDescriptions } from "./device-description.ts";
import { StreamsReader } from "./streams-reader.ts";
import { hintFromFileName } from "./unit-hint.ts";

/** Root element behind an XML declaration, comments and processing instructions. */
const ROOT =
  /^\s*(?:<\?[\s\S]*?\?>\s*|<!--[\s\S]*?-->\s*)*<(?:[\w.-]+:)?(MTConnect(?:Streams|Devices|Error|Assets))\b/;
const DEVICE_NAME = /<(?:[\w.-]+:)?DeviceStream\b[^>]*?\sname\s*=\s*["']([^"']+)["']/;

export const streamsImporter: Importer = {
  format: "mtconnect-streams",

  recognise(head: FileHead): number {
    return head.text !== undefined && ROOT.test(head.text) ? 1 : 0;
  },

  sourceId(file: SourceFile, head: FileHead): string {
    const device = DEVICE_NAME.exec(head.text ?? "")?.[1];
    return device === undefined ? `mtconnect:${file.name}` : `mtconnect:${device}/${file.name}`;
  },

  async *read(file: SourceFile, { signal }: ImportContext): AsyncGenerator<readonly SourceRecord[]> {
    const reader = new StreamsReader(await findDeviceDescriptions(file.path));
    const faults: { line: number; text: string }[] = [];
    const parser = parserInto(reader, faults);
    let read = 0;
    let taken = 0;
    for await (const { text, bytesRead } of readText(file.path, signal)) {
      parser.write(text);
      if (faults.length > 0) break;
      const progress = file.size > 0 ? Math.min(1, bytesRead / file.size) : 1;
      yield [
        ...reader.drain(),
        { record: "count", read: reader.read - read, taken: reader.taken - taken, progress },
      ];
      ({ read, taken } = reader);
    }
    if (faults.length === 0) parser.close();
    const [fault] = faults;
    if (!reader.root.startsWith("MTConnect"))
      throw new ImportError(fault?.text ?? "The document holds no MTConnect data.", fault?.line);
    if (fault !== undefined) {
      // The broken rest counts as one row, so that rows read are rows taken and rejected.
      const reason = `${fault.text} Everything before it is taken, nothing after it can be read.`;
      yield [{ record: "rejection", at: { line: fault.line }, reason }];
      reader.read += 1;
    }
    yield* inBatches(reader.finish(hintFromFileName(file.name)));
    yield [{ record: "count", read: reader.read - read, taken: reader.taken - taken, progress: 1 }];
  },
};

/** Feeds the reader until the first fault. */
function parserInto(reader: StreamsReader, faults: { line: number; text: string }[]): SaxesParser {
  const parser = new SaxesParser();
  const fault = (text: string): void => {
    if (faults.length === 0) faults.push({ line: parser.line, text });
  };
  parser.on("error", ({ message }) =>
    fault(`The XML is broken: ${message.replace(/^\d+:\d+:\s*/, "").replace(/\.$/, "")}.`),
  );
  // Entity definitions are how a small file becomes gigabytes; MTConnect needs none.
  parser.on("doctype", () =>
    fault("The XML has a document type definition, which MTConnect does not allow."),
  );
  parser.on("opentag", ({ name, attributes }) => {
    if (faults.length === 0) reader.openTag(name, attributes, parser.line);
  });
  const text = (value: string): void => {
    if (faults.length === 0) reader.text(value);
  };
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("closetag", ({ name }) => {
    if (faults.length === 0) reader.closeTag(name);
  });
  return parser;
}
