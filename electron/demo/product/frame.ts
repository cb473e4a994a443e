/** Right-handed placements: where a solid stands in its part, or an occurrence in its assembly. */
import type { Point3 } from "./brep.ts";

/** `z` and `x` are perpendicular unit directions. */
export interface Frame {
  readonly origin: Point3;
  readonly z: Point3;
  readonly x: Point3;
}

export const IDENTITY: Frame = { origin: [0, 0, 0], z: [0, 0, 1], x: [1, 0, 0] };

/** Moved without turning. */
export const moved = (x: number, y: number, z: number): Frame => ({ ...IDENTITY, origin: [x, y, z] });

/** Turned so that z looks along -z (half a turn about x), then moved. */
export const turnedOver = (x: number, y: number, z: number): Frame => ({
  origin: [x, y, z],
  z: [0, 0, -1],
  x: [1, 0, 0],
});

/** Turned about z by whole degrees, then moved. */
export const spun = (degrees: number, x: number, y: number, z: number): Frame => {
  const angle = (degrees * Math.PI) / 180;
  return { origin: [x, y, z], z: [0, 0, 1], x: [Math.cos(angle), Math.sin(angle), 0] };
};

/** z looks along `z`, x along `x`. */
export const facing = (origin: Point3, z: Point3, x: Point3): Frame => ({ origin, z, x });

export function yAxis({ z, x }: Frame): Point3 {
  return [z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]];
}

export function turnDirection(frame: Frame, [a, b, c]: Point3): Point3 {
  const y = yAxis(frame);
  return [
    frame.x[0] * a + y[0] * b + frame.z[0] * c,
    frame.x[1] * a + y[1] * b + frame.z[1] * c,
    frame.x[2] * a + y[2] * b + frame.z[2] * c,
  ];
}

export function movePoint(frame: Frame, point: Point3): Point3 {
  const [a, b, c] = turnDirection(frame, point);
  return [frame.origin[0] + a, frame.origin[1] + b, frame.origin[2] + c];
}
