/**
 * Which HID devices are 3D mice of 3Dconnexion: what the page asks for, and all that the window's shell lets
 * it have. Vendors as registered with usb.org; those under Logitech's number, which is also that of many
 * keyboards, are listed one by one as the maker's Linux driver lists them (spacenavd, src/dev_usb.c).
 */
export interface HidIdentity {
  readonly vendorId: number;
  readonly productId: number;
}

const MAKER = 0x256f;
const LOGITECH = 0x046d;
const UNDER_LOGITECH: readonly number[] = [
  0xc603, // SpaceMouse Plus XT
  0xc605, // CADman
  0xc606, // SpaceMouse Classic
  0xc621, // Spaceball 5000
  0xc623, // SpaceTraveler
  0xc625, // SpacePilot
  0xc626, // SpaceNavigator
  0xc627, // SpaceExplorer
  0xc628, // SpaceNavigator for Notebooks
  0xc629, // SpacePilot Pro
  0xc62b, // SpaceMouse Pro
];

export function isSpaceMouse({ vendorId, productId }: HidIdentity): boolean {
  return vendorId === MAKER || (vendorId === LOGITECH && UNDER_LOGITECH.includes(productId));
}

/** Generic desktop, multi-axis controller (HID Usage Tables 1.5, section 4). */
const AXES = { usagePage: 0x01, usage: 0x08 } as const;

/** For `navigator.hid.requestDevice`. */
export const SPACE_MOUSE_FILTERS = [
  { vendorId: MAKER, ...AXES },
  ...UNDER_LOGITECH.map((productId) => ({ vendorId: LOGITECH, productId, ...AXES })),
] as const;
