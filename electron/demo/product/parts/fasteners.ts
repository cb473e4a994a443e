/** Bought fasteners: under-head plane at z = 0, shank along -z. */
import type { PartDefinition, Rgb } from "../item.ts";
import { circle, hexagon, path, type Point2 } from "../profile.ts";
import { prism, ring, turned, type Solid } from "../solid.ts";
import { BLACK_OXIDE, BRIGHT_STEEL, ZINC } from "./colours.ts";

/** ISO 4762 hexagon socket head cap screw; threads are not modelled. */
function capScrew(diameter: number, length: number, headDiameter: number, socket: number): Solid {
  const [radius, head, bevel] = [diameter / 2, headDiameter / 2, diameter / 10];
  return turned(
    [
      [-length, radius - bevel],
      [bevel - length, radius],
      [0, radius],
      [0, head],
      [diameter - bevel, head],
      [diameter, head - bevel],
    ],
    { top: [{ kind: "pocket", profile: hexagon(socket), steps: [{ distance: diameter / 2 }] }] },
  );
}

const part = (number: string, name: string, colour: Rgb, solid: Solid): PartDefinition => ({
  number,
  name,
  revision: "A",
  bodies: [{ solid, colour }],
});

export const SCREW_M4 = part("30-0041", "Cap screw M4x10", BLACK_OXIDE, capScrew(4, 10, 7, 3));
export const SCREW_M5 = part("30-0051", "Cap screw M5x16", BLACK_OXIDE, capScrew(5, 16, 8.5, 4));
export const SCREW_M6 = part("30-0061", "Cap screw M6x20", BLACK_OXIDE, capScrew(6, 20, 10, 5));
export const SCREW_M8 = part("30-0081", "Cap screw M8x40", BLACK_OXIDE, capScrew(8, 40, 13, 6));

/** ISO 4017 hexagon head screw M8 x 30. */
export const HEX_BOLT_M8 = part("30-0085", "Hex bolt M8x30", ZINC, {
  sections: [
    { z: -30, profile: circle(3.2) },
    { z: -29.2, profile: circle(4) },
    { z: 0, profile: circle(4) },
    { z: 0, profile: circle(5.8) },
    { z: 0.4, profile: circle(5.8) },
    { z: 0.4, profile: hexagon(13) },
    { z: 5.3, profile: hexagon(13) },
  ],
  top: [{ kind: "boss", profile: circle(5.6), steps: [{ distance: 0.25, profile: circle(5.2) }] }],
});

export const WASHER_M6 = part("30-0091", "Washer M6", ZINC, ring(6, 3.2, 0, 1.6, 0.2));
export const WASHER_M8 = part("30-0093", "Washer M8", ZINC, ring(8, 4.2, 0, 1.6, 0.2));
export const DOWEL_PIN = part(
  "30-0110",
  "Dowel pin 6x24",
  BRIGHT_STEEL,
  turned([
    [0, 2.4],
    [0.6, 3],
    [23.4, 3],
    [24, 2.4],
  ]),
);

/** DIN 471 retaining ring for a 30 mm shaft, open at its top. */
function openRing(inner: number, outer: number, gap: number): Solid {
  const half = gap / 2;
  const on = (radius: number, side: number): Point2 => [
    side * half,
    Math.sqrt(radius * radius - half * half),
  ];
  const profile = path(on(outer, -1), { to: on(outer, 1), centre: [0, 0], ccw: true }, on(inner, 1), {
    to: on(inner, -1),
    centre: [0, 0],
    ccw: false,
  });
  return prism(profile, 0, 1.5);
}
export const RETAINING_RING = part("30-0205", "Retaining ring 30", BLACK_OXIDE, openRing(14.6, 18.2, 7));
