/** The demo's own plant. */
export const demo = {
  "demo.simulated": "the demo's own plant",
  "demo.stop-hint": "As if the network cable were pulled: everything stays, only its age grows.",
  "demo.remove-ask":
    "Leave the demo? Its plant ends, and {records, plural, =0 {everything} one {the # record} other {the # records}} that came from it {records, plural, one {goes} other {go}}. Drafts and change requests stay.",
} as const;
