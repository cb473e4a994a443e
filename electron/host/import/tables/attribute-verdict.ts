/** Results in words: go and no-go gauges, visual checks. */
import type { Verdict } from "../../../../shared/model/unit.ts";

const PASS = /^(?:ok|pass(?:ed)?|good|go|i\.?\s?o\.?|conform(?:ing|s)?)$/i;
const FAIL =
  /^(?:nok|not ok|fail(?:ed)?|bad|no[ -]?go|n\.?\s?i\.?\s?o\.?|reject(?:ed)?|non[ -]?conforming)$/i;

/** undefined where the text is no verdict. */
export function attributeVerdict(text: string): Verdict | undefined {
  if (PASS.test(text)) return "pass";
  return FAIL.test(text) ? "fail" : undefined;
}
