import * as v from "valibot";
import { call } from "../rpc/service.ts";
import { text, timeSchema } from "./common.ts";
import { retentionRulesSchema } from "./retention.ts";
import { laneLayoutSchema } from "./timeline-lanes.ts";

export const MOUSE_PRESETS = ["solidworks", "nx", "fusion", "freecad", "onshape"] as const;

export const THEMES = ["system", "dark", "light"] as const;

/** Buttons and keys of a drag, as a person may choose them for each movement of the view. */
export const MOUSE_DRAGS = [
  "middle",
  "middle-ctrl",
  "middle-shift",
  "middle-alt",
  "right",
  "right-ctrl",
  "right-shift",
  "left-alt",
  "left-middle",
  "middle-right",
] as const;
const drag = v.picklist(MOUSE_DRAGS);

/** Columns shown, and how wide in CSS pixels. */
const tableLayoutSchema = v.object({
  columns: v.exactOptional(v.pipe(v.array(text(40)), v.maxLength(60))),
  widths: v.exactOptional(
    v.pipe(
      v.record(text(40), v.pipe(v.number(), v.minValue(20), v.maxValue(2_000))),
      v.check((widths) => Object.keys(widths).length <= 60, "too many widths of columns"),
    ),
  ),
});

/** A person's choices; kept in user.db. An absent key means the default. */
export const settingsSchema = v.object({
  theme: v.exactOptional(v.picklist(THEMES)),
  mousePreset: v.exactOptional(v.picklist([...MOUSE_PRESETS, "custom"])),
  /** Of the preset `custom`. */
  mouseDrags: v.exactOptional(v.object({ rotate: drag, pan: drag, zoom: drag })),
  /** A 3D mouse may move the view; absent: it may not be reached. */
  spaceMouse: v.exactOptional(v.boolean()),
  /** What a drag of the left button beside the model does. */
  leftDrag: v.exactOptional(v.picklist(["rotate", "box"])),
  projection: v.exactOptional(v.picklist(["perspective", "orthographic"])),
  /** A person's own shortcuts by command id, for example `Ctrl+Shift+E`; empty: none. */
  shortcuts: v.exactOptional(
    v.pipe(
      v.record(v.pipe(v.string(), v.maxLength(100)), v.pipe(v.string(), v.maxLength(40))),
      v.check((shortcuts) => Object.keys(shortcuts).length <= 500, "too many shortcuts"),
    ),
  ),
  /** Views that a person named, oldest first. */
  savedViews: v.exactOptional(
    v.pipe(
      v.array(
        v.object({
          id: v.pipe(v.string(), v.maxLength(40)),
          name: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
          /** The product that was shown, and its revision where it has one. */
          partNumber: text(400),
          revision: v.exactOptional(text(100)),
          /** As saved-text.ts of the renderer writes it. */
          viewpoint: text(200_000),
        }),
      ),
      v.maxLength(200),
    ),
  ),
  /** IANA name of the plant's time zone, for example `Europe/Berlin`; absent: UTC. */
  plantTimeZone: v.exactOptional(text(100)),
  /** JSON of what the 3D view is coloured by, and of scales that were changed. */
  colouring: v.exactOptional(text(5_000)),
  /** Where the last backup went. */
  backupFolder: v.exactOptional(text(4_000)),
  /** Lanes of the timeline as they are, and layouts of them that a person named, oldest first. */
  timelineLanes: v.exactOptional(laneLayoutSchema),
  laneSets: v.exactOptional(
    v.pipe(
      v.array(
        v.object({
          id: v.pipe(v.string(), v.maxLength(40)),
          name: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
          lanes: laneLayoutSchema,
        }),
      ),
      v.maxLength(50),
    ),
  ),
  /** What a person noted on the timeline, oldest first. */
  timelineNotes: v.exactOptional(
    v.pipe(
      v.array(
        v.object({
          id: v.pipe(v.string(), v.maxLength(40)),
          /** µs UTC; of a span its start. */
          from: timeSchema,
          to: v.exactOptional(timeSchema),
          /** Empty: a bookmark. */
          text: text(2_000),
          /** The part whose timeline it was made on. */
          partNumber: v.exactOptional(text(400)),
        }),
      ),
      v.maxLength(500),
    ),
  ),
  /** Columns of tables as a person arranged them. */
  tables: v.exactOptional(
    v.object({
      events: v.exactOptional(tableLayoutSchema),
      units: v.exactOptional(tableLayoutSchema),
      measurements: v.exactOptional(tableLayoutSchema),
      orders: v.exactOptional(tableLayoutSchema),
      contains: v.exactOptional(tableLayoutSchema),
      within: v.exactOptional(tableLayoutSchema),
    }),
  ),
  /** How much of each live source is kept here. */
  retention: v.exactOptional(retentionRulesSchema),
  /** These rules are applied once a day while the program runs; absent: only when a person says so. */
  retentionDaily: v.exactOptional(v.boolean()),
  /** Serialized dock layout. */
  layout: v.exactOptional(text(200_000)),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

export const settingsService = {
  get: call<Settings>()(v.object({})),
  /** Merges: keys that are absent stay as they were. */
  set: call<Settings>()(settingsSchema),
} as const;
