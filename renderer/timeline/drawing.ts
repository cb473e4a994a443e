/** The timeline as a drawing: names, lanes, axis, legend and what it is of, all rows and not only those in view. */
import { needsGapsRow } from "./layout.ts";
import { labelFont } from "./paint-context.ts";
import { createPaint } from "./paint.ts";
import { HEAD_HEIGHT, placeRows, type Row } from "./rows.ts";
import { createSvgContext, escapeXml } from "./svg-context.ts";
import type { TimelineData, TimelineView } from "./view.ts";

export interface DrawingWords {
  /** What it is of, and from when to when. */
  readonly title: string;
  /** As of when, and in which zone. */
  readonly footer: string;
  /** What the colours say. */
  readonly legend: readonly { readonly colour: string; readonly label: string }[];
  /** What stands left of a row. */
  readonly nameOf: (row: Row) => { readonly name: string; readonly note: string; readonly within: boolean };
}

const NAMES = 190;
const TITLE = 30;
const FOOTER = 40;
const MARGIN = 12;

/** @param measure width of a text in a font, CSS pixels */
export function drawingOf(
  data: TimelineData,
  view: TimelineView,
  words: DrawingWords,
  measure: (text: string, font: string) => number,
): string {
  const height = wholeHeight(data, view);
  const whole = { ...view, ratio: 1, scrollTop: 0, focused: undefined, cursor: undefined, height };
  const { context, elements } = createSvgContext(measure);
  createPaint(context)(data, whole);
  const { colours } = view;
  const { rows } = placeRows(
    data.slice?.lanes ?? [],
    data.traces.length,
    needsGapsRow(data),
    view.shapes,
    whole.height - HEAD_HEIGHT,
  );
  const text = (x: number, y: number, content: string, colour: string, more = ""): string =>
    `<text x="${x}" y="${y}" font-family="${escapeXml(colours.fontFamily)}" font-size="11" fill="${colour}"${more}>${escapeXml(content)}</text>`;
  const names = rows.flatMap((row) => {
    const { name, note, within } = words.nameOf(row);
    const y = HEAD_HEIGHT + row.top + row.height / 2 + 4;
    return [
      `<rect x="${-NAMES}" y="${HEAD_HEIGHT + row.top + row.height - 1}" width="${NAMES}" height="1" fill="${colours.line}"/>`,
      text(-NAMES + (within ? 26 : 10), y, name, colours.text),
      ...(note === "" ? [] : [text(-10, y, note, colours.second, ' text-anchor="end"')]),
    ];
  });
  const width = NAMES + view.width + 2 * MARGIN;
  const sheet = TITLE + whole.height + FOOTER;
  let x = MARGIN;
  const legend = words.legend.map(({ colour, label }) => {
    const at = x;
    x += 24 + measure(label, labelFont(colours.fontFamily));
    const y = sheet - 26;
    return `<rect x="${at}" y="${y}" width="9" height="9" fill="${colour}"/>${text(at + 13, y + 9, label, colours.second)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${sheet}" viewBox="0 0 ${width} ${sheet}">`,
    `<title>${escapeXml(words.title)}</title>`,
    `<rect width="${width}" height="${sheet}" fill="${colours.panel}"/>`,
    text(MARGIN, 20, words.title, colours.text, ' font-weight="600"'),
    `<g transform="translate(${MARGIN + NAMES} ${TITLE})">`,
    elements(),
    ...names,
    "</g>",
    ...legend,
    text(MARGIN, sheet - 6, words.footer, colours.second),
    "</svg>",
  ].join("\n");
}

/** With room for every row: more of it may let rows grow, so it is asked twice. */
function wholeHeight(data: TimelineData, view: TimelineView): number {
  let height = view.height;
  for (let turn = 0; turn < 2; turn += 1) {
    const rows = placeRows(
      data.slice?.lanes ?? [],
      data.traces.length,
      needsGapsRow(data),
      view.shapes,
      height - HEAD_HEIGHT,
    );
    height = Math.max(height, HEAD_HEIGHT + rows.height);
  }
  return height;
}
