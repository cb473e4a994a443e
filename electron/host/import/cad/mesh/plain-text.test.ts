import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createKernelPool } from "../kernel/kernel-pool.ts";
import { exchangeOf } from "../kernel/testing/solids.ts";
import { readExchangeFile, type ExchangeFile, type Parameter } from "../part21/exchange-file.ts";
import { addCylinder, outsideStrings } from "./testing.ts";
import { isPlain, plainText } from "./plain-text.ts";

const SEED = 2147;
const pool = createKernelPool({ size: 1 });
afterAll(() => pool.close());

function plain(text: string): string {
  return plainText(Buffer.from(text, "latin1")).toString("latin1");
}

test("what kernels read anyway stays as it is, in the same bytes", () => {
  const text = Buffer.from(
    exchangeOf((exchange) => exchange.block(1, 2, 3).solid),
    "latin1",
  );
  expect(isPlain(text)).toBe(true);
  expect(plainText(text)).toBe(text);
  const odd =
    "#999999999=A_2D(#00012,.T.,-1.5E-3,*,$,\"0AF\",'lower case, ''quotes'' #99999999999, /* */ \u00e4');\r\n\t\0";
  expect(plain(odd)).toBe(odd);
});

test.each([
  ["#4294967297=A(#2,#4294967297,#2147483648);", "#1=A(#2,#1,#3);"],
  ["#1=A(#0000000000001,#00000000002,#9007199254740991);", "#1=A(#1,#2,#3);"],
  ["#1=length_Measure(.milli.,1.e-5,-2.5d+1,3D-1,4.d2,AXIS2_3D('d'));", undefined],
  ["#1=A(1.,\f2.,\u00a03.,\u007f4.);", "#1=A(1., 2., 3., 4.);"],
  ["#1=A(/* it's #2 ') */1.);", "#1=A( 1.);"],
  ["#1=A('5'') hole','a'' ,b','''',')','x''');", "#1=A('','','''',')','x''');"],
  [`#1=A('${"x".repeat(9000)}');`, "#1=A('');"],
])("%.60s", (odd, expected = "#1=LENGTH_MEASURE(.MILLI.,1.E-5,-2.5E+1,3E-1,4.E2,AXIS2_3D('d'));") => {
  expect(isPlain(Buffer.from(odd, "latin1"))).toBe(false);
  expect(plain(odd)).toBe(expected);
  expect(isPlain(Buffer.from(expected, "latin1"))).toBe(true);
});

/** Ways to write the same that the standard allows, or writers take, each by a number of its own. */
const DRESS = {
  offset: fc.constantFrom(0, 0, 7, 2 ** 31 - 40, 2 ** 31, 2 ** 32 + 3, 9_000_000_000_000_000),
  lower: fc.boolean(),
  exponent: fc.constantFrom("E", "e", "D", "d"),
  between: fc.constantFrom("", " ", "\f", "/* a 'b' #3 */", "\u00a0", "\n\v"),
  name: fc.constantFrom("", "side", "5'') hole", "a'' ,b", "''", "it''s", "\u00e4 #77", "/* no comment"),
};
type Dress = {
  readonly [K in keyof typeof DRESS]: (typeof DRESS)[K] extends fc.Arbitrary<infer T> ? T : never;
};

function dressed(text: string, { offset, lower, exponent, between, name }: Dress): string {
  return text.replace(/(?<=DATA;)[\s\S]*(?=ENDSEC;\s*END-ISO)/, (data) =>
    outsideStrings(data.replaceAll(/'side[^']*'/g, `'${name}'`), (tokens) =>
      (lower ? tokens.toLowerCase() : tokens)
        .replaceAll(/(?<=\d\.?)e(?=[-+\d])/gi, exponent)
        .replaceAll(/(?<=#)\d+/g, (id) => String(Number(id) + offset))
        .replaceAll(/[,=]/g, (mark) => mark + between),
    ),
  );
}

/** Parameters of every instance in file order: ids by the order in which they stand, strings left out. */
function reading(file: ExchangeFile, ids: readonly number[]): unknown {
  const order = new Map(ids.map((id, at) => [id, at]));
  const comparable = (value: Parameter): unknown => {
    if (value.kind === "reference") return `#${order.get(value.id)}`;
    if (value.kind === "string") return "''";
    if (value.kind === "list") return value.items.map(comparable);
    if (value.kind === "typed") return [value.keyword, ...value.value.map(comparable)];
    return value;
  };
  return ids.map((id) =>
    (file.type(id) ?? "")
      .split("+")
      .map((keyword) => [keyword, file.parameters(id, keyword)?.map(comparable)]),
  );
}

function idsIn(text: string): readonly number[] {
  const found: number[] = [];
  outsideStrings(text.replaceAll(/\/\*.*?\*\//g, " "), (tokens) => {
    for (const [, id] of tokens.matchAll(/#(\d+)\s*=/g)) found.push(Number(id));
    return tokens;
  });
  return found;
}

const BODY = exchangeOf((exchange) => {
  exchange.add("DIRECTION('small',(1.5E-3,-2.E+1,0.25))");
  return addCylinder(exchange, 2.5, 3);
});

describe("however a text is written", () => {
  test("it becomes plain, says the same, and is no longer", () => {
    const plainIds = idsIn(BODY);
    const expected = reading(readExchangeFile(Buffer.from(BODY, "latin1")), plainIds);
    fc.assert(
      fc.property(fc.record(DRESS), (dress) => {
        const odd = Buffer.from(dressed(BODY, dress), "latin1");
        const size = odd.length;
        const text = plainText(odd);
        expect(isPlain(text)).toBe(true);
        expect(text.length).toBeLessThanOrEqual(size);
        const ids = idsIn(text.toString("latin1"));
        expect(Math.max(...ids)).toBeLessThan(2 ** 31);
        expect(new Set(ids).size).toBe(plainIds.length);
        const file = readExchangeFile(text);
        expect(file.problems).toEqual([]);
        expect(reading(file, ids)).toEqual(expected);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test("the kernel makes the same of it", async () => {
    const mesh = async (text: Uint8Array): Promise<unknown> =>
      pool.mesh({ text, linearDeflection: 0.1, angularDeflection: 0.5 }, new AbortController().signal);
    const expected = await mesh(Buffer.from(BODY, "latin1"));
    await fc.assert(
      fc.asyncProperty(fc.record(DRESS), async (dress) => {
        expect(await mesh(plainText(Buffer.from(dressed(BODY, dress), "latin1")))).toEqual(expected);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
