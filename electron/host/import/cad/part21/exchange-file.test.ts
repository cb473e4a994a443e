import { describe, expect, test } from "vitest";
import { ImportError } from "../../importer.ts";
import { readExchangeFile, type ExchangeFile, type Parameter } from "./exchange-file.ts";

function read(text: string): ExchangeFile {
  return readExchangeFile(Buffer.from(text, "latin1"));
}

function data(lines: string, header = ""): ExchangeFile {
  return read(`ISO-10303-21;\nHEADER;\n${header}ENDSEC;\nDATA;\n${lines}\nENDSEC;\nEND-ISO-10303-21;\n`);
}

const string = (value: string): Parameter => ({ kind: "string", value });
const reference = (id: number): Parameter => ({ kind: "reference", id });

describe("instances (ISO 10303-21, clause 11)", () => {
  const file = data(`#1=POINT('a',(1.,-2.5E+1,3));
#2 = ( B_SPLINE(3,(#1)) NAMED('n') EMPTY() ) ;
#30=SELECT_IT(LENGTH_MEASURE(2.),.T.,"0FF",$,*,(),((#1),#2));
#4=POINT('b',(0.,0.,0.));`);

  test("keywords, order and lines", () => {
    expect(file.instanceCount).toBe(4);
    expect(file.problems).toEqual([]);
    expect(file.truncated).toBe(false);
    expect(file.ids("POINT")).toEqual([1, 4]);
    expect(file.ids("NAMED")).toEqual([2]);
    expect(file.ids("NAME")).toEqual([]);
    expect(file.type(1)).toBe("POINT");
    expect(file.type(2)).toBe("B_SPLINE+NAMED+EMPTY");
    expect(file.line(1)).toBe(5);
    expect(file.line(4)).toBe(8);
  });

  test("the text is verbatim, without number and semicolon", () => {
    expect(file.text(2)).toBe("( B_SPLINE(3,(#1)) NAMED('n') EMPTY() )");
  });

  test("parameters of a simple instance", () => {
    expect(file.parameters(1)).toEqual([
      string("a"),
      {
        kind: "list",
        items: [
          { kind: "number", value: 1 },
          { kind: "number", value: -25 },
          { kind: "number", value: 3 },
        ],
      },
    ]);
    expect(file.parameters(1, "POINT")).toEqual(file.parameters(1));
    expect(file.parameters(30)).toEqual([
      { kind: "typed", keyword: "LENGTH_MEASURE", value: [{ kind: "number", value: 2 }] },
      { kind: "enum", value: "T" },
      { kind: "binary", value: "0FF" },
      { kind: "omitted" },
      { kind: "derived" },
      { kind: "list", items: [] },
      { kind: "list", items: [{ kind: "list", items: [reference(1)] }, reference(2)] },
    ]);
  });

  test("a complex instance (11.2.5.3) is asked by its partial record", () => {
    expect(file.parameters(2, "NAMED")).toEqual([string("n")]);
    expect(file.parameters(2, "EMPTY")).toEqual([]);
    expect(file.parameters(2, "OTHER")).toBeUndefined();
    expect(file.parameters(2)).toBeUndefined();
  });

  test("what is not there", () => {
    expect(file.has(99)).toBe(false);
    expect(file.type(99)).toBeUndefined();
    expect(file.text(99)).toBe("");
    expect(file.references(99)).toEqual([]);
    expect(file.parameters(99)).toBeUndefined();
    expect(file.line(99)).toBe(0);
  });

  test("references in order, repeats kept", () => {
    expect(data("#1=A(#3,(#2,#3),'#9',/*#8*/T(#2));").references(1)).toEqual([3, 2, 3, 2]);
  });

  test("numbers up to 2^53, far apart", () => {
    const wide = data("#1=A();\n#9007199254740991=B(#1);\n#9007199254740993=C();\n#2=D();");
    expect(wide.type(9007199254740991)).toBe("B");
    expect(wide.type(2)).toBe("D");
    expect(wide.instanceCount).toBe(3);
    expect(wide.problems).toEqual([{ line: 7, text: "an instance number beyond 2^53" }]);
  });
});

describe("text that looks like structure", () => {
  test("strings hold quotes, semicolons, comments and instances", () => {
    const file = data("#1=A('it''s; /* no */ #7=B(''x'')',#2);\n#2=B('');");
    expect(file.instanceCount).toBe(2);
    expect(file.parameters(1)?.[0]).toEqual(string("it's; /* no */ #7=B('x')"));
    expect(file.references(1)).toEqual([2]);
    expect(file.problems).toEqual([]);
  });

  test("comments (5.6) anywhere, with quotes and instances in them", () => {
    const file = data(
      "/* don't */ #1 /* a */ = /* b */ A /* c */ ( /* ; */ 1 /* ' */ , 2 ) /* d */ ;\n/* #5=GONE(); */\n#2=(A(1)/* ' */B(2));",
    );
    expect(file.problems).toEqual([]);
    expect(file.instanceCount).toBe(2);
    expect(file.type(2)).toBe("A+B");
    expect(file.parameters(1)).toHaveLength(2);
    expect(file.parameters(2, "B")).toEqual([{ kind: "number", value: 2 }]);
  });

  test("an instance and a string may run over lines, ended in any way", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const file = data(`#1=A('ab${end}cd',${end}#2);${end}#2=B();`);
      expect(file.parameters(1)?.[0]).toEqual(string("abcd"));
      expect(file.line(2)).toBe(8);
    }
  });

  test("no line ends at all", () => {
    const file = read("ISO-10303-21;HEADER;ENDSEC;DATA;#1=A('');#2=B(#1);ENDSEC;END-ISO-10303-21;");
    expect(file.instanceCount).toBe(2);
    expect(file.problems).toEqual([]);
  });
});

describe("sections (ISO 10303-21, clause 5.2)", () => {
  test("header", () => {
    const { header } = data(
      "#1=A();",
      "FILE_DESCRIPTION(('x'),'2;1');\nFILE_NAME('p.stp','2024-02-03T04:05:06',('a','b'),('o'),'pre','sys','');\nFILE_SCHEMA(('AP242_X { 1 0 10303 442 }','Y'));\n",
    );
    expect(header).toEqual({
      schemas: ["AP242_X { 1 0 10303 442 }", "Y"],
      fileName: "p.stp",
      timeStamp: "2024-02-03T04:05:06",
      originatingSystem: "sys",
    });
  });

  test("a header that can't be read costs its facts, not the model", () => {
    const file = data("#1=A();", "FILE_NAME('p.stp',!!);\nFILE_SCHEMA(('X'));\n");
    expect(file.header).toEqual({ schemas: ["X"] });
    expect(file.instanceCount).toBe(1);
  });

  test("several data sections, named ones too (edition 2)", () => {
    const file = read(
      "ISO-10303-21;\nHEADER;\nENDSEC;\nDATA('one',('S'));\n#1=A(#2);\nENDSEC;\nDATA('two',('S'));\n#2=B();\nENDSEC;\nEND-ISO-10303-21;",
    );
    expect(file.problems).toEqual([]);
    expect(file.instanceCount).toBe(2);
  });

  test("anchor, reference and signature sections (edition 3) hold no instances", () => {
    const file = read(
      "ISO-10303-21;\nHEADER;\nENDSEC;\nANCHOR;\n<a>=#1;\nENDSEC;\nREFERENCE;\n#7=<other.stp#x>;\nENDSEC;\nDATA;\n#1=A(#7);\nENDSEC;\nEND-ISO-10303-21;\nSIGNATURE;\n#x=?\nENDSEC;\n",
    );
    expect(file.instanceCount).toBe(1);
    expect(file.problems).toEqual([
      { line: 7, text: "parts of the model lie in other files (REFERENCE section)" },
    ]);
  });

  test("a byte order mark and a comment before the first word", () => {
    expect(
      read("\u00ef\u00bb\u00bf/* x */ ISO-10303-21;\nDATA;\n#1=A();\nENDSEC;\nEND-ISO-10303-21;").problems,
    ).toEqual([]);
  });
});

describe("damage: each place with its line, and the sound rest", () => {
  test.each<[string, string, readonly number[], number, string]>([
    ["no semicolon", "#1=A(1)\n#2=B();", [1, 2], 5, "#1 has no semicolon"],
    ["a parenthesis missing", "#1=A((1);\n#2=B();", [2], 5, "#1 has a parenthesis that is never closed"],
    ["too many parentheses", "#1=A(1));\n#2=B();", [2], 5, "#1 has something behind its closing parenthesis"],
    [
      "a string not closed",
      "#1=A('x);\n#2=B('y','');\n#3=C('');",
      [2, 3],
      5,
      "#1 has a string that is never closed",
    ],
    [
      "a string not closed, then empty ones",
      "#1=A('x);\n#2=B('');\n#3=C('');",
      [2, 3],
      5,
      "#1 has a string that is never closed",
    ],
    [
      "a string not closed, closed by a comma's",
      "#1=A('x);\n#2=B(',',1);\n#3=C('');",
      [2, 3],
      5,
      "#1 has a string that is never closed",
    ],
    [
      "no closing at all",
      "#1=A(1,\n#2=B();\n#3=C();",
      [2, 3],
      5,
      "#1 is not closed before the next instance",
    ],
    ["garbage between", "#1=A();\n%%% junk &&&\n#2=B();", [1, 2], 6, 'not understood: "%%% junk &&&"'],
    ["no equals sign", "#1 A();\n#2=B();", [2], 5, '#1 is not followed by "="'],
    ["no number", "#=A();\n#2=B();", [2], 5, 'a "#" without a number'],
    ["no name", "#1=;\n#2=B();", [2], 5, "#1 has no entity name"],
    ["no parameters", "#1=A;\n#2=B();", [2], 5, "#1 has no parameters"],
    ["an empty complex instance", "#1=();\n#2=B();", [2], 5, "#1 has no entity name"],
    ["a comment not closed", "#1=A();\n/* open\n#2=B();", [1, 2], 6, 'not understood: "/* open"'],
    ["a slash", "#1=A(1/2);\n#2=B();", [2], 5, '#1 has a "/" outside a string'],
    ["binary not closed", '#1=A("0F);\n#2=B();', [2], 5, "#1 has a binary value that is never closed"],
    ["an id twice", "#1=A();\n#1=B();\n#2=C();", [1, 2], 6, "#1 stands a second time: the first one counts"],
  ])("%s", (_, lines, kept, line, text) => {
    const file = data(lines);
    expect(file.problems).toEqual([{ line, text }]);
    expect([1, 2, 3].filter((id) => file.has(id))).toEqual(kept);
    expect(file.truncated).toBe(false);
  });

  test("two open strings in a row don't close each other", () => {
    const file = data("#1=A('x);\n#2=B(',1);\n#3=C();");
    expect([1, 2, 3].filter((id) => file.has(id))).toEqual([3]);
    expect(file.problems.map(({ line }) => line)).toEqual([5, 6]);
  });

  test("of a repeated id the first instance counts", () => {
    const file = data("#1=A();\n#1=B();\n#2=C();");
    expect(file.type(1)).toBe("A");
    expect(file.ids("B")).toEqual([]);
    expect(file.text(2)).toBe("C()");
  });

  test("parameters that can't be read are told when asked for, once", () => {
    const file = data("#1=A(1,,2);\n#2=B(.X,1);\n#3=C(1..2);\n#4=D(--1);\n#5=E(,);\n#6=OK(1);");
    expect(file.problems).toEqual([]);
    for (const id of [1, 2, 3, 4, 5, 1]) expect(file.parameters(id)).toBeUndefined();
    expect(file.parameters(6)).toHaveLength(1);
    expect(file.problems.map(({ line }) => line)).toEqual([5, 6, 7, 8, 9]);
    expect(file.problems[0]?.text).toBe('#1: a value was expected, not ",2)"');
  });

  test("lists nested without end", () => {
    const file = data(`#1=A(${"(".repeat(100_000)}${")".repeat(100_000)});\n#2=B();`);
    expect(file.parameters(1)).toBeUndefined();
    expect(file.problems).toEqual([{ line: 5, text: "#1: lists lie more than 200 deep" }]);
    expect(file.parameters(2)).toEqual([]);
  });

  test.each([
    ["between instances", "#1=A();\n#2=B();\n", [1, 2], 1],
    ["within one", "#1=A();\n#2=B('abc", [1], 2],
    ["within a comment", "#1=A();\n/* and", [1], 2],
  ])("broken off %s", (_, lines, kept, problems) => {
    const file = read(`ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n${lines}`);
    expect(file.truncated).toBe(true);
    expect([1, 2].filter((id) => file.has(id))).toEqual(kept);
    expect(file.problems).toHaveLength(problems);
    expect(file.problems.at(-1)?.text).toContain("breaks off");
  });

  test("zeros after the end of a broken copy", () => {
    const file = read(`ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n#1=A();\n${"\0".repeat(5000)}`);
    expect(file.instanceCount).toBe(1);
    expect(file.truncated).toBe(true);
  });

  test("sections that lost their heads", () => {
    const file = read("#1=A();\n#2=B();\n");
    expect(file.instanceCount).toBe(2);
    expect(file.problems.map(({ line }) => line)).toEqual([1, 3]);
  });

  test("more problems than anybody reads are counted", () => {
    const file = data(Array.from({ length: 3000 }, (_, i) => `#${i + 1}=;`).join("\n"));
    expect(file.problems).toHaveLength(501);
    expect(file.problems.at(-1)?.text).toBe("2500 more places could not be read");
  });
});

describe("no exchange structure", () => {
  test.each([
    ["nothing", ""],
    ["a text", "Hello; this is #1 in the list = (good)"],
    ["XML", '<?xml version="1.0"?><a/>'],
    ["zeros", "\0".repeat(1000)],
  ])("%s", (_, text) => {
    expect(() => read(text)).toThrow(ImportError);
  });

  test("a compressed one says so", () => {
    expect(() => readExchangeFile(Uint8Array.of(0x1f, 0x8b, 8, 0))).toThrow(/compressed/);
  });
});
