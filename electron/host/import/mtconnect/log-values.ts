/** What the items of a log's lines say: each value goes to its machine as a sample or an observation. */
import { assetObservation } from "./asset-command.ts";
import { classifyItem, type ItemClass } from "./classify.ts";
import type { DescribedItem, DeviceDescription } from "./device-description.ts";
import { MachineHistory } from "./machine-history.ts";
import {
  CONDITION_FIELDS,
  conditionLevel,
  isCommandField,
  isConditionLine,
  sampleValue,
} from "./shdr-line.ts";
import type { SignalBuffer } from "./signal-buffer.ts";
import { shortUnit } from "./uom.ts";

interface Item {
  readonly history: MachineHistory;
  readonly name: string;
  readonly itemClass: ItemClass;
  readonly described: DescribedItem | undefined;
  buffer: SignalBuffer | undefined;
  axes: readonly SignalBuffer[] | undefined;
}

export class LogValues {
  readonly #equipment: string;
  readonly #device: DeviceDescription | undefined;
  readonly #histories = new Map<string, MachineHistory>();
  readonly #items = new Map<string, Item>();

  /** @param equipment name of the machine where a line does not name another (`device:item`) */
  constructor(equipment: string, device: DeviceDescription | undefined) {
    this.#equipment = equipment;
    this.#device = device;
  }

  histories(): Iterable<MachineHistory> {
    return this.#histories.values();
  }

  /** Any line. Undefined: taken. Else the reason why not; its sound pairs are taken all the same. */
  fields(time: number, timeText: string, fields: string[], number: number, raw: string): string | undefined {
    if (isCommandField(fields[1])) return this.#command(time, timeText, fields, number, raw);
    const first = this.#item(fields[1] ?? "");
    const { role } = first.itemClass;
    if (isConditionLine(fields) || (role === "condition" && fields.length === CONDITION_FIELDS))
      return this.#condition(first, time, timeText, fields, number, raw);
    if (role === "condition" && conditionLevel(fields[2]) !== undefined && fields.length < CONDITION_FIELDS)
      return `Condition ${first.name} has ${fields.length - 2} of its 5 fields, the line is cut off.`;
    if (role === "message" && fields.length === 4) {
      this.#discrete(first, time, timeText, fields[3] ?? "", number, raw, { nativeCode: fields[2] ?? "" });
      return undefined;
    }
    if (role === "alarm" && fields.length === CONDITION_FIELDS) {
      const [code, nativeCode, severity, state, text] = fields.slice(2) as [
        string,
        string,
        string,
        string,
        string,
      ];
      const details = { code, nativeCode, severity, state };
      this.#discrete(first, time, timeText, `${text} (${state.toLowerCase()})`, number, raw, details);
      return undefined;
    }
    let reason: string | undefined;
    let sound = 0;
    for (let at = 1; at < fields.length; at += 2) {
      const value = fields[at + 1];
      const name = fields[at] ?? "";
      const bad =
        value === undefined
          ? `Item ${name} has no value, the line is cut off.`
          : this.pair(time, timeText, name, value, number, raw, fields.length);
      if (bad === undefined) sound += 1;
      else reason ??= bad;
    }
    return reason === undefined || sound === 0
      ? reason
      : `${reason} The other ${sound} pairs of the line are taken.`;
  }

  /** One item and its value; `fieldCount` of the whole line tells a bare condition. */
  pair(
    time: number,
    timeText: string,
    name: string,
    value: string,
    number: number,
    raw: string,
    fieldCount: number,
  ): string | undefined {
    if (name === "") return "An item without a name; expected time|item|value.";
    if (isCommandField(name)) return this.#command(time, timeText, [timeText, name, value], number, raw);
    const item = this.#item(name);
    const { role } = item.itemClass;
    if (role === "signal") return this.#sample(item, time, value);
    if (role === "vector") return this.#vector(item, time, value);
    const level = role === "condition" && fieldCount === 3 ? conditionLevel(value) : undefined;
    if (level !== undefined)
      return this.#condition(item, time, timeText, [timeText, name, level, "", "", "", ""], number, raw);
    if (role === "unknown" || role === "condition") {
      const known = item.buffer !== undefined;
      if (
        known
          ? value === "" || sampleValue(value) !== undefined
          : !Number.isNaN(sampleValue(value) ?? Number.NaN)
      )
        return this.#sample(item, time, value);
    }
    this.#discrete(item, time, timeText, value, number, raw);
    return undefined;
  }

  #sample(item: Item, time: number, value: string): string | undefined {
    const number = sampleValue(value);
    if (number === undefined) return notNumber(item.name, value);
    let { buffer } = item;
    if (buffer === undefined) {
      buffer = item.history.signal(item.name, item.itemClass.type, item.described?.subType, uomOf(item));
      item.buffer = buffer;
    }
    item.history.observe(time);
    buffer.add(time, number);
    return undefined;
  }

  #vector(item: Item, time: number, value: string): string | undefined {
    const parts = value.trim() === "UNAVAILABLE" ? undefined : value.trim().split(/\s+/).map(sampleValue);
    if (parts?.some((part) => part === undefined) === true || (parts !== undefined && parts.length !== 3))
      return `${item.name}: "${value.slice(0, 60)}" is no three numbers.`;
    item.axes ??= ["X", "Y", "Z"].map((axis) =>
      item.history.signal(`${item.name} ${axis}`, item.itemClass.type, item.described?.subType, uomOf(item)),
    );
    item.history.observe(time);
    item.axes.forEach((buffer, axis) => buffer.add(time, parts?.[axis] ?? Number.NaN));
    return undefined;
  }

  #discrete(
    item: Item,
    time: number,
    timeText: string,
    value: string,
    line: number,
    raw: string,
    details?: Readonly<Record<string, string>>,
  ): void {
    const { name, itemClass, history } = item;
    history.add({
      time,
      timeText,
      item: name,
      itemClass,
      value,
      line,
      raw,
      ...(details !== undefined && { details }),
    });
  }

  #condition(
    item: Item,
    time: number,
    timeText: string,
    fields: readonly string[],
    line: number,
    raw: string,
  ): string | undefined {
    const [, , , nativeCode = "", nativeSeverity = "", qualifier = "", message = ""] = fields;
    const level = conditionLevel(fields[2]);
    if (level === undefined)
      return `Condition ${item.name}: "${(fields[2] ?? "").slice(0, 60)}" is no level; expected NORMAL, WARNING, FAULT or UNAVAILABLE.`;
    const condition = { level, nativeCode, nativeSeverity, qualifier, message };
    const itemClass: ItemClass = { role: "condition", type: "condition" };
    item.history.add({ time, timeText, item: item.name, itemClass, value: level, line, raw, condition });
    return undefined;
  }

  #command(
    time: number,
    timeText: string,
    fields: readonly string[],
    line: number,
    raw: string,
  ): string | undefined {
    const observation = assetObservation(time, timeText, fields, line, raw);
    if (typeof observation === "string") return observation;
    this.#history(this.#equipment).add(observation);
    return undefined;
  }

  #item(name: string): Item {
    const known = this.#items.get(name);
    if (known !== undefined) return known;
    const colon = name.indexOf(":");
    const device = colon > 0 ? name.slice(0, colon) : this.#equipment;
    const plain = colon > 0 ? name.slice(colon + 1) : name;
    const described = this.#device?.items.get(plain);
    const item: Item = {
      history: this.#history(device),
      name: plain,
      itemClass: classifyItem(plain, described),
      described,
      buffer: undefined,
      axes: undefined,
    };
    this.#items.set(name, item);
    return item;
  }

  #history(equipment: string): MachineHistory {
    let history = this.#histories.get(equipment);
    if (history === undefined) this.#histories.set(equipment, (history = new MachineHistory(equipment)));
    return history;
  }
}

function notNumber(name: string, value: string): string {
  return value.trim() === ""
    ? `${name} has no value, the line is cut off; expected a number or UNAVAILABLE.`
    : `${name}: "${value.slice(0, 60)}" is no number; expected a number or UNAVAILABLE.`;
}

/** An adapter writes native units; an agent would convert them. */
function uomOf({ described }: Item): string | undefined {
  return shortUnit(described?.nativeUnits ?? described?.units);
}
