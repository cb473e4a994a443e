/** The timeline as a file and on paper. */
import { leftLaterSummary, notLoadedSummary } from "./not-loaded-text.ts";
import { message } from "../../messages/catalogue.ts";
import { cache } from "../../state/cache.ts";
import type { Command } from "../../state/commands.ts";
import { formatSpan } from "../../state/format-time.ts";
import { saveFile } from "../../state/save-file.ts";
import { selection } from "../../state/selection.ts";
import { LIGHT } from "../../theme/tokens.ts";
import { drawingOf, type DrawingWords } from "../../timeline/drawing.ts";
import { loadedUntil } from "../../timeline/layout.ts";
import type { Row } from "../../timeline/rows.ts";
import { offsetText, timeText } from "../../timeline/time-text.ts";
import { timeZone } from "../../timeline/time-zone.ts";
import { lineStyle, tracesOn } from "../../timeline/trace-axes.ts";
import { uomSymbol } from "../../timeline/trace-value.ts";
import { laneFailures, laneName } from "./lane-name.ts";
import { kindName } from "./kind-name.ts";
import type { TimelineData } from "../../timeline/view.ts";
import type { PlotLook } from "./plot-stage.ts";
import { coloursOf } from "./timeline-view.ts";
import { rangeText } from "./trace-text.ts";

/** @param look what is on the screen; undefined while there is nothing */
export function drawingCommands(look: () => PlotLook | undefined): readonly Command[] {
  const enabled = (): boolean => look()?.data.slice !== undefined;
  return [
    {
      id: "timeline.save-svg",
      titleKey: "command.timeline-svg",
      enabled,
      run: () => {
        const drawn = look();
        if (drawn === undefined) return;
        saveFile(new Blob([drawing(drawn)], { type: "image/svg+xml" }), titleNow(), "svg");
      },
    },
    {
      id: "timeline.print",
      titleKey: "command.timeline-print",
      enabled,
      run: () => {
        const drawn = look();
        if (drawn !== undefined) print(drawing(drawn));
      },
    },
  ];
}

const titleNow = (): string => selection.getState().partNumber ?? message("timeline.drawing.everything");

/** Always in the light colours: it goes on paper and into reports. */
function drawing({ data, view }: PlotLook): string {
  const canvas = document.createElement("canvas").getContext("2d");
  const colours = coloursOf(LIGHT);
  return drawingOf(data, { ...view, colours }, wordsOf({ data, view }), (text, font) => {
    if (canvas === null) return text.length * 6;
    canvas.font = font;
    return canvas.measureText(text).width;
  });
}

function wordsOf({ data, view }: PlotLook): DrawingWords {
  const zone = timeZone(view.zone);
  const asOf = Math.max(0, ...(cache.getState().sources ?? []).map((source) => source.asOf));
  const until = loadedUntil(data.slice?.notLoaded ?? []);
  const { machine } = LIGHT.kinds;
  return {
    title: message("timeline.drawing.title", { of: titleNow(), span: formatSpan(view.window, zone.name) }),
    footer: [
      message("timeline.drawing.as-of", {
        time: timeText(asOf, zone, "minute"),
        zone: zone.name,
        offset: offsetText(asOf, zone),
      }),
      ...(until === undefined || until <= view.window.from
        ? []
        : [notLoadedSummary(data.slice?.notLoaded ?? [], zone) ?? ""]),
      ...leftLaterSummary(data.slice?.leftLater ?? [], view.window.to, zone),
      message("timeline.drawing.height"),
    ].join(" "),
    legend: [
      { colour: LIGHT.rate[0], label: message("timeline.legend.fewer") },
      { colour: machine, label: message("timeline.legend.usual") },
      { colour: LIGHT.rate[2], label: message("timeline.legend.more") },
    ],
    nameOf: (row) => nameOf(row, data),
  };
}

function nameOf(row: Row, data: TimelineData): ReturnType<DrawingWords["nameOf"]> {
  const lane = row.type === "lane" ? data.slice?.lanes[row.index] : undefined;
  if (lane !== undefined) {
    const failed = laneFailures(lane)?.failed;
    return {
      name: laneName(lane),
      note: failed === undefined ? "" : message("timeline.lane.failed", { count: failed }),
      within: lane.parent !== undefined,
    };
  }
  const lines = tracesOn(data, row).map((placed, at) => {
    const { signal, equipment, uom } = placed.trace;
    return { placed, signal, equipment, uom, style: lineStyle(coloursOf(LIGHT), at) };
  });
  const [first] = lines;
  if (first === undefined) return { name: kindName("gap"), note: "", within: false };
  const name = `${first.signal} · ${first.equipment}`;
  if (lines.length === 1) return { name, note: rangeText(first.placed), within: false };
  return {
    name,
    note: "",
    within: false,
    lines: lines.map(({ signal, equipment, uom, style }) => ({
      name: `${signal} · ${equipment}`,
      note: uomSymbol(uom),
      style,
    })),
  };
}

/** On a page of its own; what is on the screen is not printed (timeline.css). */
function print(svg: string): void {
  const page = document.createElement("div");
  page.className = "timeline-print";
  page.append(
    document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true),
  );
  document.body.append(page);
  window.addEventListener("afterprint", () => page.remove(), { once: true });
  window.print();
}
