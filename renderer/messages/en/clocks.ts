/** Clocks of sources that were off. Amounts come as "1 d 00 h" or "3 min 12 s". */
export const clocks = {
  "clock.ahead": "{time} ahead of this computer’s",
  "clock.behind": "{time} behind this computer’s",
  "clock.short-ahead": "+{time}",
  "clock.short-behind": "−{time}",
  "clock.lane": "{lane}, its clock {off}",
  "clock.here-since":
    "The clock of {source} was {off}, from {from} on by its own time. Times are shown as it stated them.",
  "clock.here-until":
    "The clock of {source} was {off}, from {from} to {to} by its own time. Times are shown as it stated them.",
  "clock.beside": "{source} {short}",
  "clock.several": "{count, number} clocks off",
  "clock.event": "The clock of {source} was {off} then; the time shown is as the source stated it.",
  "clock.history": "Its clock was off {count, plural, one {once} other {# times}}",
  "clock.history-row": "{from} to {to}: {off} (± {uncertainty})",
  "clock.history-open": "since {from}: {off} (± {uncertainty})",
} as const;
