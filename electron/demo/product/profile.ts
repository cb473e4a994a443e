/** Closed planar profiles of lines and circular arcs, in mm, counter-clockwise. */
export type Point2 = readonly [x: number, y: number];

/** A straight line, or (with a centre) an arc; `ccw` tells which way round the centre it runs. */
export interface Segment {
  readonly from: Point2;
  readonly to: Point2;
  readonly arc?: { readonly centre: Point2; readonly ccw: boolean };
}

export type Profile = readonly Segment[];

/** One corner of a path: a point, and for an arc that ends there its centre and turn. */
type Step =
  | readonly [x: number, y: number]
  | { readonly to: Point2; readonly centre: Point2; readonly ccw: boolean };

/** Profile from its steps; the last step closes at the first step's point, which must be a plain point. */
export function path(start: Point2, ...steps: readonly Step[]): Profile {
  const segments: Segment[] = [];
  let from = start;
  for (const step of steps) {
    const segment: Segment =
      "to" in step ? { from, to: step.to, arc: { centre: step.centre, ccw: step.ccw } } : { from, to: step };
    segments.push(segment);
    from = segment.to;
  }
  if (distance(from, start) > 1e-9) segments.push({ from, to: start });
  return segments;
}

/** Two half circles: kernels like no edge that closes on itself. */
export function circle(radius: number, centre: Point2 = [0, 0]): Profile {
  const [x, y] = centre;
  const right: Point2 = [x + radius, y];
  return path(right, { to: [x - radius, y], centre, ccw: true }, { to: right, centre, ccw: true });
}

export function rectangle(width: number, height: number, centre: Point2 = [0, 0]): Profile {
  const [x, y] = centre;
  const [w, h] = [width / 2, height / 2];
  return path([x - w, y - h], [x + w, y - h], [x + w, y + h], [x - w, y + h]);
}

export function roundedRectangle(
  width: number,
  height: number,
  radius: number,
  centre: Point2 = [0, 0],
): Profile {
  const [x, y] = centre;
  const [w, h, r] = [width / 2, height / 2, radius];
  return path(
    [x - w + r, y - h],
    [x + w - r, y - h],
    { to: [x + w, y - h + r], centre: [x + w - r, y - h + r], ccw: true },
    [x + w, y + h - r],
    { to: [x + w - r, y + h], centre: [x + w - r, y + h - r], ccw: true },
    [x - w + r, y + h],
    { to: [x - w, y + h - r], centre: [x - w + r, y + h - r], ccw: true },
    [x - w, y - h + r],
    { to: [x - w + r, y - h], centre: [x - w + r, y - h + r], ccw: true },
  );
}

/** Two half circles round `a` and `b`, joined by their tangents; the radii may differ. */
export function hull(a: Point2, radiusA: number, b: Point2, radiusB: number): Profile {
  const length = distance(a, b);
  const along = Math.atan2(b[1] - a[1], b[0] - a[0]);
  const tilt = Math.acos((radiusA - radiusB) / length);
  const on = (centre: Point2, radius: number, angle: number): Point2 => [
    centre[0] + radius * Math.cos(angle),
    centre[1] + radius * Math.sin(angle),
  ];
  const [right, left] = [along - tilt, along + tilt];
  const start = on(a, radiusA, right);
  return path(
    start,
    on(b, radiusB, right),
    { to: on(b, radiusB, left), centre: b, ccw: true },
    on(a, radiusA, left),
    { to: start, centre: a, ccw: true },
  );
}

export const obround = (a: Point2, b: Point2, radius: number): Profile => hull(a, radius, b, radius);

/** Regular hexagon by its width across flats. */
export function hexagon(acrossFlats: number, centre: Point2 = [0, 0]): Profile {
  const radius = acrossFlats / Math.sqrt(3);
  const corners = Array.from({ length: 6 }, (_, i): Point2 => {
    const angle = (i * Math.PI) / 3;
    return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
  });
  const [first = centre, ...rest] = corners;
  return path(first, ...rest);
}

export function distance(a: Point2, b: Point2): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** Signed angle that an arc sweeps, radians; positive counter-clockwise. */
export function sweep({ from, to, arc }: Segment): number {
  if (arc === undefined) return 0;
  const [x, y] = arc.centre;
  const turn = Math.atan2(to[1] - y, to[0] - x) - Math.atan2(from[1] - y, from[0] - x);
  const whole = 2 * Math.PI;
  const positive = ((turn % whole) + whole) % whole;
  if (arc.ccw) return positive < 1e-9 ? whole : positive;
  return positive < 1e-9 ? -whole : positive - whole;
}

/** Enclosed area, mm² (Green's theorem); positive for a counter-clockwise profile. */
export function area(profile: Profile): number {
  let sum = 0;
  for (const segment of profile) {
    const { from, to, arc } = segment;
    if (arc === undefined) sum += (from[0] * to[1] - to[0] * from[1]) / 2;
    else {
      const [x, y] = arc.centre;
      const radius = distance(from, arc.centre);
      sum += (radius * radius * sweep(segment) + x * (to[1] - from[1]) - y * (to[0] - from[0])) / 2;
    }
  }
  return sum;
}

/** Unit normal to the outside (right of the direction of travel) at an end of a segment. */
function outward({ from, to, arc }: Segment, at: Point2): Point2 {
  if (arc !== undefined) {
    const radius = distance(at, arc.centre) * (arc.ccw ? 1 : -1);
    return [(at[0] - arc.centre[0]) / radius, (at[1] - arc.centre[1]) / radius];
  }
  const length = distance(from, to);
  return [(to[1] - from[1]) / length, (from[0] - to[0]) / length];
}

/** The profile moved inwards by `by` mm with the same segments. Corners at an arc must be tangent. */
export function inset(profile: Profile, by: number): Profile {
  const moved = profile.map((segment, i): Point2 => {
    const before = profile.at(i - 1) ?? segment;
    const a = outward(before, segment.from);
    const b = outward(segment, segment.from);
    const dot = a[0] * b[0] + a[1] * b[1];
    if (dot < 1 - 1e-9 && (before.arc !== undefined || segment.arc !== undefined))
      throw new Error("a corner at an arc is not tangent and can't be inset");
    const scale = by / (1 + dot);
    return [segment.from[0] - (a[0] + b[0]) * scale, segment.from[1] - (a[1] + b[1]) * scale];
  });
  return profile.map((segment, i): Segment => {
    const from = moved[i] ?? segment.from;
    const to = moved[(i + 1) % moved.length] ?? segment.to;
    return segment.arc === undefined ? { from, to } : { from, to, arc: segment.arc };
  });
}

/** Half-way between two profiles of the same segments. */
export function midway(a: Profile, b: Profile): Profile {
  const mean = (p: Point2, q: Point2): Point2 => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  return a.map((segment, i): Segment => {
    const other = b[i] ?? segment;
    const from = mean(segment.from, other.from);
    const to = mean(segment.to, other.to);
    return segment.arc === undefined ? { from, to } : { from, to, arc: segment.arc };
  });
}
