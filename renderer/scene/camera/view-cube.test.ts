import { Matrix4, Vector3 } from "three";
import { describe, expect, test } from "vitest";
import { THEMES } from "../../theme/tokens.ts";
import { STANDARD_VIEWS, VIEW_ANGLES, type StandardView } from "./camera-fit.ts";
import { basisOf } from "./orbit.ts";
import { createViewCube, SIZE } from "./view-cube.ts";

/** What the cube needs of an element, without a page. */
class PageElement extends EventTarget {
  readonly style: Record<string, string> = {};
  readonly dataset: Record<string, string> = {};
  readonly children: PageElement[] = [];
  textContent = "";
  removed = false;
  readonly ownerDocument = { createElement: () => new PageElement() };
  append(child: PageElement): void {
    this.children.push(child);
  }
  remove(): void {
    this.removed = true;
  }
}

const NAMES = Object.fromEntries(STANDARD_VIEWS.map((view) => [view, view.toUpperCase()])) as Record<
  StandardView,
  string
>;

function made(): {
  readonly cube: ReturnType<typeof createViewCube>;
  readonly frame: PageElement;
  readonly turned: PageElement;
  readonly button: (view: string) => PageElement;
  readonly clicked: StandardView[];
  readonly directions: (readonly number[])[];
} {
  const overlay = new PageElement();
  const clicked: StandardView[] = [];
  const directions: (readonly number[])[] = [];
  const cube = createViewCube(
    overlay as unknown as HTMLElement,
    NAMES,
    (view) => clicked.push(view),
    (direction) => directions.push(direction),
  );
  const [frame = new PageElement()] = overlay.children;
  const [turned = new PageElement()] = frame.children;
  const button = (view: string): PageElement => {
    const found = turned.children.find(({ dataset }) => dataset["view"] === view);
    if (found === undefined) throw new Error(`no face ${view}`);
    return found;
  };
  return { cube, frame, turned, button, clicked, directions };
}

/** A CSS transform as a matrix; x to the right, y down, z towards who looks (CSS Transforms 2). */
function matrixOf(transform: string): Matrix4 {
  const all = new Matrix4();
  for (const [, name = "", values = ""] of transform.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const numbers = values.split(",").map(Number.parseFloat);
    const [first = 0] = numbers;
    const angle = (first * Math.PI) / 180;
    if (name === "matrix3d") all.multiply(new Matrix4().fromArray(numbers));
    else if (name === "rotateX") all.multiply(new Matrix4().makeRotationX(angle));
    else if (name === "rotateY") all.multiply(new Matrix4().makeRotationY(angle));
    else if (name === "translateZ") all.multiply(new Matrix4().makeTranslation(0, 0, first));
    else throw new Error(`unknown transform ${name}`);
  }
  return all;
}

/** The face's way out of the cube and its text's way up, as CSS shows them. */
function shown(
  { turned, button }: ReturnType<typeof made>,
  view: string,
): { readonly out: Vector3; readonly up: Vector3 } {
  const matrix = matrixOf(turned.style["transform"] ?? "").multiply(
    matrixOf(button(view).style["transform"] ?? ""),
  );
  const origin = new Vector3().applyMatrix4(matrix);
  return {
    out: origin.clone().normalize(),
    up: new Vector3(0, -1, 0).applyMatrix4(matrix).sub(origin),
  };
}
const near = (a: Vector3, b: Vector3): void => expect(a.distanceTo(b)).toBeLessThan(1e-3);
const FACES = STANDARD_VIEWS.filter((view) => view !== "iso");

/** Outward direction of each side of the model, Z up, the front seen from -Y. */
const SIDES: Readonly<Record<string, readonly [number, number, number]>> = {
  front: [0, -1, 0],
  back: [0, 1, 0],
  left: [-1, 0, 0],
  right: [1, 0, 0],
  top: [0, 0, 1],
  bottom: [0, 0, -1],
};

describe("the cube", () => {
  test.each(FACES)("seen from the %s it shows that side, upright", (view) => {
    const all = made();
    all.cube.turn(VIEW_ANGLES[view]);
    const { out, up } = shown(all, view);
    near(out, new Vector3(0, 0, 1));
    near(up, new Vector3(0, -1, 0));
  });

  test("is turned as the model is, from any side, and never mirrored", () => {
    const all = made();
    for (let azimuth = -4; azimuth < 4; azimuth += 0.7) {
      for (let polar = 0; polar <= Math.PI; polar += 0.35) {
        all.cube.turn({ azimuth, polar });
        const { right, up, back } = basisOf({ azimuth, polar });
        for (const view of FACES) {
          const side = new Vector3(...(SIDES[view] ?? [0, 0, 0]));
          const place = [right, up, back].map((axis) => side.dot(new Vector3(...axis)));
          near(shown(all, view).out, new Vector3(place[0], -(place[1] ?? 0), place[2]));
        }
        expect(matrixOf(all.turned.style["transform"] ?? "").determinant()).toBeCloseTo(1, 3);
      }
    }
  });

  test("has a named face for every side, each of which leads to its view", () => {
    const all = made();
    for (const view of FACES) {
      expect(all.button(view).textContent).toBe(NAMES[view]);
      all.button(view).dispatchEvent(new Event("click"));
    }
    expect(all.clicked).toEqual(FACES);
  });

  test("edges and corners lead to the views from where they are", () => {
    const all = made();
    const found = new Set<string>();
    for (const view of FACES)
      for (const offsetX of [2, SIZE / 2, SIZE - 2])
        for (const offsetY of [2, SIZE / 2, SIZE - 2]) {
          if (offsetX === SIZE / 2 && offsetY === SIZE / 2) continue;
          const button = all.button(view);
          button.dispatchEvent(Object.assign(new Event("click"), { offsetX, offsetY }));
          // Where CSS shows that place of the face: x to the right, y down, z to the front.
          const { x, y, z } = new Vector3(offsetX - SIZE / 2, offsetY - SIZE / 2, 0).applyMatrix4(
            matrixOf(button.style["transform"] ?? ""),
          );
          const out = [x, -z, -y].map((value) => Math.round(value / (SIZE / 2)) + 0);
          const last = all.directions.at(-1) ?? [];
          expect(last.map((value) => value + 0)).toEqual(out);
          found.add(out.join());
        }
    // Twelve edges and eight corners, each met from every face that it is of.
    expect(found.size).toBe(20);
    expect(all.clicked).toEqual([]);
  });

  test("under the pointer a face shows what a click would be of", () => {
    const all = made();
    all.cube.setTheme(THEMES.dark);
    const button = all.button("front");
    const over = (offsetX: number, offsetY: number): Record<string, string> => {
      button.dispatchEvent(Object.assign(new Event("pointermove"), { offsetX, offsetY }));
      return { ...button.style };
    };
    expect(over(1, 1)).toMatchObject({ backgroundPosition: "0px 0px", backgroundSize: "10px 10px" });
    expect(over(SIZE / 2, SIZE - 1)["backgroundPosition"]).toBe(`10px ${SIZE - 10}px`);
    expect(over(SIZE / 2, SIZE / 2)["backgroundImage"]).toContain(THEMES.dark.accent);
    button.dispatchEvent(new Event("pointerleave"));
    expect(button.style["backgroundImage"]).toBe("none");
  });

  test("takes the theme's colours, and goes as a whole", () => {
    const all = made();
    all.cube.setTheme(THEMES.light);
    for (const view of FACES)
      expect(all.button(view).style).toMatchObject({ background: THEMES.light.raised });
    all.cube.dispose();
    expect(all.frame.removed).toBe(true);
  });
});
