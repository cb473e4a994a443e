/** What the 3D view draws, pixel by pixel: ghosts before and behind each other, cut faces, screens of any density. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleScenePage } from "../bench/groups/scene.ts";
import { launchBrowser } from "./browser.ts";
import type * as PixelPage from "./scene-pixels/page.ts";
import type { Whole } from "./scene-pixels/large.ts";
import type { Shot } from "./scene-pixels/page.ts";

type Bench = { readonly sceneBench: typeof PixelPage };
type Rgb = readonly [number, number, number];

let browser: Browser;
let script: string;
beforeAll(async () => {
  browser = await launchBrowser();
  script = await bundleScenePage(join(import.meta.dirname, "scene-pixels/page.ts"));
});
afterAll(async () => {
  await browser.close();
});

async function open(without: readonly string[] = [], options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    const lacks = without.some((name) => message.text().includes(`${name} extension not supported`));
    // Without a graphics card the browser says that it waits for the picture that it takes from the canvas itself.
    const waits = message.text().endsWith("GPU stall due to ReadPixels");
    if (/error|warning/.test(message.type()) && !lacks && !waits) errors.push(message.text());
  });
  await page.addScriptTag({ content: script });
  await page.evaluate(async (names) => {
    const { sceneBench } = window as unknown as Bench;
    sceneBench.hideExtensions(names);
    await sceneBench.open();
  }, without);
  expect(errors).toEqual([]);
  return page;
}

const colour = (page: Page, shot: Shot): Promise<Rgb> =>
  page.evaluate((asked) => (window as unknown as Bench).sceneBench.colour(asked), shot);

/** One over the other, as paint would be: alpha from how it looks over the ground alone. */
function over(front: Rgb, back: Rgb, ground: Rgb, alpha: number): Rgb {
  const own = (channel: number): number =>
    ((front[channel] ?? 0) - (ground[channel] ?? 0) * (1 - alpha)) / alpha;
  return [0, 1, 2].map((channel) => own(channel) * alpha + (back[channel] ?? 0) * (1 - alpha)) as never;
}

const redness = ([red, , blue]: Rgb): number => red - blue;
const distance = (a: Rgb, b: Rgb): number =>
  Math.max(...a.map((value, at) => Math.abs(value - (b[at] ?? 0))));

const [RED, BLUE, PIN] = [1, 2, 3] as const;
/** From the front the red plate is nearer, from the back the blue one. */
const VIEWS = [
  { azimuth: 0, nearer: "red" },
  { azimuth: 0.35, nearer: "red" },
  { azimuth: -0.35, nearer: "red" },
  { azimuth: Math.PI, nearer: "blue" },
  { azimuth: Math.PI + 0.35, nearer: "blue" },
  { azimuth: Math.PI - 0.35, nearer: "blue" },
] as const;

describe("ghosts", () => {
  test.each(["perspective", "orthographic"] as const)(
    "the nearer one lies over the farther one from every side, %s",
    async (projection) => {
      const page = await open();
      for (const { azimuth, nearer } of VIEWS) {
        const take = (ghosts: readonly number[], hidden: readonly number[]): Promise<Rgb> =>
          colour(page, { ghosts, hidden: [...hidden, PIN], azimuth, projection });
        const ground = await take([], [RED, BLUE]);
        const red = await take([RED], [BLUE]);
        const blue = await take([BLUE], [RED]);
        const both = await take([RED, BLUE], []);
        // Four layers of 0.16 × 0.35 each: a plate has a front and a back.
        const alpha = 1 - (1 - 0.16 * 0.35) ** 2;
        const right = nearer === "red" ? over(red, blue, ground, alpha) : over(blue, red, ground, alpha);
        const wrong = nearer === "red" ? over(blue, red, ground, alpha) : over(red, blue, ground, alpha);
        expect(distance(both, right), `${azimuth}: like paint`).toBeLessThan(10);
        const order = Math.sign(redness(right) - redness(wrong));
        expect(order).toBe(nearer === "red" ? 1 : -1);
        expect((redness(both) - redness(wrong)) * order, `${azimuth}: in this order`).toBeGreaterThan(0);
      }
    },
  );

  test("stand behind solid parts and cut faces, and before what is behind them", async () => {
    const page = await open();
    const azimuth = 0;
    const alone = await colour(page, { ghosts: [], hidden: [BLUE, PIN], azimuth });
    const covered = await colour(page, { ghosts: [BLUE], hidden: [PIN], azimuth });
    expect(distance(covered, alone)).toBeLessThan(1.5);
    const tinted = await colour(page, { ghosts: [RED], hidden: [PIN], azimuth });
    const behind = await colour(page, { ghosts: [], hidden: [RED, PIN], azimuth });
    expect(redness(tinted)).toBeGreaterThan(redness(behind) + 3);
    // The plane cuts the red plate open: its cut face covers the blue ghost as its face did.
    const section = [{ normal: [0, -1, 0] as const, offset: 20 }];
    const cut = await colour(page, { ghosts: [], hidden: [BLUE, PIN], azimuth, section });
    const cutBefore = await colour(page, { ghosts: [BLUE], hidden: [PIN], azimuth, section });
    expect(redness(cut)).toBeGreaterThan(30);
    expect(distance(cutBefore, cut)).toBeLessThan(1.5);
  });

  test("are seen where half floats can't be drawn into", async () => {
    const page = await open(["EXT_color_buffer_float", "EXT_color_buffer_half_float", "EXT_float_blend"]);
    const azimuth = 0;
    const ground = await colour(page, { ghosts: [], hidden: [RED, BLUE, PIN], azimuth });
    const red = await colour(page, { ghosts: [RED], hidden: [BLUE, PIN], azimuth });
    expect(redness(red)).toBeGreaterThan(redness(ground) + 5);
  });
});

describe("a part that is transparent in its file", () => {
  const HALF = 0.5;
  const glass = async (opacity = HALF): Promise<Page> => {
    const page = await open();
    await page.evaluate((value) => (window as unknown as Bench).sceneBench.setOpacity(value), opacity);
    return page;
  };
  const azimuth = 0;

  test("lets through what its file says, and nothing that stands before it", async () => {
    const page = await glass();
    const take = (hidden: readonly number[], from = azimuth): Promise<Rgb> =>
      colour(page, { ghosts: [], hidden: [...hidden, PIN], azimuth: from });
    const ground = await take([RED, BLUE]);
    const red = await take([BLUE]);
    const blue = await take([RED]);
    expect(distance(await take([]), over(red, blue, ground, HALF))).toBeLessThan(10);
    expect(redness(red)).toBeGreaterThan(redness(ground) + 20);
    expect(distance(await take([], Math.PI), await take([RED], Math.PI))).toBeLessThan(1.5);
  });

  test("of whatever little opacity it is seen; as a ghost it is like others; and it is picked", async () => {
    const [none, opaque] = [await glass(0), await glass(1)];
    const alone = { hidden: [BLUE, PIN], azimuth };
    const ground = await colour(none, { ...alone, ghosts: [], hidden: [RED, BLUE, PIN] });
    expect(distance(await colour(none, { ...alone, ghosts: [] }), ground)).toBeGreaterThan(5);
    const ghost = await colour(none, { ...alone, ghosts: [RED] });
    expect(distance(ghost, await colour(opaque, { ...alone, ghosts: [RED] }))).toBeLessThan(1.5);
    await colour(none, { ...alone, ghosts: [] });
    expect(await none.evaluate(() => (window as unknown as Bench).sceneBench.pickMiddle())).toBe(RED);
  });

  test("is cut open as others are", async () => {
    const shot = {
      ghosts: [],
      hidden: [BLUE, PIN],
      azimuth,
      section: [{ normal: [0, -1, 0] as const, offset: 20 }],
    };
    expect(distance(await colour(await glass(), shot), await colour(await glass(1), shot))).toBeLessThan(10);
  });
});

describe("faces that are transparent in their file, of an opaque part", () => {
  const azimuth = 0;
  const [FRONT, BACK] = [2, 3] as const;
  type Faces = Parameters<typeof PixelPage.setFaces>[0];
  const plate = async (faces: Faces): Promise<Page> => {
    const page = await open();
    await page.evaluate((colours) => (window as unknown as Bench).sceneBench.setFaces(colours), faces);
    return page;
  };
  const take = (page: Page, hidden: readonly number[], from = azimuth): Promise<Rgb> =>
    colour(page, { ghosts: [], hidden: [...hidden, PIN], azimuth: from });
  const red = (opacity: number): readonly [number, number, number, number] => [0.9, 0.1, 0.1, opacity];
  const green = (opacity: number): readonly [number, number, number, number] => [0.1, 0.9, 0.1, opacity];

  test("show what is behind them, each as much as its file says", async () => {
    const page = await plate({ [FRONT]: red(0.5), [BACK]: red(0.5) });
    const ground = await take(page, [RED, BLUE]);
    const alone = await take(page, [BLUE]);
    const blue = await take(page, [RED]);
    expect(distance(await take(page, []), over(alone, blue, ground, 0.75))).toBeLessThan(10);
    expect(distance(await take(page, [], Math.PI), await take(page, [RED], Math.PI))).toBeLessThan(1.5);
    // Through the side of the plate, which is opaque, nothing shines.
    const side = Math.PI / 2;
    const solid = await plate({});
    expect(distance(await take(page, [], side), await take(solid, [], side))).toBeLessThan(1.5);
  });

  test("lie over the opaque ones behind them and behind those before them, from every side", async () => {
    const page = await plate({ [FRONT]: green(0.5) });
    const wall = await take(await plate({ [FRONT]: green(1) }), [BLUE]);
    const inside = await take(page, [BLUE]);
    const greenness = ([r, g]: Rgb): number => g - r;
    // Half of green over the red inside of the other wall, which hides all that is behind it.
    expect(greenness(inside)).toBeLessThan(greenness(wall) - 10);
    expect(greenness(inside)).toBeGreaterThan(greenness(await take(await plate({}), [BLUE])) + 10);
    expect(distance(await take(page, []), inside)).toBeLessThan(1.5);
    const behind = await take(page, [BLUE], Math.PI);
    expect(distance(behind, await take(await plate({}), [BLUE], Math.PI))).toBeLessThan(1.5);
  });

  test("lie in order with ghosts and with transparent parts", async () => {
    const page = await plate({ [FRONT]: red(0.5), [BACK]: red(0.5) });
    const shot = (ghosts: readonly number[], hidden: readonly number[], from: number): Promise<Rgb> =>
      colour(page, { ghosts, hidden: [...hidden, PIN], azimuth: from });
    for (const from of [0, Math.PI]) {
      const ground = await shot([], [RED, BLUE], from);
      const window = await shot([], [BLUE], from);
      const ghost = await shot([BLUE], [RED], from);
      const both = await shot([BLUE], [], from);
      const ghostAlpha = 1 - (1 - 0.16 * 0.35) ** 2;
      const right = from === 0 ? over(window, ghost, ground, 0.75) : over(ghost, window, ground, ghostAlpha);
      expect(distance(both, right), `${from}`).toBeLessThan(12);
    }
  });

  test("are picked, cut open as others, ghosts with their part, and let through in a picture without ground", async () => {
    const faces = { [FRONT]: red(0.2), [BACK]: red(0.2) };
    const [page, solid] = [await plate(faces), await plate({})];
    await take(page, []);
    const picked = await page.evaluate(() => {
      const { sceneBench } = window as unknown as Bench;
      return [sceneBench.pickMiddle(), sceneBench.pickFaceInTheMiddle()];
    });
    expect(picked).toEqual([RED, FRONT]);
    const section = [{ normal: [0, -1, 0] as const, offset: 20 }];
    const cut = { ghosts: [], hidden: [BLUE, PIN], azimuth, section };
    expect(distance(await colour(page, cut), await colour(solid, cut))).toBeLessThan(10);
    const ghost = { ghosts: [RED], hidden: [BLUE, PIN], azimuth };
    // A ghost has its own opacity; the colour of its faces is calmed as the part's own is.
    expect(distance(await colour(page, ghost), await colour(solid, ghost))).toBeLessThan(1.5);
    const cover = (of: Page): Promise<number> =>
      of.evaluate((shot) => (window as unknown as Bench).sceneBench.cover(shot), {
        ghosts: [],
        hidden: [BLUE, PIN],
        azimuth,
      });
    expect(await cover(solid)).toBeCloseTo(255, 0);
    expect(Math.abs((await cover(page)) - 255 * (1 - 0.8 ** 2))).toBeLessThan(12);
  });
});

describe("a part that has curves alone", () => {
  test("is drawn in its own colour, hidden, and a ghost like others; there is no face of it to be picked", async () => {
    const page = await open();
    await page.evaluate(() => (window as unknown as Bench).sceneBench.setWire());
    const take = (hidden: readonly number[], ghosts: readonly number[] = []): Promise<Rgb> =>
      colour(page, { ghosts, hidden: [...hidden, PIN], azimuth: 0, projection: "orthographic" });
    const ground = await take([RED, BLUE]);
    const wire = await take([BLUE]);
    expect(redness(wire)).toBeGreaterThan(redness(ground) + 10);
    const ghost = await take([BLUE], [RED]);
    expect(distance(ghost, ground)).toBeGreaterThan(2);
    expect(redness(ghost)).toBeLessThan(redness(wire) - 5);
    // It covers what is behind it, and a ray goes on to that.
    expect(redness(await take([]))).toBeGreaterThan(redness(await take([RED])) + 10);
    expect(await page.evaluate(() => (window as unknown as Bench).sceneBench.pickMiddle())).toBe(BLUE);
  });
});

describe("curves of several colours", () => {
  const greenness = ([r, g]: Rgb): number => g - r;
  const lined = async (where: "alone" | "before"): Promise<Page> => {
    const page = await open();
    await page.evaluate((how) => (window as unknown as Bench).sceneBench.setLines(how), where);
    return page;
  };
  const take = (page: Page, x: number): Promise<Rgb> =>
    colour(page, {
      ghosts: [],
      hidden: [BLUE, PIN],
      azimuth: 0,
      at: [x, 0.5],
      projection: "orthographic",
    });

  test("have each their own, those that state none their part's, and all the accent where it is selected", async () => {
    const page = await lined("alone");
    const [green, red] = [await take(page, 0.42), await take(page, 0.58)];
    expect(greenness(green)).toBeGreaterThan(10);
    expect(greenness(red)).toBeLessThan(-10);
    await page.evaluate((node) => (window as unknown as Bench).sceneBench.select([node]), RED);
    const [left, right] = [await take(page, 0.42), await take(page, 0.58)];
    expect(distance(left, right)).toBeLessThan(4);
    expect(distance(left, green)).toBeGreaterThan(10);
  });

  test("stand before a face of their part, in their colour or in one that stands out from the ground", async () => {
    const page = await lined("before");
    const [green, plain] = [await take(page, 0.42), await take(page, 0.58)];
    expect(greenness(green)).toBeGreaterThan(10);
    expect(Math.abs(greenness(plain))).toBeLessThan(greenness(green) / 2);
    expect(redness(plain)).toBeLessThan(20);
  });
});

describe("vertices that have colours", () => {
  const GREEN = [0.1, 0.9, 0.1, 1] as const;
  const CRIMSON = [0.9, 0.1, 0.1, 1] as const;
  const scanned = async (opacity: number): Promise<Page> => {
    const page = await open();
    await page.evaluate(
      ([left, right, share]) => (window as unknown as Bench).sceneBench.setVertexColours(left, right, share),
      [CRIMSON, GREEN, opacity] as const,
    );
    return page;
  };
  const greenness = ([r, g]: Rgb): number => g - r;
  const take = (page: Page, x: number, hidden: readonly number[] = [BLUE]): Promise<Rgb> =>
    colour(page, { ghosts: [], hidden: [...hidden, PIN], azimuth: 0, at: [x, 0.5] });

  test("shade a face from one to the next", async () => {
    const page = await scanned(1);
    const [left, middle, right] = [await take(page, 0.4), await take(page, 0.5), await take(page, 0.6)];
    expect(greenness(left)).toBeLessThan(-10);
    expect(greenness(right)).toBeGreaterThan(10);
    expect(greenness(middle)).toBeGreaterThan(greenness(left) + 5);
    expect(greenness(middle)).toBeLessThan(greenness(right) - 5);
  });

  test("are as transparent as their face", async () => {
    const page = await scanned(0.5);
    const ground = await take(page, 0.6, [RED, BLUE]);
    const [alone, blue] = [await take(page, 0.6), await take(page, 0.6, [RED])];
    expect(greenness(alone)).toBeGreaterThan(greenness(ground) + 5);
    expect(distance(await take(page, 0.6, []), over(alone, blue, ground, 0.5))).toBeLessThan(10);
  });
});

describe("faces in colours that one occurrence alone gives them", () => {
  const [FRONT, BACK] = [2, 3] as const;
  const green = (opacity: number): readonly [number, number, number, number] => [0.1, 0.9, 0.1, opacity];
  const greenness = ([r, g]: Rgb): number => g - r;
  const plates = async (faces: Parameters<typeof PixelPage.setOccurrenceFaces>[0]): Promise<Page> => {
    const page = await open();
    await page.evaluate(
      (colours) => (window as unknown as Bench).sceneBench.setOccurrenceFaces(colours),
      faces,
    );
    return page;
  };

  test("have them there, and the other occurrence has its part's; it is picked and ghosted as its part", async () => {
    const page = await plates({ [BACK]: green(1) });
    const plain = await plates({});
    const from = (of: Page, hidden: readonly number[], azimuth: number): Promise<Rgb> =>
      colour(of, { ghosts: [], hidden: [...hidden, PIN], azimuth });
    expect(greenness(await from(page, [RED], Math.PI))).toBeGreaterThan(20);
    for (const [hidden, azimuth] of [
      [BLUE, Math.PI],
      [BLUE, 0],
      [RED, 0],
    ] as const)
      expect(
        distance(await from(page, [hidden], azimuth), await from(plain, [hidden], azimuth)),
      ).toBeLessThan(1.5);
    await from(page, [RED], Math.PI);
    const picked = await page.evaluate(() => {
      const { sceneBench } = window as unknown as Bench;
      return [sceneBench.pickMiddle(), sceneBench.pickFaceInTheMiddle()];
    });
    expect(picked).toEqual([BLUE, BACK]);
    const ghost = { ghosts: [BLUE], hidden: [RED, PIN], azimuth: Math.PI };
    expect(greenness(await colour(page, ghost))).toBeGreaterThan(greenness(await colour(plain, ghost)) + 1);
  });

  test("let through what is behind them where they are transparent, in that occurrence alone", async () => {
    const page = await plates({ [FRONT]: green(0.5), [BACK]: green(0.5) });
    const take = (hidden: readonly number[], azimuth: number): Promise<Rgb> =>
      colour(page, { ghosts: [], hidden: [...hidden, PIN], azimuth });
    const ground = await take([RED, BLUE], Math.PI);
    const window = await take([RED], Math.PI);
    const wall = await take([BLUE], Math.PI);
    expect(distance(await take([], Math.PI), over(window, wall, ground, 0.75))).toBeLessThan(10);
    expect(distance(await take([], 0), await take([BLUE], 0))).toBeLessThan(1.5);
  });
});

test("cut faces have their parts' colours also where only half floats can be added up", async () => {
  const azimuth = 0;
  const section = [{ normal: [0, -1, 0] as const, offset: 20 }];
  const shot = { ghosts: [], hidden: [PIN], azimuth, section };
  const fine = await colour(await open(), shot);
  const coarse = await colour(await open(["EXT_float_blend"]), shot);
  expect(redness(fine)).toBeGreaterThan(30);
  // 31 steps of a colour instead of 255.
  expect(distance(coarse, fine)).toBeLessThan(6);
});

test("where many parts go through each other, their cut face has the colours of all of them, none is dimmed", async () => {
  const page = await open();
  const section = [{ normal: [0, -1, 0] as const, offset: 20 }];
  const cut = async (count: number): Promise<Rgb> => {
    await page.evaluate((many) => (window as unknown as Bench).sceneBench.setMany(many), count);
    return colour(page, { ghosts: [], hidden: [], azimuth: 0, section });
  };
  const one = await cut(1);
  expect(redness(one)).toBeGreaterThan(30);
  for (const count of [3, 8, 24]) expect(distance(await cut(count), one), `${count} parts`).toBeLessThan(3);
});

test("after a lost graphics context ghosts and cut faces are as they were", async () => {
  const page = await open();
  const azimuth = 0;
  const section = [{ normal: [0, -1, 0] as const, offset: 20 }];
  const shots: readonly Shot[] = [
    { ghosts: [RED], hidden: [PIN], azimuth },
    { ghosts: [BLUE], hidden: [PIN], azimuth, section },
    { ghosts: [], hidden: [], azimuth: 0.35 },
  ];
  const before: Rgb[] = [];
  for (const shot of shots) before.push(await colour(page, shot));
  await page.evaluate(() => (window as unknown as Bench).sceneBench.loseContext());
  for (const [at, shot] of shots.entries())
    expect(distance(await colour(page, shot), before[at] ?? [0, 0, 0])).toBeLessThan(1);
  expect(redness(before[0] ?? [0, 0, 0])).not.toBe(redness(before[1] ?? [0, 0, 0]));
});

test("browsers that draw one run at a time draw the same picture", async () => {
  const azimuth = 0.35;
  const many = await open();
  const single = await open(["WEBGL_multi_draw"]);
  for (const shot of [
    { ghosts: [], hidden: [], azimuth },
    { ghosts: [RED], hidden: [], azimuth },
    { ghosts: [], hidden: [RED], azimuth, at: [0.45, 0.4] as const },
  ])
    expect(distance(await colour(single, shot), await colour(many, shot))).toBeLessThan(1.5);
});

describe("a large model without a graphics card", () => {
  test.each([
    ["plain", 1],
    ["ghosts", 1],
    ["selection", 1],
    ["section", 1],
    ["plain", 1.5],
  ] as const)(
    "drawn in portions beside the canvas is, pixel by pixel, what is drawn at once: %s, on a screen of %f pixels each",
    async (what, deviceScaleFactor) => {
      const page = await open([], { deviceScaleFactor });
      const take = (byProcessor: boolean): Promise<Whole> =>
        page.evaluate(([by, shown]) => (window as unknown as Bench).sceneBench.whole(by, shown), [
          byProcessor,
          what,
        ] as const);
      const atOnce = await take(false);
      const inPortions = await take(true);
      expect(atOnce.portions).toBe(0);
      expect(inPortions.portions).toBeGreaterThan(2);
      const differing = atOnce.pixels.filter((value, at) => value !== inPortions.pixels[at]).length;
      expect(differing).toBe(0);
      // More than the ground was drawn.
      expect(new Set(atOnce.pixels).size).toBeGreaterThan(50);
    },
  );
});

describe("density", () => {
  test.each([1, 1.5, 2])("a canvas on a screen of %f pixels each", async (deviceScaleFactor) => {
    const page = await open([], { deviceScaleFactor, viewport: { width: 400, height: 300 } });
    const { width, height, ratio } = await page.evaluate(() =>
      (window as unknown as Bench).sceneBench.density(),
    );
    expect(ratio).toBe(deviceScaleFactor);
    expect([width, height]).toEqual([200 * deviceScaleFactor, 200 * deviceScaleFactor]);
    expect(await page.evaluate(() => (window as unknown as Bench).sceneBench.pickMiddle())).toBeDefined();
  });

  test("changes while it is open, and back", async () => {
    const page = await open([], { deviceScaleFactor: 1, viewport: { width: 400, height: 300 } });
    const session = await page.context().newCDPSession(page);
    const width = (): Promise<number> =>
      page.evaluate(() => (window as unknown as Bench).sceneBench.density().width);
    const middle = await page.evaluate(() => (window as unknown as Bench).sceneBench.pickMiddle());
    for (const [at, deviceScaleFactor] of [2, 1.5, 1].entries()) {
      // The canvas stays as large on the page; a window that is moved to another screen is laid out anew.
      const metrics = { width: 401 + at, height: 300, mobile: false, deviceScaleFactor };
      await session.send("Emulation.setDeviceMetricsOverride", metrics);
      await expect.poll(width).toBe(200 * deviceScaleFactor);
      expect(await page.evaluate(() => (window as unknown as Bench).sceneBench.pickMiddle())).toBe(middle);
    }
  });
});
