/** One NC program as records: its release as a design event, and what it sets for the unit it is written for. */
import type { FactorRecord, SourceRecord, UnitReference } from "../../../../shared/model/record.ts";
import { boundedPayload } from "../mtconnect/payload.ts";
import { assumedUnit, hintFromProgram, partOf, type ProgramHint } from "../mtconnect/unit-hint.ts";
import { maximumFeed, type NcProgram, type NcTool } from "./nc-program.ts";

export interface NcFile {
  readonly fileName: string;
  readonly sha256: string;
  /** Lines that are not blank. */
  readonly lines: number;
  /** The program as it stands; its first 64 KiB are kept as payload. */
  readonly text: string;
}

/** An NC program carries no time: its release is undated, and listed as such. */
export function* ncRecords(program: NcProgram, file: NcFile): Generator<SourceRecord> {
  const { hint, remark } = programName(program, file.fileName);
  if (remark !== undefined) yield { record: "remark", text: remark };
  const part = partOf(hint);
  const unit = part !== undefined && hint.serial !== undefined ? assumedUnit(part, hint.serial) : undefined;
  const link = unit === undefined ? (part === undefined ? {} : { part }) : { unit };
  yield {
    record: "event",
    key: `${hint.program}/program-release`,
    kind: "design",
    type: "program-release",
    title: `Program ${hint.program}`,
    ...link,
    ...((unit !== undefined || part !== undefined) && { linkOrigin: "name" as const }),
    ...(hint.operation !== undefined && { operation: hint.operation }),
    details: details(program, file),
    payload: boundedPayload(file.text),
    at: { line: 1 },
  };
  if (unit !== undefined) yield* factors(program, hint.program, unit);
}

function details(program: NcProgram, file: NcFile): Record<string, string | number> {
  const { tools, units, number, dateComment } = program;
  return {
    lines: file.lines,
    sha256: file.sha256,
    units: units ?? "not stated",
    ...(number !== undefined && { programNumber: `O${number.padStart(4, "0")}` }),
    ...(dateComment !== undefined && { dateInComment: dateComment }),
    tools: tools.map(toolLabel).join("; "),
    speeds: tools
      .filter((tool) => tool.speeds.length > 0)
      .map((tool) => `T${tool.number} ${speedText(tool)}`)
      .join("; "),
    feeds: tools
      .filter((tool) => tool.feeds.length > 0)
      .map((tool) => `T${tool.number} ${feedText(tool)}`)
      .join("; "),
  };
}

function* factors(program: NcProgram, name: string, unit: UnitReference): Generator<FactorRecord> {
  const factor = (label: string, value: string): FactorRecord => ({
    record: "factor",
    key: `${name}/${label}`,
    unit,
    factor: label,
    value,
  });
  yield factor("NC program", name);
  for (const tool of program.tools) {
    if (tool.speeds.length > 0) yield factor(`Spindle speed ${toolLabel(tool)}`, speedText(tool));
    const feed = maximumFeed(tool);
    if (feed !== undefined) yield factor(`Feed ${toolLabel(tool)}`, `${feed.value} ${feed.uom}`);
  }
}

/**
 * The name a person would use. The comment beside the O word is the programmer's; the file's name wins where it says
 * a serial and the comment says none, or another (files are what is sent to the machine).
 */
function programName(program: NcProgram, fileName: string): { hint: ProgramHint; remark?: string } {
  const fromFile = hintFromProgram(fileName);
  const comment = program.comment;
  if (comment === undefined || !/[A-Za-z]/.test(comment) || /\s/.test(comment.trim()))
    return { hint: fromFile };
  const fromComment = hintFromProgram(comment);
  if (fromFile.serial === undefined && fromComment.serial !== undefined) return { hint: fromComment };
  if (fromFile.serial === undefined || fromComment.serial === undefined) return { hint: fromFile };
  if (fromFile.serial === fromComment.serial) return { hint: fromFile };
  const remark = `The program calls itself ${fromComment.program}, but the file is named for serial ${fromFile.serial}: serial ${fromFile.serial} kept.`;
  return { hint: fromFile, remark };
}

function toolLabel(tool: NcTool): string {
  return tool.name === undefined ? `T${tool.number}` : `T${tool.number} (${tool.name})`;
}

function speedText(tool: NcTool): string {
  return `${tool.speeds.join(", ")} rpm`;
}

function feedText(tool: NcTool): string {
  return tool.feeds.map(({ value, uom }) => `${value} ${uom}`).join(", ");
}
