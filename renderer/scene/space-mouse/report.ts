/**
 * Reports of a 3D mouse: six axes and buttons. Two kinds of devices are about: older ones send movement and
 * rotation as reports 1 and 2, three axes each, newer and wireless ones all six as report 1. Signed 16 bits,
 * least byte first, about ±350 at the stop. Report 3 holds the buttons, a bit each. Others (23: battery) are
 * left alone. Bytes recorded from devices are in report.test.ts.
 */

/** −1…1 each. As the cap is moved: to the right, away from the hand, upwards; turned about those. */
export interface CapAxes {
  readonly right: number;
  readonly away: number;
  readonly up: number;
  /** Forwards, as a nod. */
  readonly nod: number;
  /** To the right side, as a head is laid. */
  readonly lean: number;
  /** Clockwise from above. */
  readonly twist: number;
}

export type SpaceMouseReport =
  | { readonly type: "axes"; readonly axes: Partial<CapAxes> }
  | { readonly type: "buttons"; readonly pressed: readonly number[] };

const STOP = 350;

/** @param data without the number of the report, as WebHID gives it; undefined: nothing of ours, or cut short */
export function readReport(reportId: number, data: DataView): SpaceMouseReport | undefined {
  if (reportId === 1 && data.byteLength >= 12)
    return { type: "axes", axes: { ...movement(data, 0), ...rotation(data, 6) } };
  if (reportId === 1 && data.byteLength >= 6) return { type: "axes", axes: movement(data, 0) };
  if (reportId === 2 && data.byteLength >= 6) return { type: "axes", axes: rotation(data, 0) };
  if (reportId === 3 && data.byteLength >= 1) return { type: "buttons", pressed: buttons(data) };
  return undefined;
}

/** The device counts x to the right, y to the hand, z downwards. */
function movement(data: DataView, at: number): Pick<CapAxes, "right" | "away" | "up"> {
  return { right: axis(data, at), away: -axis(data, at + 2), up: -axis(data, at + 4) };
}

function rotation(data: DataView, at: number): Pick<CapAxes, "nod" | "lean" | "twist"> {
  return { nod: -axis(data, at), lean: -axis(data, at + 2), twist: axis(data, at + 4) };
}

function axis(data: DataView, at: number): number {
  const value = data.getInt16(at, true) / STOP;
  // Not −0.
  return Math.max(-1, Math.min(1, value)) + 0;
}

/** From 1. */
function buttons(data: DataView): readonly number[] {
  const pressed: number[] = [];
  for (let bit = 0; bit < Math.min(data.byteLength, 6) * 8; bit++)
    if ((data.getUint8(bit >> 3) >> (bit & 7)) & 1) pressed.push(bit + 1);
  return pressed;
}
