/** What main and the host process say to each other besides handing over ports. */
import * as v from "valibot";

const startSchema = v.object({
  type: v.literal("start"),
  dataFolder: v.string(),
  version: v.string(),
  openPaths: v.array(v.string()),
  demoModel: v.optional(v.string()),
  /** How main keeps tokens; the host asks it for them. */
  secretStorage: v.picklist(["system", "private-file", "plain-text", "memory"]),
});
const secretAnswerSchema = v.object({
  type: v.literal("secret-answer"),
  id: v.number(),
  value: v.exactOptional(v.string()),
  failure: v.exactOptional(v.string()),
});
export type SecretAnswer = v.InferOutput<typeof secretAnswerSchema>;

/** Main to host. `connect` carries a port that will speak the contract. */
export const toHostSchema = v.variant("type", [
  startSchema,
  v.object({ type: v.literal("connect") }),
  secretAnswerSchema,
  v.object({ type: v.literal("close") }),
]);
export type ToHost = v.InferOutput<typeof toHostSchema>;
export type HostStart = Omit<v.InferOutput<typeof startSchema>, "type">;

/** Host to main. `failed`: the data can't be opened; the sentence is for the person. `secret`: of the key store. */
export const fromHostSchema = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  v.object({ type: v.literal("failed"), message: v.string() }),
  v.object({
    type: v.literal("secret"),
    id: v.number(),
    verb: v.picklist(["get", "set", "remove"]),
    name: v.pipe(v.string(), v.maxLength(200)),
    value: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
  }),
]);
export type FromHost = v.InferOutput<typeof fromHostSchema>;
