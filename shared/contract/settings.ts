import * as v from "valibot";
import { call } from "../rpc/service.ts";
import { text } from "./common.ts";

export const MOUSE_PRESETS = ["solidworks", "nx", "fusion", "freecad", "onshape"] as const;

export const THEMES = ["system", "dark", "light"] as const;

/** A person's choices; kept in user.db. An absent key means the default. */
export const settingsSchema = v.object({
  theme: v.exactOptional(v.picklist(THEMES)),
  mousePreset: v.exactOptional(v.picklist(MOUSE_PRESETS)),
  projection: v.exactOptional(v.picklist(["perspective", "orthographic"])),
  /** IANA name of the plant's time zone, for example `Europe/Berlin`; absent: UTC. */
  plantTimeZone: v.exactOptional(text(100)),
  /** Serialized dock layout. */
  layout: v.exactOptional(text(200_000)),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

export const settingsService = {
  get: call<Settings>()(v.object({})),
  /** Merges: keys that are absent stay as they were. */
  set: call<Settings>()(settingsSchema),
} as const;
