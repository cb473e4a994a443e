/** Which buttons and keys turn, move and zoom the view, as in the CAD systems that engineers know. */

export const MOUSE_PRESETS = ["solidworks", "nx", "fusion", "freecad", "onshape"] as const;
export type MousePreset = (typeof MOUSE_PRESETS)[number];

export type Gesture = "rotate" | "pan" | "zoom";

/** A person's own choice: a drag per gesture, for example `middle-ctrl`. */
export type MouseDrags = Readonly<Record<Gesture, string>>;

/** Where a person begins: as SolidWorks has it. */
export const OWN_DRAGS = { rotate: "middle", pan: "middle-ctrl", zoom: "middle-shift" } as const;

export interface PressedButtons {
  /** MouseEvent.buttons: 1 left, 2 right, 4 middle. */
  readonly buttons: number;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** The press began on empty space: there the left button may turn the view, as there is nothing to pick. */
  readonly onEmpty: boolean;
}

const LEFT = 1;
const RIGHT = 2;
const MIDDLE = 4;

interface Rule {
  readonly buttons: number;
  readonly key?: "ctrl" | "shift" | "alt";
  /** Held as well. */
  readonly also?: "shift";
  readonly gesture: Gesture;
}

const RULES: Readonly<Record<MousePreset, readonly Rule[]>> = {
  solidworks: [
    { buttons: MIDDLE, key: "ctrl", gesture: "pan" },
    { buttons: MIDDLE, key: "shift", gesture: "zoom" },
    { buttons: MIDDLE, gesture: "rotate" },
  ],
  nx: [
    { buttons: MIDDLE | RIGHT, gesture: "pan" },
    { buttons: MIDDLE | LEFT, gesture: "zoom" },
    { buttons: MIDDLE, key: "shift", gesture: "pan" },
    { buttons: MIDDLE, key: "ctrl", gesture: "zoom" },
    { buttons: MIDDLE, gesture: "rotate" },
  ],
  fusion: [
    { buttons: MIDDLE, key: "shift", gesture: "rotate" },
    { buttons: MIDDLE, key: "ctrl", gesture: "zoom" },
    { buttons: MIDDLE, gesture: "pan" },
  ],
  // FreeCAD's "CAD" navigation: middle pans, middle with left or right turns; without a middle button right with keys.
  freecad: [
    { buttons: MIDDLE | LEFT, gesture: "rotate" },
    { buttons: MIDDLE | RIGHT, gesture: "rotate" },
    { buttons: MIDDLE, key: "shift", gesture: "rotate" },
    { buttons: MIDDLE, key: "ctrl", gesture: "zoom" },
    { buttons: MIDDLE, gesture: "pan" },
    { buttons: RIGHT, key: "ctrl", also: "shift", gesture: "zoom" },
    { buttons: RIGHT, key: "ctrl", gesture: "pan" },
    { buttons: RIGHT, key: "shift", gesture: "rotate" },
  ],
  onshape: [
    { buttons: RIGHT, key: "ctrl", gesture: "pan" },
    { buttons: RIGHT, gesture: "rotate" },
    { buttons: MIDDLE, gesture: "pan" },
  ],
};

const BUTTONS: Readonly<Record<string, number>> = { left: LEFT, right: RIGHT, middle: MIDDLE };
const KEYS = ["ctrl", "shift", "alt"] as const;

/** Those with a key go first: without one a rule fits whatever is held. */
function ownRules(drags: MouseDrags): readonly Rule[] {
  return (["rotate", "pan", "zoom"] as const)
    .map((gesture): Rule => {
      const words = drags[gesture].split("-");
      const key = KEYS.find((one) => words.includes(one));
      const buttons = words.reduce((sum, word) => sum | (BUTTONS[word] ?? 0), 0);
      return { buttons, gesture, ...(key === undefined ? {} : { key }) };
    })
    .toSorted((a, b) => Number(b.key !== undefined) - Number(a.key !== undefined));
}

/** For trackpads, under every preset: the left button on empty space, and the right one where it has no other use. */
const EVERYWHERE: readonly Rule[] = [
  { buttons: RIGHT, key: "ctrl", gesture: "zoom" },
  { buttons: RIGHT, gesture: "pan" },
];
const ON_EMPTY: readonly Rule[] = [
  { buttons: LEFT, key: "ctrl", gesture: "pan" },
  { buttons: LEFT, key: "shift", gesture: "pan" },
  { buttons: LEFT, key: "alt", gesture: "zoom" },
  { buttons: LEFT, gesture: "rotate" },
];

/** What a drag with these buttons does; the same drag may change its gesture as buttons and keys change. */
export function gestureOf(preset: MousePreset | MouseDrags, pressed: PressedButtons): Gesture | undefined {
  const fits = (rule: Rule): boolean =>
    rule.buttons === pressed.buttons &&
    (rule.key === undefined || pressed[rule.key]) &&
    (rule.also === undefined || pressed[rule.also]);
  const rules = typeof preset === "string" ? RULES[preset] : ownRules(preset);
  return [...rules, ...EVERYWHERE, ...(pressed.onEmpty ? ON_EMPTY : [])].find(fits)?.gesture;
}
