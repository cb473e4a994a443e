/** Search panel and palette. */
export const search = {
  "search.label": "Search",
  "search.placeholder": "Parts, serials, orders, notes, commands",
  "search.panel-placeholder": "Part, serial, order, note",
  "search.results": "Results",
  "search.empty": "Type a part number, a serial, a machine, or a word of a note.",
  "search.none": "Nothing found for “{text}”.",
  "search.failed": "The search did not work.",
  "search.group-command": "Commands",
  "search.group-part": "Parts",
  "search.group-unit": "Units",
  "search.group-event": "Events",
  "search.group-note": "Notes",
  "search.group-characteristic": "Characteristics",
  "search.group-first": "{title} · the first {count}",
  "search.kinds": "Kinds",
  "search.all-kinds": "All",
} as const;
