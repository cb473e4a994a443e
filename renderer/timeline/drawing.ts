/** The timeline as a drawing: names, lanes, axis, legend and what it is of, all rows and not only those in view. */
import { needsGapsRow } from "./layout.ts";
import { labelFont } from "./paint-context.ts";
import { createPaint } from "./paint.ts";
import { HEAD_HEIGHT, LEGEND_LINE, placeRows, type Row } from "./rows.ts";
import { createSvgContext, escapeXml } from "./svg-context.ts";
import type { LineStyle } from "./trace-axes.ts";
import type { TimelineData, TimelineView } from "./view.ts";

export interface DrawingWords {
  /** What it is of, and from when to when. */
  readonly title: string;
  /** As of when, and in which zone. */
  readonly footer: string;
  /** What the colours say. */
  readonly legend: readonly { readonly colour: string; readonly label: string }[];
  /** What stands left of a row. */
  readonly nameOf: (row: Row) => RowName;
}

export interface RowName {
  readonly name: string;
  readonly note: string;
  readonly within: boolean;
  /** In place of a name: one below the other, each with its line. */
  readonly lines?: readonly { readonly name: string; readonly note: string; readonly style: LineStyle }[];
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
  const width = (content: string): number => measure(content, labelFont(colours.fontFamily));
  /** Cut at its end where it is too long. */
  const fitted = (content: string, room: number): string => {
    if (width(content) <= room) return content;
    let kept = content;
    while (kept !== "" && width(`${kept}…`) > room) kept = kept.slice(0, -1);
    return `${kept}…`;
  };
  const legendLine = (
    { name, note, style }: NonNullable<RowName["lines"]>[number],
    y: number,
  ): readonly string[] => [
    `<line x1="${-NAMES + 10}" x2="${-NAMES + 32}" y1="${y - 4}" y2="${y - 4}" stroke="${style.colour}" stroke-width="2" stroke-dasharray="${style.dash.join(" ")}"/>`,
    text(-NAMES + 38, y, fitted(name, NAMES - 54 - width(note)), colours.text),
    text(-10, y, note, colours.second, ' text-anchor="end"'),
  ];
  const names = rows.flatMap((row) => {
    const { name, note, within, lines } = words.nameOf(row);
    const y = HEAD_HEIGHT + row.top + row.height / 2 + 4;
    const edge = `<rect x="${-NAMES}" y="${HEAD_HEIGHT + row.top + row.height - 1}" width="${NAMES}" height="1" fill="${colours.line}"/>`;
    if (lines !== undefined) {
      const first = y - ((lines.length - 1) * LEGEND_LINE) / 2;
      return [edge, ...lines.flatMap((line, at) => legendLine(line, first + at * LEGEND_LINE))];
    }
    // The range of a trace is as long as its name: one stands under the other.
    const under = row.traces > 0 ? LEGEND_LINE / 2 : 0;
    return [
      edge,
      text(-NAMES + (within ? 26 : 10), y - under, name, colours.text),
      ...(note === ""
        ? []
        : under === 0
          ? [text(-10, y, note, colours.second, ' text-anchor="end"')]
          : [text(-NAMES + 10, y + under, note, colours.second)]),
    ];
  });
  const across = NAMES + view.width + 2 * MARGIN;
  const sheet = TITLE + whole.height + FOOTER;
  let x = MARGIN;
  const legend = words.legend.map(({ colour, label }) => {
    const at = x;
    x += 24 + measure(label, labelFont(colours.fontFamily));
    const y = sheet - 26;
    return `<rect x="${at}" y="${y}" width="9" height="9" fill="${colour}"/>${text(at + 13, y + 9, label, colours.second)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${across}" height="${sheet}" viewBox="0 0 ${across} ${sheet}">`,
    `<title>${escapeXml(words.title)}</title>`,
    `<rect width="${across}" height="${sheet}" fill="${colours.panel}"/>`,
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
