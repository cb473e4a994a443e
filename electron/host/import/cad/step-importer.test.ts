import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeModel, encodeModel } from "../../../../shared/geometry/mesh-blob.ts";
import type { CadModel } from "../../../../shared/model/cad.ts";
import type { SourceRecord } from "../../../../shared/model/record.ts";
import { createBlobs } from "../../blobs.ts";
import { ImportError, type MeshCache } from "../importer.ts";
import { of, sourceFile } from "../testing.ts";
import { createKernelPool } from "./kernel/kernel-pool.ts";
import { createMeshCache } from "./mesh-cache.ts";
import { addCylinder, measure, outsideStrings } from "./mesh/testing.ts";
import { createStepImporter, type SizedKernel } from "./step-importer.ts";
import { Exchange } from "./structure/testing.ts";

const ACTUATOR = resolve(import.meta.dirname, "../../../../assets/demo/linear-actuator.step");

const folder = mkdtempSync(join(tmpdir(), "step-importer-"));
const pool = createKernelPool({ size: 1 });
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

/** The real kernel, counting what it is asked. */
function counting(kernel: SizedKernel = pool): SizedKernel & { asked: number; deflections: Set<number> } {
  const counter = {
    size: kernel.size,
    asked: 0,
    deflections: new Set<number>(),
    mesh: (...[request, signal]: Parameters<SizedKernel["mesh"]>) => {
      counter.asked += 1;
      counter.deflections.add(request.linearDeflection);
      return kernel.mesh(request, signal);
    },
  };
  return counter;
}

async function read(path: string, kernel: SizedKernel, meshes?: MeshCache): Promise<readonly SourceRecord[]> {
  const { signal } = new AbortController();
  const records: SourceRecord[] = [];
  const context = meshes === undefined ? { signal } : { signal, meshes };
  for await (const batch of createStepImporter(() => kernel).read(sourceFile(path), context))
    records.push(...batch);
  return records;
}

function modelOf(records: readonly SourceRecord[]): CadModel {
  const [record, ...more] = of(records, "model");
  if (record === undefined || more.length > 0) throw new Error("one model expected");
  return record.model;
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, "latin1");
  return path;
}

function counts(records: readonly SourceRecord[]): { read: number; taken: number; rejected: number } {
  const sum = (pick: "read" | "taken"): number =>
    of(records, "count").reduce((total, count) => total + count[pick], 0);
  return { read: sum("read"), taken: sum("taken"), rejected: of(records, "rejection").length };
}

const NO_TRIANGLES = { positions: new Float32Array(), indices: new Uint32Array() };

/** An assembly of two blocks and a cylinder, each a part. */
function assembly(): Exchange {
  const exchange = new Exchange();
  const context = exchange.context();
  const top = exchange.representation([exchange.axes()], context);
  const root = exchange.product("10-1", top, "Stand");
  const parts: readonly [string, number][] = [
    ["10-2", exchange.block(10, 20, 30).solid],
    ["10-3", addCylinder(exchange, 5, 40)],
  ];
  const children = parts.map(([number, solid]) => {
    const shape = exchange.representation([solid], context);
    return { definition: exchange.product(number, shape), shape };
  });
  const [block, cylinder] = children;
  if (block === undefined || cylinder === undefined) throw new Error("no children");
  for (const [at, { definition, shape }] of [block, block, cylinder].entries()) {
    const usage = exchange.usage(root, definition, { id: String(at + 1), designator: `place ${at + 1}` });
    exchange.place(usage, shape, top, exchange.axes(), exchange.axes([at * 100, 0, 0]));
  }
  return exchange;
}

describe("the demo product", () => {
  const kernel = counting();
  const blobs = createBlobs(join(folder, "actuator"));
  let records: readonly SourceRecord[];
  let model: CadModel;
  beforeAll(async () => {
    records = await read(ACTUATOR, kernel, createMeshCache(blobs));
    model = modelOf(records);
  }, 60_000);

  test("every product is a part, every part of an assembly a line, and nothing is rejected", () => {
    const text = readFileSync(ACTUATOR, "latin1");
    const products = text.match(/=PRODUCT\(/g)?.length;
    expect(of(records, "part")).toHaveLength(products ?? 0);
    expect(of(records, "part").every(({ part }) => part.strength === "stated")).toBe(true);
    const usages = text.match(/=NEXT_ASSEMBLY_USAGE_OCCURRENCE\(/g)?.length;
    expect(of(records, "bom-line").reduce((sum, { quantity }) => sum + quantity, 0)).toBe(usages);
    const { read, taken, rejected } = counts(records);
    expect({ read: taken, rejected }).toEqual({ read, rejected: 0 });
    expect(read).toBe(of(records, "part").length + of(records, "bom-line").length);
    expect(of(records, "remark")).toEqual([]);
  });

  test("the model stands for the root, and so says its part", () => {
    const [record] = of(records, "model");
    const root = model.parts[model.nodes[0]?.part ?? -1];
    expect(record?.part).toEqual({ name: root?.number, revision: root?.revision, strength: "stated" });
    const withModel = of(records, "part").filter(({ modelSha256 }) => modelSha256 !== undefined);
    expect(withModel.map(({ part, modelSha256 }) => [part.name, modelSha256])).toEqual([
      [root?.number, record?.sha256],
    ]);
  });

  test("its export is an event at the header's time", () => {
    const [event] = of(records, "event");
    expect(event).toMatchObject({
      kind: "design",
      type: "model-export",
      startedAt: Date.UTC(2026, 10, 2, 7) * 1000,
      offsetMinutes: 60,
      key: "export at 2026-11-02T08:00:00+01:00",
    });
    expect(event?.payload).toMatch(/^ISO-10303-21;\nHEADER;[^]*FILE_SCHEMA[^]*ENDSEC;$/);
  });

  test.each([
    ["ids of more than 32 bits", (tokens: string) => tokens.replaceAll("#", "#90000000")],
    ["keywords, enumerations and exponents in lower case", (tokens: string) => tokens.toLowerCase()],
  ])("%s: the same model", async (name, change) => {
    const text = outsideStrings(readFileSync(ACTUATOR, "latin1"), change);
    const odd = await read(write(`${name}.step`, text), pool);
    expect(of(odd, "rejection")).toEqual([]);
    expect(of(odd, "remark")).toEqual([]);
    expect(encodeModel(modelOf(odd))).toEqual(encodeModel(model));
    expect(of(odd, "part").map(({ part }) => part)).toEqual(of(records, "part").map(({ part }) => part));
  });

  test("each shape is meshed once, all with one deflection, however often it is used", () => {
    const withMesh = model.parts.filter(({ mesh }) => mesh !== undefined);
    expect(kernel.asked).toBe(withMesh.length);
    expect(kernel.deflections.size).toBe(1);
    const drawn = model.nodes.filter(({ part }) => model.parts[part]?.mesh !== undefined);
    expect(drawn.length).toBeGreaterThan(2 * withMesh.length);
    const uses = Map.groupBy(drawn, ({ part }) => part);
    const most = [...uses].sort(([, a], [, b]) => b.length - a.length)[0];
    expect(model.parts[most?.[0] ?? -1]?.name).toMatch(/screw|bolt/i);
    expect(model.parts.every(({ problem }) => problem === undefined)).toBe(true);
  });

  test("its solids are closed and outside out, its faces found and on their surfaces, its colours there", () => {
    let found = 0;
    let faces = 0;
    for (const { mesh, number } of model.parts) {
      if (mesh === undefined) continue;
      expect(measure(mesh).volume, number).toBeGreaterThan(0);
      faces += mesh.faces.length;
      found += mesh.faces.filter(({ surface }) => surface !== undefined).length;
    }
    expect(found / faces).toBeGreaterThan(0.99);
    const colours = new Set(model.parts.flatMap(({ colour }) => colour?.join() ?? []));
    expect(colours.size).toBeGreaterThan(3);
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  test("read again, nothing is meshed again, and the records are the same", async () => {
    const before = kernel.asked;
    const again = await read(ACTUATOR, kernel, createMeshCache(blobs));
    expect(kernel.asked).toBe(before);
    expect(modelOf(again)).toEqual(model);
    expect(counts(again)).toEqual(counts(records));
    expect(of(again, "count").at(-1)?.progress).toBe(1);
  });
});

describe("an assembly by hand", () => {
  test("has its numbers, lines, places and progress", async () => {
    const records = await read(write("stand.step", assembly().text()), counting());
    expect(of(records, "part").map(({ part, title }) => [part.name, title])).toEqual([
      ["10-1", "Stand"],
      ["10-2", undefined],
      ["10-3", undefined],
    ]);
    expect(
      of(records, "bom-line").map(({ child, quantity, occurrenceNames }) => [
        child.name,
        quantity,
        occurrenceNames,
      ]),
    ).toEqual([
      ["10-2", 2, ["place 1", "place 2"]],
      ["10-3", 1, ["place 3"]],
    ]);
    const model = modelOf(records);
    expect(model.nodes.map(({ path, transform }) => [path, transform[12]])).toEqual([
      ["10-1", 0],
      ["10-1/place 1", 0],
      ["10-1/place 2", 100],
      ["10-1/place 3", 200],
    ]);
    expect(
      model.parts.map(({ mesh }) => (mesh === undefined ? 0 : Math.round(measure(mesh).volume))),
    ).toEqual([0, 6000, expect.closeTo(Math.PI * 25 * 40, -2)]);
    const progress = of(records, "count").map((count) => count.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    expect(counts(records)).toEqual({ read: 5, taken: 5, rejected: 0 });
    // The header has no time zone: told, and not made up.
    expect(of(records, "event")[0]?.startedAt).toBe(Date.UTC(2026, 2, 4, 5, 6, 7) * 1000);
    expect(of(records, "event")[0]?.offsetMinutes).toBeUndefined();
    expect(of(records, "remark").map(({ text }) => text)).toEqual([
      "The file's header gives a time without a time zone: it is shown as if it were UTC.",
    ]);
  });

  test("a part that the kernel fails on costs that part, and is tried again next time", async () => {
    const exchange = assembly();
    const path = write("hard.step", exchange.text());
    const sizes: number[] = [];
    const strict = createKernelPool({
      size: 1,
      timeLimitMs: (bytes) => {
        sizes.push(bytes);
        // The cylinder has the largest extent, so it comes first.
        return sizes.length === 1 ? 0 : 60_000;
      },
    });
    const meshes = createMeshCache(createBlobs(join(folder, "hard")));
    const records = await read(path, strict, meshes);
    await strict.close();
    const problem = "It can't be drawn: meshing it took longer than 0 s.";
    const model = modelOf(records);
    expect(model.parts.map((part) => [part.mesh !== undefined, part.problem])).toEqual([
      [false, undefined],
      [true, undefined],
      [false, problem],
    ]);
    expect(model.problems).toEqual([`10-3: ${problem}`]);
    expect(of(records, "remark").map(({ text }) => text)).toContain(`10-3: ${problem}`);
    const kernel = counting();
    const whole = modelOf(await read(path, kernel, meshes));
    expect(kernel.asked).toBe(2);
    expect(whole.parts.every((part) => part.problem === undefined)).toBe(true);
  });

  test("bodies that the file hides are meshed behind all others, apart from them, and said in words of their own", async () => {
    const exchange = assembly();
    const context = exchange.context();
    const cover = exchange.block(40, 40, 40).solid;
    const sketch = exchange.block(500, 1, 1);
    exchange.product("10-4", exchange.representation([cover, sketch.solid], context), "Cover");
    exchange.product("10-5", exchange.representation([exchange.block(7, 7, 7).solid], context), "Jig");
    exchange.styled(sketch.solid, exchange.style(1, 0, 0));
    const jig = exchange.read().parts.find(({ number }) => number === "10-5")?.bodies[0]?.items[0];
    exchange.add(`INVISIBILITY((#${sketch.solid},#${jig}))`);
    const path = write("hidden.step", exchange.text());
    const plain = counting();
    const records = await read(path, plain);
    const model = modelOf(records);
    expect(decodeModel(encodeModel(model))).toEqual(model);
    const partOf = (number: string): CadModel["parts"][number] | undefined =>
      model.parts.find((part) => part.number === number);
    const own = partOf("10-4");
    expect(own?.mesh?.faces).toHaveLength(6);
    expect(own?.hidden?.count).toBe(1);
    expect(own?.hidden?.mesh?.faces).toHaveLength(6);
    expect(own?.hidden?.mesh?.faces.every(({ surface }) => surface?.kind === "plane")).toBe(true);
    expect(own?.hidden?.mesh?.faces.map(({ colour }) => colour?.join())).toEqual(
      Array.from({ length: 6 }, () => "1,0,0,1"),
    );
    expect(measure(own?.hidden?.mesh ?? NO_TRIANGLES).volume).toBeCloseTo(500, 3);
    expect(partOf("10-5")).toMatchObject({ hidden: { count: 1 } });
    expect(partOf("10-5")?.mesh).toBeUndefined();
    expect(model.parts.map(({ problem }) => problem).filter((problem) => problem !== undefined)).toEqual([]);
    expect(model.problems.filter((problem) => /hidden/.test(problem))).toEqual([]);
    expect(of(records, "remark").map(({ text }) => text)).toEqual(
      expect.arrayContaining(["10-4: 1 body is hidden in the file.", "10-5: 1 body is hidden in the file."]),
    );
    // What is hidden changes nothing of what is shown: neither how finely it is drawn nor what is counted.
    const { read: rows, taken, rejected } = counts(records);
    expect({ rows: taken, rejected }).toEqual({ rows, rejected: 0 });
    expect(plain.deflections.size).toBe(1);
  }, 60_000);

  test("a damaged instance is rejected with its line, the sound rest is there", async () => {
    const lines = assembly().text().split("\n");
    const at = lines.findIndex((line) => line.includes("PRODUCT('10-3'"));
    lines.splice(at, 0, "#9001=CARTESIAN_POINT('", "',(0.,0.;");
    const records = await read(write("damaged.step", lines.join("\n")), counting());
    const [rejection] = of(records, "rejection");
    expect(rejection?.at.line).toBeGreaterThan(at);
    expect(rejection?.at.line).toBeLessThan(at + 4);
    expect(of(records, "part").map(({ part }) => part.name)).toContain("10-2");
    const { read: rows, taken, rejected } = counts(records);
    expect(rows).toBe(taken + rejected);
  });

  test("several products that no other contains: the largest stands for the model, and that is said", async () => {
    const exchange = new Exchange();
    const { solid } = exchange.block(1, 1, 1);
    exchange.product("alone", exchange.representation([solid], exchange.context()));
    const small = exchange.read().parts.length;
    const big = assembly();
    // The second file's instances behind the first's.
    const shifted = big.lines.map((line) =>
      line.replace(/#(\d+)/g, (_, id: string) => `#${Number(id) + 5000}`),
    );
    exchange.lines.push(...shifted);
    expect(small).toBe(1);
    const records = await read(write("two.step", exchange.text()), counting());
    expect(of(records, "model")[0]?.part.name).toBe("10-1");
    expect(of(records, "remark").map(({ text }) => text)).toContain(
      "The file has 2 products that no other contains: 10-1 stands for the model.",
    );
  });

  test("a body and its mirror image in one part are meshed once, both outside out", async () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const half = exchange.representation([exchange.block(1, 2, 3).solid], context);
    const axes = [exchange.direction(-1, 0, 0), exchange.direction(0, 1, 0), exchange.direction(0, 0, 1)];
    const [x, y, z] = axes.map((id) => `#${id}`);
    const mirror = exchange.add(
      `CARTESIAN_TRANSFORMATION_OPERATOR_3D('','',${x},${y},#${exchange.point(-10, 0, 0)},1.,${z})`,
    );
    const items = [exchange.axes([10, 0, 0]), mirror].map((target) => {
      const map = exchange.add(`REPRESENTATION_MAP(#${exchange.axes()},#${half})`);
      return exchange.add(`MAPPED_ITEM('',#${map},#${target})`);
    });
    exchange.product("pair", exchange.representation(items, context));
    const kernel = counting();
    const [part] = modelOf(await read(write("mirrored.step", exchange.text()), kernel)).parts;
    expect(kernel.asked).toBe(1);
    const { mesh } = part ?? {};
    if (mesh === undefined) throw new Error("no mesh");
    expect(measure(mesh).volume).toBeCloseTo(12);
    expect(mesh.faces.filter(({ surface }) => surface !== undefined)).toHaveLength(12);
    const xs = mesh.positions.filter((_, at) => at % 3 === 0);
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([-11, 11]);
    // A box turned outside in would have every normal towards its middle.
    for (let at = 0; at < mesh.positions.length; at += 3) {
      const [px = 0, py = 0, pz = 0] = mesh.positions.subarray(at, at + 3);
      const [nx = 0, ny = 0, nz = 0] = mesh.normals.subarray(at, at + 3);
      expect(nx * (px - Math.sign(px) * 10.5) + ny * (py - 1) + nz * (pz - 1.5)).toBeGreaterThan(0);
    }
  });

  test("what holds no product says so", async () => {
    const path = write("empty.step", new Exchange().text());
    await expect(read(path, counting())).rejects.toThrow(ImportError);
    await expect(read(path, counting())).rejects.toThrow("The file holds no product and no shape.");
  });

  test("cancelled, it ends with the reason and leaves the kernel ready", async () => {
    const path = write("cancelled.step", assembly().text());
    const controller = new AbortController();
    const batches = createStepImporter(() => pool).read(sourceFile(path), { signal: controller.signal });
    const first = await batches.next();
    expect(first.done).toBe(false);
    const why = new Error("enough");
    const next = batches.next();
    controller.abort(why);
    await expect(next).rejects.toBe(why);
    expect(modelOf(await read(path, pool)).parts).toHaveLength(3);
  });
});
