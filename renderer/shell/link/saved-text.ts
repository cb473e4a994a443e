/** A view as the text that is kept under a name; those of before, which held the 3D view alone, are read too. */
import * as v from "valibot";
import { LONGEST_VIEWPOINT, readViewpoint, type Viewpoint } from "../../state/viewpoint-format.ts";
import { fitView, viewSchema, type LinkedView } from "./linked-view.ts";

/** Viewpoints of the 3D view alone are version 2 (viewpoint-format.ts). */
const savedSchema = v.object({ version: v.literal(3), view: viewSchema });

/** Undefined: it is too long. */
export function writeSaved(view: LinkedView): string | undefined {
  const text = (of: LinkedView): string => JSON.stringify({ version: 3, view: of });
  const fitting = fitView(view, (of) => text(of).length <= LONGEST_VIEWPOINT);
  return fitting === undefined ? undefined : text(fitting);
}

/** Undefined for what this version can't read. */
export function readSaved(text: string): LinkedView | undefined {
  const before = readViewpoint(text);
  if (before !== undefined) return viewOf(before);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(savedSchema, value);
  return parsed.success ? parsed.output.view : undefined;
}

/** A view of before: filters, table and lanes were not in it, and stay as they are. */
function viewOf({ version: _version, partNumber, unit, event, window, ...viewpoint }: Viewpoint): LinkedView {
  const { characteristic, scope, colouring, ...scene } = viewpoint;
  return {
    ...(partNumber === undefined ? {} : { part: partNumber }),
    ...(unit === undefined ? {} : { unit: known(unit) }),
    ...(event === undefined ? {} : { event }),
    ...(window === undefined ? {} : { brush: window }),
    ...(characteristic === undefined ? {} : { characteristic }),
    ...(colouring === undefined ? {} : { colouring }),
    ...(scene.camera === undefined ? {} : { scene }),
    scope,
  };
}

function known({
  partNumber,
  serial,
  lot,
  position,
  sourceId,
}: NonNullable<Viewpoint["unit"]>): NonNullable<LinkedView["unit"]> {
  return {
    partNumber,
    ...(serial === undefined ? {} : { serial }),
    ...(lot === undefined ? {} : { lot }),
    ...(position === undefined ? {} : { position }),
    ...(sourceId === undefined ? {} : { sourceId }),
  };
}
