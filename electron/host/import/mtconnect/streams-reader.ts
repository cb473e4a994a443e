/**
 * MTConnect documents of an agent, any 1.x or 2.x name space: streams (part 3.0), errors, device descriptions
 * (part 2.0). Fed with the parser's events; holds no text but that of the element it is in.
 */
import type { RejectionRecord, RemarkRecord, SourceRecord } from "../../../../shared/model/record.ts";
import { classifyType, upperSnake, type ItemClass } from "./classify.ts";
import { localName, type DeviceDescription } from "./device-description.ts";
import { MachineHistory } from "./machine-history.ts";
import type { Observation } from "./observation.ts";
import { conditionLevel, sampleValue } from "./shdr-line.ts";
import { TimestampReader } from "./timestamp.ts";
import type { FileHint } from "./unit-hint.ts";
import { shortUnit } from "./uom.ts";

export type XmlAttributes = Readonly<Record<string, string>>;

const CATEGORY_OF_CONTAINER: Readonly<Record<string, string>> = {
  Samples: "SAMPLE",
  Events: "EVENT",
  Condition: "CONDITION",
};

interface OpenObservation {
  readonly element: string;
  readonly attributes: XmlAttributes;
  readonly category: string;
  readonly line: number;
  readonly depth: number;
  text: string;
}

export class StreamsReader {
  read = 0;
  taken = 0;
  /** Name of the document's root element, without prefix. */
  root = "";
  readonly #devices: readonly DeviceDescription[];
  readonly #histories = new Map<string, MachineHistory>();
  readonly #timestamps = new TimestampReader();
  readonly #rejections: RejectionRecord[] = [];
  readonly #remarks: RemarkRecord[] = [];
  #history: MachineHistory | undefined;
  #device: DeviceDescription | undefined;
  #category: string | undefined;
  #open: OpenObservation | undefined;
  #error: { code: string; text: string; line: number } | undefined;
  #depth = 0;
  #described = 0;
  readonly #describedDevices: string[] = [];

  /** @param devices descriptions that give the units of the streams' items */
  constructor(devices: readonly DeviceDescription[]) {
    this.#devices = devices;
  }

  openTag(name: string, attributes: XmlAttributes, line: number): void {
    const element = localName(name);
    this.#depth += 1;
    if (this.#depth === 1) this.root = element;
    if (this.#open !== undefined) {
      const key = element === "Entry" || element === "Cell" ? attributes["key"] : undefined;
      if (key !== undefined) this.#open.text += ` ${key}=`;
      return;
    }
    if (this.#category !== undefined) {
      this.#open = { element, attributes, category: this.#category, line, depth: this.#depth, text: "" };
      return;
    }
    switch (element) {
      case "Header":
        this.#header(attributes, line);
        break;
      case "DeviceStream":
        this.#deviceStream(attributes);
        break;
      case "Device":
        this.#describedDevices.push(attributes["name"] ?? attributes["id"] ?? "?");
        break;
      case "DataItem":
        this.#described += 1;
        break;
      case "Error":
        this.#error = { code: attributes["errorCode"] ?? "", text: "", line };
        break;
      default:
        if (this.root === "MTConnectStreams") this.#category = CATEGORY_OF_CONTAINER[element];
    }
  }

  text(text: string): void {
    if (this.#open !== undefined) this.#open.text += text;
    else if (this.#error !== undefined) this.#error.text += text;
  }

  closeTag(name: string): void {
    const element = localName(name);
    const open = this.#open;
    if (open !== undefined && open.depth === this.#depth) {
      this.#open = undefined;
      this.read += 1;
      const reason = this.#observation(open);
      if (reason === undefined) this.taken += 1;
      else {
        const excerpt = verbatim(open).slice(0, 200);
        this.#rejections.push({ record: "rejection", at: { line: open.line }, reason, excerpt });
      }
    } else if (open === undefined && element in CATEGORY_OF_CONTAINER) this.#category = undefined;
    if (element === "Error" && this.#error !== undefined) {
      const { code, text, line } = this.#error;
      const message = `The agent answered with an error instead of data: ${code} ${text.trim()}`.trim();
      this.#remarks.push({ record: "remark", at: { line }, text: message });
      this.#error = undefined;
    }
    this.#depth -= 1;
  }

  /** Rejections since the last call. */
  drain(): RejectionRecord[] {
    return this.#rejections.splice(0);
  }

  /** What the whole document tells; call once, at its end. */
  *finish(file: FileHint): Generator<SourceRecord> {
    yield* this.drain();
    yield* this.#remarks;
    if (this.root === "MTConnectDevices") {
      const text = `Device description: ${this.#described} data items of ${this.#describedDevices.join(", ")}. It gives units to logs and streams beside it.`;
      yield { record: "remark", text };
    } else if (this.root !== "MTConnectStreams" && this.root !== "MTConnectError") {
      yield { record: "remark", text: `${this.root} holds no observations.` };
    }
    for (const history of this.#histories.values()) yield* history.records(file);
  }

  #header(attributes: XmlAttributes, line: number): void {
    const next = Number(attributes["nextSequence"]);
    const last = Number(attributes["lastSequence"]);
    if (!(next <= last)) return;
    const text = `The agent held more than this document: sequences ${next} to ${last} are not in it.`;
    this.#remarks.push({ record: "remark", at: { line }, text });
  }

  #deviceStream(attributes: XmlAttributes): void {
    const name = attributes["name"] ?? attributes["uuid"] ?? "unnamed device";
    const uuid = attributes["uuid"];
    this.#device = this.#devices.find(
      (device) => device.name === name || (uuid !== undefined && device.uuid === uuid),
    );
    let history = this.#histories.get(name);
    if (history === undefined) this.#histories.set(name, (history = new MachineHistory(name)));
    this.#history = history;
  }

  /** Undefined: taken. Else the reason why not. */
  #observation(open: OpenObservation): string | undefined {
    const { attributes, category, element, line } = open;
    const history = this.#history;
    if (history === undefined) return `${element} stands outside of a DeviceStream.`;
    const timeText = attributes["timestamp"] ?? "";
    const time = this.#timestamps.read(timeText);
    if (time === undefined) return `${element}: "${timeText.slice(0, 60)}" is no complete UTC time.`;
    const id = attributes["dataItemId"];
    const described = id === undefined ? undefined : this.#device?.items.get(id);
    const item = attributes["name"] ?? described?.name ?? id;
    if (item === undefined) return `${element} names no data item.`;
    const value = open.text.trim();
    if (category === "CONDITION") return this.#condition(history, open, time, timeText, item, value);
    const type = element.replace(/(TimeSeries|DataSet|Table)$/, "");
    const itemClass = classifyType(upperSnake(type), category);
    const uom = shortUnit(described?.units);
    const subType = attributes["subType"];
    if (element.endsWith("TimeSeries"))
      return timeSeries(
        history,
        item,
        itemClass,
        subType,
        uom,
        time,
        value,
        Number(attributes["sampleRate"]),
      );
    if (itemClass.role === "signal") {
      const number = sampleValue(value);
      if (number === undefined)
        return `${item}: "${value.slice(0, 60)}" is no number; expected a number or UNAVAILABLE.`;
      history.observe(time);
      history.signal(item, itemClass.type, subType, uom).add(time, number);
      return undefined;
    }
    if (itemClass.role === "vector") return vector(history, item, itemClass, subType, uom, time, value);
    const sequence = attributes["sequence"];
    const observation: Observation = {
      time,
      timeText,
      item,
      itemClass,
      value,
      line,
      raw: verbatim(open),
      details: { ...(sequence !== undefined && { sequence }), ...(subType !== undefined && { subType }) },
    };
    history.add(observation);
    return undefined;
  }

  #condition(
    history: MachineHistory,
    open: OpenObservation,
    time: number,
    timeText: string,
    item: string,
    message: string,
  ): string | undefined {
    const { attributes, element, line } = open;
    const level = conditionLevel(element);
    if (level === undefined)
      return `${element} is no level of a condition; expected Normal, Warning, Fault or Unavailable.`;
    history.add({
      time,
      timeText,
      item,
      itemClass: { role: "condition", type: "condition" },
      value: level,
      line,
      raw: verbatim(open),
      condition: {
        level,
        nativeCode: attributes["nativeCode"] ?? "",
        nativeSeverity: attributes["nativeSeverity"] ?? "",
        qualifier: attributes["qualifier"] ?? "",
        message,
      },
    });
    return undefined;
  }
}

/** `sampleRate` Hz; the time stamp is that of the last value (MTConnect part 3.0, time series). */
function timeSeries(
  history: MachineHistory,
  item: string,
  itemClass: ItemClass,
  subType: string | undefined,
  uom: string | undefined,
  time: number,
  value: string,
  rate: number,
): string | undefined {
  const values = value === "" ? [] : value.split(/\s+/).map(sampleValue);
  if (values.some((one) => one === undefined)) return `${item}: a value of the time series is no number.`;
  if (values.length > 1 && !(rate > 0)) return `${item}: a time series without its sampleRate.`;
  const signal = history.signal(item, itemClass.type, subType, uom);
  values.forEach((one, index) => {
    const before = values.length - 1 - index;
    const at = before === 0 ? time : Math.round(time - (before * 1_000_000) / rate);
    history.observe(at);
    signal.add(at, one ?? Number.NaN);
  });
  return undefined;
}

function vector(
  history: MachineHistory,
  item: string,
  itemClass: ItemClass,
  subType: string | undefined,
  uom: string | undefined,
  time: number,
  value: string,
): string | undefined {
  const parts =
    value === "UNAVAILABLE" ? [Number.NaN, Number.NaN, Number.NaN] : value.split(/\s+/).map(sampleValue);
  if (parts.length !== 3 || parts.includes(undefined))
    return `${item}: "${value.slice(0, 60)}" is no three numbers.`;
  history.observe(time);
  ["X", "Y", "Z"].forEach((axis, index) =>
    history.signal(`${item} ${axis}`, itemClass.type, subType, uom).add(time, parts[index] ?? Number.NaN),
  );
  return undefined;
}

/** The element as it stood, up to white space and the kind of quotes. */
function verbatim({ element, attributes, text }: OpenObservation): string {
  const escaped = (value: string): string =>
    value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const list = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  return `<${element}${list.join("")}>${escaped(text)}</${element}>`;
}
