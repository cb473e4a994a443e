/**
 * A body as an exchange structure of its own (ISO 10303-21), for the kernel: the geometry verbatim
 * with everything it refers to, and around it the shortest product that readers insist on. Styles,
 * annotations and the rest of the file stay out: half of some files, and what kernels stumble over.
 * Its ids are the file's, but for those that no kernel can read (`plain-text.ts`): what a mesh's face is in the file
 * is found by its shape (`match-faces.ts`), so nobody asks for them again.
 */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import type { CadBody } from "../structure/cad-structure.ts";
import { plainText } from "./plain-text.ts";

export function partText(file: ExchangeFile, { items, context }: CadBody): Uint8Array {
  const ids = closure(file, [...items, context]);
  const own = freeIds(ids);
  const known = file.has(context);
  const roots = items.map((id) => `#${id}`).join(",");
  const head = `ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('','',(''),(''),'','','');
FILE_SCHEMA(('AUTOMOTIVE_DESIGN'));
ENDSEC;
DATA;
`;
  const tail = `${own(1)}=APPLICATION_CONTEXT('');
${own(2)}=PRODUCT_CONTEXT('',${own(1)},'mechanical');
${own(3)}=PRODUCT('','','',(${own(2)}));
${own(4)}=PRODUCT_DEFINITION_FORMATION('','',${own(3)});
${own(5)}=PRODUCT_DEFINITION_CONTEXT('part definition',${own(1)},'design');
${own(6)}=PRODUCT_DEFINITION('design','',${own(4)},${own(5)});
${own(7)}=PRODUCT_DEFINITION_SHAPE('','',${own(6)});
${own(8)}=SHAPE_REPRESENTATION('',(${roots}),${known ? `#${context}` : own(10)});
${own(9)}=SHAPE_DEFINITION_REPRESENTATION(${own(7)},${own(8)});
${known ? "" : bareContext(own)}ENDSEC;
END-ISO-10303-21;
`;
  // Byte by byte as in the source, and once: strings on the way take several times as much.
  let size = head.length + tail.length;
  for (const id of ids) size += `#${id}=;\n`.length + file.length(id);
  const text = Buffer.alloc(size);
  let at = text.write(head, "latin1");
  for (const id of ids) {
    at += text.write(`#${id}=`, at, "latin1");
    at += file.copy(id, text, at);
    at += text.write(";\n", at, "latin1");
  }
  text.write(tail, at, "latin1");
  return plainText(text);
}

type OwnIds = (offset: number) => string;

/** Small ones, for they stand in every text. */
function freeIds(taken: ReadonlySet<number>): OwnIds {
  const free: number[] = [];
  return (offset) => {
    for (let id = (free.at(-1) ?? 0) + 1; free.length < offset; id++) if (!taken.has(id)) free.push(id);
    return `#${free[offset - 1] ?? 0}`;
  };
}

/** For geometry that lost its context: millimetres and radians, as the structure takes it. */
function bareContext(own: OwnIds): string {
  const units = [own(11), own(12), own(13)].join(",");
  return `${own(10)}=(GEOMETRIC_REPRESENTATION_CONTEXT(3)GLOBAL_UNIT_ASSIGNED_CONTEXT((${units}))REPRESENTATION_CONTEXT('',''));
${own(11)}=(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT(.MILLI.,.METRE.));
${own(12)}=(NAMED_UNIT(*)PLANE_ANGLE_UNIT()SI_UNIT($,.RADIAN.));
${own(13)}=(NAMED_UNIT(*)SI_UNIT($,.STERADIAN.)SOLID_ANGLE_UNIT());
`;
}

/** Everything that can be reached, each once. A missing instance is left to the kernel to miss. */
function closure(file: ExchangeFile, roots: readonly number[]): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id) || !file.has(id)) continue;
    reached.add(id);
    for (const next of file.references(id)) if (!reached.has(next)) open.push(next);
  }
  return reached;
}
