/**
 * Events of a machine out of its discrete items: one per change, none for a value that is only repeated. An item
 * starts as unknown, so a first UNAVAILABLE (or a first NORMAL of a condition) is no change either.
 */
import type { Severity } from "../../../../shared/model/event.ts";
import type { ConditionReport, Observation } from "./observation.ts";
import { toolNumber } from "./program-runs.ts";
import { programTitle } from "./unit-hint.ts";

export interface MachineEvent {
  readonly observation: Observation;
  readonly type: string;
  readonly title: string;
  readonly severity: Severity;
}

type Draft = Omit<MachineEvent, "observation">;

/** @param observations of one equipment, ascending in time */
export function machineEvents(observations: readonly Observation[]): MachineEvent[] {
  const last = new Map<string, string>();
  const conditions = new Map<string, Map<string, string>>();
  let program = "";
  const events: MachineEvent[] = [];
  for (const observation of observations) {
    const { item, itemClass, value, condition } = observation;
    if (condition !== undefined) {
      let active = conditions.get(item);
      if (active === undefined) conditions.set(item, (active = new Map()));
      const draft = conditionDraft(item, condition, active);
      if (draft !== undefined) events.push({ observation, ...draft });
      continue;
    }
    if (value === (last.get(item) ?? (itemClass.role === "message" ? "" : "UNAVAILABLE"))) continue;
    last.set(item, value);
    if (itemClass.role === "program") program = value === "UNAVAILABLE" ? "" : programTitle(value);
    const { title } = observation;
    if (title !== undefined) {
      events.push({ observation, type: itemClass.type, title, severity: "none" });
      continue;
    }
    const draft = value === "UNAVAILABLE" ? unavailable(observation) : changeDraft(observation, program);
    events.push({ observation, ...draft });
  }
  return events;
}

function changeDraft(observation: Observation, program: string): Draft {
  const { item, itemClass, value } = observation;
  const { role, type } = itemClass;
  const none = (title: string): Draft => ({ type, title, severity: "none" });
  switch (role) {
    case "execution":
      return executionDraft(value, program, type);
    case "program":
      return none(value === "" ? "No program selected" : `Program ${programTitle(value)} selected`);
    case "program-edit":
      return none(
        value === "" ? "Program editor closed" : `Program ${programTitle(value)} opened in the editor`,
      );
    case "tool": {
      const tool = toolNumber(value);
      return tool === undefined
        ? { type: "tool-out", title: "No tool in the spindle", severity: "none" }
        : none(`Tool ${tool}`);
    }
    case "part-count":
      return none(`Part count ${value}`);
    case "mode":
      return none(`Mode ${words(value)}`);
    case "emergency-stop":
      return value === "TRIGGERED"
        ? { type, title: "Emergency stop triggered", severity: "fail" }
        : none(`Emergency stop ${words(value)}`);
    case "availability":
      return none(`Machine ${words(value)}`);
    case "message":
      return { type, title: value === "" ? "Message cleared" : value, severity: "information" };
    case "alarm":
      return { type, title: value, severity: /\(cleared\)$/i.test(value) ? "none" : "fail" };
    default:
      return none(value === "" ? `${label(item)} cleared` : `${label(item)}: ${clip(value)}`);
  }
}

function executionDraft(value: string, program: string, type: string): Draft {
  const subject = program === "" ? "Program" : `Program ${program}`;
  switch (value.toUpperCase()) {
    case "ACTIVE":
      return { type, title: `${subject} running`, severity: "none" };
    case "PROGRAM_COMPLETED":
      return { type, title: `${subject} completed`, severity: "none" };
    case "FEED_HOLD":
      return { type, title: "Feed hold", severity: "none" };
    case "READY":
      return { type, title: "Machine ready", severity: "none" };
    case "STOPPED":
    case "PROGRAM_STOPPED":
      return { type, title: `${subject} stopped`, severity: "warning" };
    case "INTERRUPTED":
      return { type, title: `${subject} interrupted`, severity: "warning" };
    default:
      return { type, title: `${subject} ${words(value)}`, severity: "none" };
  }
}

/**
 * A condition item may hold several active reports at once, told apart by native code; NORMAL with a code ends that
 * one, without a code all of them (MTConnect part 3.0, Condition).
 */
function conditionDraft(
  item: string,
  report: ConditionReport,
  active: Map<string, string>,
): Draft | undefined {
  const { level, nativeCode, nativeSeverity, qualifier, message } = report;
  const type = "condition";
  if (level === "NORMAL" || level === "UNAVAILABLE") {
    const had = nativeCode === "" ? active.size > 0 : active.has(nativeCode);
    if (nativeCode === "") active.clear();
    else active.delete(nativeCode);
    if (!had) return undefined;
    const code = nativeCode === "" ? "" : ` ${nativeCode}`;
    const end = level === "NORMAL" ? "cleared" : "no longer reported";
    return { type, title: `${label(item)}${code}: ${end}`, severity: "none" };
  }
  const state = [level, nativeSeverity, qualifier, message].join("|");
  if (active.get(nativeCode) === state) return undefined;
  active.set(nativeCode, state);
  const text = [nativeCode, message === "" ? qualifier : message].filter((part) => part !== "").join(" ");
  const word = level === "FAULT" ? "fault" : "warning";
  return {
    type,
    title: `${label(item)} ${word}${text === "" ? "" : `: ${clip(text)}`}`,
    severity: level === "FAULT" ? "fail" : "warning",
  };
}

function unavailable({ item, itemClass }: Observation): Draft {
  return { type: itemClass.type, title: `${label(item)} unavailable`, severity: "information" };
}

/** `Program_Status` as `Program Status`. */
function label(item: string): string {
  return item.replaceAll("_", " ").trim();
}

/** `PROCESS_DEVELOPMENT` as `process development`. */
function words(value: string): string {
  return value.replaceAll("_", " ").toLowerCase();
}

function clip(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
