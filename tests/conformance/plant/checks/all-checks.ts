import type { Check } from "../check.ts";
import { CURSOR_CHECKS } from "./cursors.ts";
import { FILE_CHECKS } from "./files.ts";
import { NUDGE_CHECKS } from "./nudges.ts";
import { PAGE_CHECKS } from "./pages.ts";
import { RANGE_CHECKS } from "./ranges.ts";
import { SERVICE_CHECKS } from "./service.ts";
import { SNAPSHOT_CHECKS } from "./snapshots.ts";
import { SUBMISSION_CHECKS } from "./submissions.ts";

/** Those that change the epoch come last: what the others have read is of the one before. */
export const ALL_CHECKS: readonly Check[] = [
  ...SERVICE_CHECKS,
  ...PAGE_CHECKS,
  ...SNAPSHOT_CHECKS,
  ...RANGE_CHECKS,
  ...FILE_CHECKS,
  ...NUDGE_CHECKS,
  ...SUBMISSION_CHECKS,
  ...CURSOR_CHECKS,
];
