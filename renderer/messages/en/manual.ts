/** The manual. */
export const manual = {
  "panel.manual": "Manual",
  "manual.contents": "Contents",
  "manual.found": "Found",
  "manual.back": "Back",
  "manual.find": "Find in the manual",
  "manual.none": "Nothing in the manual has “{words}”.",
  "manual.failed": "The manual could not be opened.",
} as const;
