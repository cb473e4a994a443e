import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { exchangeText } from "../structure/testing.ts";
import { readExchangeFile } from "./exchange-file.ts";
import { localEncoding } from "./local-encoding.ts";

/** Names as systems write them, by the page of the machine; bytes by `iconv`'s name of it. */
const NAMES: readonly (readonly [string, string, readonly string[]])[] = [
  ["windows-1252", "CP1252", ["Gehäuse", "Größe M6", "Écrou Ø12", "Brücke, Träger"]],
  ["windows-1252", "CP1252", ["Größe"]],
  ["windows-1252", "CP1252", ["pièce créée", "Ø10 ±0,1 µm"]],
  ["euc-kr", "CP949", ["브라켓-1", "하우징 커버", "M6 볼트", "베어링"]],
  ["euc-kr", "CP949", ["축"]],
  ["gb18030", "GBK", ["装配体1", "螺母 M6", "上盖板", "左支架"]],
  ["gb18030", "GBK", ["螺母"]],
  ["big5", "BIG5", ["螺絲 M6", "馬達固定座", "上蓋"]],
  ["shift_jis", "SHIFT_JIS", ["ボルト", "部品1", "ブラケット組立"]],
];

/** By a program that shares nothing with what is tested. */
function written(text: string, page: string): Buffer {
  return execFileSync("iconv", ["-f", "UTF-8", "-t", page], { input: text });
}

const HAS_ICONV = (() => {
  try {
    return written("ä", "CP1252").equals(Buffer.of(0xe4));
  } catch {
    return false;
  }
})();

describe.skipIf(!HAS_ICONV)("names in the bytes of their author's machine", () => {
  test.each(NAMES)("%s", (encoding, page, names) => {
    const data = names.map((name, at) => `#${at + 1}=PRODUCT('${name}','','',());`).join("\n");
    const bytes = written(exchangeText(data), page);
    expect(localEncoding(bytes)).toBe(encoding);
    const file = readExchangeFile(bytes);
    expect(names.map((_, at) => file.parameters(at + 1)?.[0])).toEqual(
      names.map((value) => ({ kind: "string", value })),
    );
  });
});

test("UTF-8 is UTF-8, and noise is no writing", () => {
  const utf8 = readExchangeFile(Buffer.from(exchangeText("#1=PRODUCT('브라켓 装配体','','',());")));
  expect(utf8.parameters(1)?.[0]).toEqual({ kind: "string", value: "브라켓 装配体" });
  const noise = Buffer.concat([
    Buffer.from("#1=PRODUCT('"),
    Uint8Array.from({ length: 60 }, (_, at) => 0x80 + ((at * 37) % 120)),
    Buffer.from("','','',());"),
  ]);
  expect(localEncoding(noise)).toBe("windows-1252");
});
