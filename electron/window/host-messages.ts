/** What main and the host process say to each other besides handing over ports. */
import * as v from "valibot";

const startSchema = v.object({
  type: v.literal("start"),
  dataFolder: v.string(),
  version: v.string(),
  openPaths: v.array(v.string()),
  demoModel: v.optional(v.string()),
});

/** Main to host. `connect` carries a port that will speak the contract. */
export const toHostSchema = v.variant("type", [
  startSchema,
  v.object({ type: v.literal("connect") }),
  v.object({ type: v.literal("close") }),
]);
export type ToHost = v.InferOutput<typeof toHostSchema>;
export type HostStart = Omit<v.InferOutput<typeof startSchema>, "type">;

/** Host to main. `failed`: the data can't be opened; the sentence is for the person. */
export const fromHostSchema = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  v.object({ type: v.literal("failed"), message: v.string() }),
]);
export type FromHost = v.InferOutput<typeof fromHostSchema>;
