/** Views and data of the made-up history, ready to be laid out and drawn. */
import type { TimeWindow } from "../../../shared/contract/common.ts";
import { DARK } from "../../theme/tokens.ts";
import { prepare } from "../prepare.ts";
import { rateScaleOf } from "../rate-colour.ts";
import { surePlacesOfAll } from "../sure-places.ts";
import { requestFor } from "../request.ts";
import { NO_SHAPES } from "../rows.ts";
import { rangeOf, type TimelineData, type TimelineView } from "../view.ts";
import { limitsOf } from "../viewport.ts";
import { fakeHistory } from "./fake-history.ts";
import { fakeHost } from "./fake-host.ts";

export interface FakeFrame {
  readonly data: TimelineData;
  readonly view: TimelineView;
}

/** What the screen would hold for a window of the history; the whole of it where none is given. */
export async function fakeFrame(
  window: TimeWindow | undefined,
  width = 1_200,
  height = 260,
  collapsed: readonly string[] = [],
): Promise<FakeFrame> {
  const { client } = fakeHost(fakeHistory(4));
  const subject = { kind: "everything" } as const;
  const overview = await client.events.overview({ subject, buckets: 256 });
  if (overview.extent === undefined) throw new Error("the history has no times");
  const limits = limitsOf(overview.extent);
  const shown = window ?? limits;
  const request = requestFor(shown, width);
  const slice = await client.events.timeline({ subject, ...request });
  const trace = await client.events.trace({
    equipment: "VMC-2",
    signal: "Spindle load",
    window: request.window,
    buckets: 512,
  });
  return {
    data: {
      slice: prepare(slice, (shown.to - shown.from) / width),
      overview: {
        extent: overview.extent,
        counts: overview.counts,
        places: surePlacesOfAll(overview.failed, overview.counts, overview.expected),
      },
      traces: [{ trace, window: request.window, range: rangeOf(trace) }],
      rate: rateScaleOf(overview.counts, overview.failed),
    },
    view: {
      window: shown,
      limits,
      width,
      height,
      ratio: 1,
      scrollTop: 0,
      brush: undefined,
      selected: undefined,
      focused: undefined,
      cursor: undefined,
      zone: "Europe/Berlin",
      shapes: { ...NO_SHAPES, collapsed },
      colours: DARK,
    },
  };
}
