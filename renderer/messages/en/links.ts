/** Links to what the screen shows. */
export const links = {
  "link.opened": "Open a link",
  "link.copied": "Link copied",
  "link.copied-cut":
    "Link copied; it has no room for {count, plural, one {# hidden part} other {# hidden parts}}",
  "link.cut":
    "{count, plural, one {# part that was not shown had} other {# parts that were not shown had}} no room in it: all of them are shown here.",
  "link.copy-title": "Link to this view",
  "link.copy-by-hand": "The clipboard could not be written. Copy the link from here:",
  "link.shortened": "Sections, measurements and what was picked had no room in it.",
  "link.too-long": "There are too many filters for a link. Remove some of them.",
  "link.open-title": "Open a link",
  "link.link": "Link",
  "link.placeholder": "Paste a link to a view",
  "link.open": "Open",
  "link.close": "Close",
  "link.missing": "Not all of it is here; the rest is shown:",
  "link.no-part": "The part {name} is not in this cache.",
  "link.no-filter": "{filter} is not in this cache: the filter is left out.",
  "link.newer": "A newer version of Throughline made this link.",
  "link.unreadable": "This is no link to a view, or a part of it is missing. Copy it again as a whole.",
} as const;
