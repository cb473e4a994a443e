import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { sourceFile } from "../testing.ts";
import { recogniseStep, stepSourceId } from "./step-source.ts";
import { Exchange } from "./structure/testing.ts";

const folder = mkdtempSync(join(tmpdir(), "step-source-"));
afterAll(() => rmSync(folder, { recursive: true }));

function idOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, "latin1");
  return stepSourceId(sourceFile(path));
}

/** One part; `offset` moves all instance numbers, as another export would. */
function part(number: string, offset = 0): Exchange {
  const exchange = new Exchange();
  for (let at = 0; at < offset; at++) exchange.reserve();
  const { solid } = exchange.block(1, 2, 3);
  exchange.product(number, exchange.representation([solid], exchange.context()));
  return exchange;
}

const certainty = (text: string | Uint8Array): number => {
  const bytes = typeof text === "string" ? Buffer.from(text, "latin1") : text;
  return recogniseStep({ name: "x", size: bytes.length, bytes, text: undefined });
};

describe("recognised by content", () => {
  test("the mark at the start, after spaces, comments or a byte order mark", () => {
    expect(certainty("ISO-10303-21;\nHEADER;")).toBe(1);
    expect(certainty(" \r\n/* made by\n hand */ ISO-10303-21 ;")).toBe(1);
    expect(certainty(Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from("ISO-10303-21;")]))).toBe(1);
  });
  test("less certain behind something else, not at all without it", () => {
    expect(certainty("Content-Type: text/plain\n\nISO-10303-21;")).toBe(0.8);
    expect(certainty("time,value\n1,2")).toBe(0);
    expect(certainty(new Uint8Array())).toBe(0);
  });
});

describe("the source is the product, not the file", () => {
  test("another export under another name with other instance numbers is the same source", () => {
    const first = idOf("plate.step", part("10-4300").text());
    const second = idOf("plate (2).stp", part("10-4300", 700).text());
    expect(first).toBe("step:system:10-4300");
    expect(second).toBe(first);
    expect(idOf("other.step", part("10-4301").text())).not.toBe(first);
  });
  test("an update of the system changes nothing, another system does", () => {
    const from = (system: string): string =>
      idOf("plate.step", part("10-4300").text().replace("'system'", `'${system}'`));
    expect(from("SolidWorks 2015")).toBe("step:solidworks:10-4300");
    expect(from("SolidWorks 2016 SP1.0")).toBe("step:solidworks:10-4300");
    expect(from("Siemens PLM Software NX 10.0")).toBe("step:siemens plm software nx:10-4300");
  });
  test("a number that is none, several roots or an unreadable file: by name", () => {
    for (const number of ["", "Part1", "Open CASCADE STEP translator 7.5 1", "Assem2"])
      expect(idOf("Bracket.STEP", part(number).text())).toBe("step:bracket.step");
    const two = part("10-1");
    const { solid } = two.block(1, 1, 1);
    two.product("10-2", two.representation([solid], two.context()));
    expect(idOf("two.step", two.text())).toBe("step:two.step");
    expect(idOf("broken.step", "not an exchange structure")).toBe("step:broken.step");
  });
});
