/** What the page tells the window of a person's choices: bounded as the settings themselves are. */
import * as v from "valibot";
import { settingsSchema } from "../../shared/contract/settings.ts";

export const preferencesSchema = v.strictTuple([
  v.strictObject({
    shortcuts: settingsSchema.entries.shortcuts.wrapped,
    spaceMouse: v.boolean(),
  }),
]);
