/**
 * What an MTConnect data item (or a column of an adapter's log) is for: the one place that decides whether a
 * value becomes a sample of a signal or an event of the machine.
 * Source: MTConnect part 2.0 (2.2), clause 6 (types of DataItem), part 3.0 (streams: element names are the types
 * in Pascal case).
 */
import type { DescribedItem } from "./device-description.ts";

export type ItemRole =
  /** A number over time. */
  | "signal"
  /** Several numbers in one value ("x y z"), one signal each. */
  | "vector"
  /** A number over time unless it turns out to be text: nobody described the item. */
  | "unknown"
  | "execution"
  | "program"
  | "program-edit"
  | "tool"
  | "part-count"
  | "mode"
  | "emergency-stop"
  | "availability"
  | "condition"
  | "message"
  | "alarm"
  /** Any other state or text: an event per change. */
  | "discrete";

export interface ItemClass {
  readonly role: ItemRole;
  /** Kind of event in kebab case, for example `tool-change`; of a signal its MTConnect type. */
  readonly type: string;
}

const SIGNAL_EVENT_TYPES = new Set([
  "LINE",
  "LINE_NUMBER",
  "AXIS_FEEDRATE_OVERRIDE",
  "PATH_FEEDRATE_OVERRIDE",
  "ROTARY_VELOCITY_OVERRIDE",
]);

const VECTOR_TYPES = new Set(["PATH_POSITION", "ORIENTATION"]);

const ROLE_OF_TYPE: Readonly<Record<string, ItemClass>> = {
  EXECUTION: { role: "execution", type: "program-status" },
  PROGRAM: { role: "program", type: "program-selected" },
  PROGRAM_EDIT_NAME: { role: "program-edit", type: "program-edited" },
  TOOL_NUMBER: { role: "tool", type: "tool-change" },
  TOOL_ID: { role: "tool", type: "tool-change" },
  PART_COUNT: { role: "part-count", type: "part-count" },
  CONTROLLER_MODE: { role: "mode", type: "mode" },
  FUNCTIONAL_MODE: { role: "mode", type: "mode" },
  EMERGENCY_STOP: { role: "emergency-stop", type: "emergency-stop" },
  AVAILABILITY: { role: "availability", type: "availability" },
  MESSAGE: { role: "message", type: "message" },
  ALARM: { role: "alarm", type: "condition" },
};

const SIGNAL: ItemClass = { role: "signal", type: "sample" };
const CONDITION: ItemClass = { role: "condition", type: "condition" };

/** `PathFeedrate` (a streams element) as `PATH_FEEDRATE` (a DataItem type). */
export function upperSnake(elementName: string): string {
  return elementName.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
}

/** Class of a described DataItem: `type` in upper snake case, `category` SAMPLE, EVENT or CONDITION. */
export function classifyType(type: string, category: string): ItemClass {
  if (category === "CONDITION") return CONDITION;
  const known = ROLE_OF_TYPE[type];
  if (known !== undefined && category === "EVENT") return known;
  if (VECTOR_TYPES.has(type)) return { role: "vector", type: kebab(type) };
  if (category === "SAMPLE") return { role: "signal", type: kebab(type) };
  if (SIGNAL_EVENT_TYPES.has(type)) return { role: "signal", type: kebab(type) };
  return { role: "discrete", type: kebab(type) };
}

/** Names that adapters give their items, with `_`, `-`, digits and case removed; first match decides. */
const NAME_RULES: readonly (readonly [RegExp, ItemClass])[] = [
  [/(execution|programstatus|runstatus)$/, ROLE_OF_TYPE["EXECUTION"] as ItemClass],
  [/^(programnameediting|programeditname|programedit)$/, ROLE_OF_TYPE["PROGRAM_EDIT_NAME"] as ItemClass],
  [/^(p|active|main)?program(name)?(running)?$/, ROLE_OF_TYPE["PROGRAM"] as ItemClass],
  [/(currenttool|toolnumber|toolid|^tool)$/, ROLE_OF_TYPE["TOOL_NUMBER"] as ItemClass],
  [/partcount(er)?$/, ROLE_OF_TYPE["PART_COUNT"] as ItemClass],
  [/^(p|f|controller|functional)?mode$/, ROLE_OF_TYPE["CONTROLLER_MODE"] as ItemClass],
  [/^(estop|estopstate|emergencystop)$/, ROLE_OF_TYPE["EMERGENCY_STOP"] as ItemClass],
  [/^(avail|availability)$/, ROLE_OF_TYPE["AVAILABILITY"] as ItemClass],
  [/^message$/, ROLE_OF_TYPE["MESSAGE"] as ItemClass],
  [/^alarm$/, ROLE_OF_TYPE["ALARM"] as ItemClass],
  [/(cond|condition)$|^system$/, CONDITION],
  [/^(p)?block$/, { role: "discrete", type: "block" }],
  [/^(p)?linelabel$/, { role: "discrete", type: "line-label" }],
  [/(assetid|palletid|fixtureid|serialnumber)$/, { role: "discrete", type: "asset-reference" }],
  [/pathpos(ition)?$/, { role: "vector", type: "path-position" }],
  [
    /(feedrate|spindlespeed|blocknumber|runtimeseconds|override|spindletime|load|torque|temperature|position|voltage|current|power)$/,
    SIGNAL,
  ],
];

/** Class of an item that only its name describes (a log without a device description). */
export function classifyName(name: string): ItemClass {
  const plain = name.replace(/[_\-\s\d.]/g, "").toLowerCase();
  for (const [pattern, itemClass] of NAME_RULES) if (pattern.test(plain)) return itemClass;
  return { role: "unknown", type: "observation" };
}

/** Class of a log's item: by its description where there is one, else by its name. */
export function classifyItem(name: string, described: DescribedItem | undefined): ItemClass {
  return described === undefined ? classifyName(name) : classifyType(described.type, described.category);
}

/** Feed of the tool along its path: what "maximum feed" of a run means. */
export function isPathFeed(name: string, type: string): boolean {
  return type === "path-feedrate" || /^feed_?rate$/i.test(name);
}

/** Turning speed of the spindle. */
export function isSpindleSpeed(name: string, type: string): boolean {
  return type === "rotary-velocity" || type === "spindle-speed" || /^spindle_?speed$/i.test(name);
}

function kebab(type: string): string {
  return type.toLowerCase().replaceAll("_", "-");
}
