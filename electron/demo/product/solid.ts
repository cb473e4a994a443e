/**
 * Solids as sections along z with pockets and bosses on their end faces. One form covers prisms,
 * stepped shafts, rings, bolts and housings; every face is a plane, a cylinder or a cone.
 */
import { area, circle, inset, midway, type Point2, type Profile } from "./profile.ts";

/** Two neighbouring sections at one height make a flat shoulder, else a wall of equal segments. */
export interface Section {
  readonly z: number;
  readonly profile: Profile;
}

/** A pocket into an end face, or a boss on it. */
export interface Feature {
  readonly kind: "pocket" | "boss";
  /** Outline in the face that the feature starts from. */
  readonly profile: Profile;
  /** How it goes on: distances from that face, into the material (pocket) or away from it (boss). */
  readonly steps: readonly { readonly distance: number; readonly profile?: Profile }[];
  /** A pocket without a floor: it opens in the face of this label (`top`, `bottom` or a floor's). */
  readonly meets?: string;
  /** Label of the feature's own floor. */
  readonly label?: string;
  /** Name of its walls in the file, for example that of a toleranced bore. */
  readonly name?: string;
  readonly features?: readonly Feature[];
}

export interface Solid {
  /** From the lowest z to the highest. */
  readonly sections: readonly Section[];
  readonly top?: readonly Feature[];
  readonly bottom?: readonly Feature[];
}

/** Prism with chamfers of `edge` mm at both ends (0: sharp). */
export function prism(
  profile: Profile,
  from: number,
  to: number,
  features: Pick<Solid, "top" | "bottom"> & { readonly edge?: number } = {},
): Solid {
  const { edge = 0, ...rest } = features;
  const sharp: Section[] = [
    { z: from, profile },
    { z: to, profile },
  ];
  if (edge === 0) return { sections: sharp, ...rest };
  const small = inset(profile, edge);
  const sections = [
    { z: from, profile: small },
    { z: from + edge, profile },
    { z: to - edge, profile },
    { z: to, profile: small },
  ];
  return { sections, ...rest };
}

/** A body of revolution: [z, radius] from bottom to top. A ring has `bore` (radius). */
export function turned(
  steps: readonly (readonly [z: number, radius: number])[],
  features: Pick<Solid, "top" | "bottom"> = {},
): Solid {
  return { sections: steps.map(([z, radius]) => ({ z, profile: circle(radius) })), ...features };
}

/** Ring with chamfered outside and bore. Its bore opens at the bottom. */
export function ring(outer: number, bore: number, from: number, to: number, edge = 0.5): Solid {
  return turned(
    [
      [from, outer - edge],
      [from + edge, outer],
      [to - edge, outer],
      [to, outer - edge],
    ],
    { top: [bored([0, 0], bore, { chamfer: edge })] },
  );
}

/** Round through-hole from the face it is listed at to the face `meets` (default: the bottom). */
export function bored(
  centre: Point2,
  radius: number,
  options: { readonly chamfer?: number; readonly meets?: string; readonly name?: string } = {},
): Feature {
  const { chamfer = 0, meets = "bottom", name } = options;
  const named = name === undefined ? {} : { name };
  if (chamfer === 0) return { kind: "pocket", profile: circle(radius, centre), steps: [], meets, ...named };
  return {
    kind: "pocket",
    profile: circle(radius + chamfer, centre),
    steps: [{ distance: chamfer, profile: circle(radius, centre) }],
    meets,
    ...named,
  };
}

/** Blind round hole. */
export function drilled(centre: Point2, radius: number, depth: number): Feature {
  return { kind: "pocket", profile: circle(radius, centre), steps: [{ distance: depth }] };
}

/** Through-hole with a counterbore for a screw head. */
export function counterbored(
  centre: Point2,
  radius: number,
  head: number,
  depth: number,
  meets = "bottom",
): Feature {
  return {
    kind: "pocket",
    profile: circle(head, centre),
    steps: [{ distance: depth }, { distance: depth, profile: circle(radius, centre) }],
    meets,
  };
}

/** Volume in mm³, exact: a section's area is a quadratic in z, so Simpson's rule has no error. */
export function volume(solid: Solid): number {
  const heights = new Map<string, number>();
  const bottom = solid.sections[0]?.z ?? 0;
  const top = solid.sections.at(-1)?.z ?? 0;
  heights.set("bottom", bottom).set("top", top);
  const between = (a: Section, b: Section): number =>
    a.z === b.z
      ? 0
      : (Math.abs(b.z - a.z) / 6) *
        (area(a.profile) + 4 * area(midway(a.profile, b.profile)) + area(b.profile));
  const along = (sections: readonly Section[]): number =>
    sections.reduce(
      (sum, section, i) => sum + (i === 0 ? 0 : between(sections[i - 1] ?? section, section)),
      0,
    );

  const label = (features: readonly Feature[], z: number, normal: number): void => {
    for (const feature of features) {
      const direction = feature.kind === "boss" ? normal : -normal;
      const end = z + direction * (feature.steps.at(-1)?.distance ?? 0);
      if (feature.label !== undefined) heights.set(feature.label, end);
      label(feature.features ?? [], end, normal);
    }
  };
  label(solid.top ?? [], top, 1);
  label(solid.bottom ?? [], bottom, -1);

  const added = (features: readonly Feature[], z: number, normal: number): number =>
    features.reduce((sum, feature) => {
      const sections = featureSections(feature, z, normal, heights);
      const end = sections.at(-1)?.z ?? z;
      const own = along(sections) * (feature.kind === "boss" ? 1 : -1);
      return sum + own + added(feature.features ?? [], end, normal);
    }, 0);
  return along(solid.sections) + added(solid.top ?? [], top, 1) + added(solid.bottom ?? [], bottom, -1);
}

/** A feature's sections in absolute heights; one that `meets` a face ends there. */
export function featureSections(
  feature: Feature,
  z: number,
  normal: number,
  heights: ReadonlyMap<string, number>,
): readonly Section[] {
  const direction = feature.kind === "boss" ? normal : -normal;
  const sections: Section[] = [{ z, profile: feature.profile }];
  let profile = feature.profile;
  for (const step of feature.steps) {
    profile = step.profile ?? profile;
    sections.push({ z: z + direction * step.distance, profile });
  }
  if (feature.meets !== undefined) {
    const end = heights.get(feature.meets);
    if (end === undefined) throw new Error(`no face is labelled ${feature.meets}`);
    sections.push({ z: end, profile });
  }
  return sections;
}
