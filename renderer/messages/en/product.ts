/** Product tree and list of units. */
export const product = {
  "product.tree": "Product structure",
  "product.filter": "Filter {count, plural, one {# part} other {# parts}}",
  "product.no-match": "No part matches “{text}”.",
  "product.failed": "The product structure could not be loaded.",
  "product.quantity": "{quantity, number}×",
  "product.row-label":
    "{number}{title}{revision} {quantity, number}×, {units, plural, =0 {no units} one {# unit} other {# units}}{failed, plural, =0 {} other {, # failed}}",
  "product.rate-title": "{failed, number} of {units, number} units failed",
  "product.no-units": "No units known",
  "units.filter": "Filter {count, plural, one {# unit} other {# units}}",
  "units.none-selected": "Select a part to see its units.",
  "units.none": "No unit of {part} is known. Import inspection results or machine logs of it.",
  "units.none-in-span": "No unit of {part} has an event in the brushed span.",
  "units.no-match": "No unit matches “{text}”.",
  "units.failed": "The units could not be loaded.",
  "units.list": "Units of {part}",
  "units.claim": "Take the order as serial numbers…",
  "units.claim-explain":
    "{source} states no serial numbers: only the order of its {count, plural, one {# sample} other {# samples}} is known. If the samples were inspected in the order of their serials, sample 1 is serial 1, and so on.",
  "units.claim-assumed": "Assume it",
  "units.claim-proven": "I know it is so",
  "units.claim-assumed-title": "The serials are shown as assumed everywhere",
  "units.claim-proven-title": "The serials count as proven, on your word",
  "units.claim-failed": "The serials could not be taken.",
  "units.claim-done": "Serial numbers of {part} taken from the order of its samples",
  "units.claimed-assumed":
    "Serials of {count, plural, one {# sample} other {# samples}} assumed from their order",
  "units.claimed-proven":
    "Serials of {count, plural, one {# sample} other {# samples}} taken from their order, on your word",
  "units.withdraw": "Take it back",
} as const;
