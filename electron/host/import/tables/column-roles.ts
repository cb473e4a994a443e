/** What a column holds, by its header. English and German words of the shop floor. */
import type { ColumnRole } from "../../../../shared/model/table-mapping.ts";

/** `ACtStartDate`, `Work_Order-Type:` → words in lower case with single spaces. */
export function headerWords(header: string): string {
  return header
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replace(/[_\-./:]+/g, " ")
    .replace(/#/g, " # ")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

const NUMBER = "(?: ?(?:number|no|nr|num|id|code|nummer|#))?";
const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, "u");
const ending = (pattern: string): RegExp => new RegExp(`(?:^|\\s)(?:${pattern})$`, "u");

/** In the order in which roles are given away; within a role the first pattern is the best. */
const PATTERNS: readonly (readonly [ColumnRole, readonly RegExp[]])[] = [
  [
    "serial",
    [
      whole(`(?:(?:part|unit|product|item|piece|device) )?serial(?: ?(?:number|no|nr|num|#))*`),
      whole("s n|sn|seriennummer|serien ?nr|serial #"),
      whole("(?:part|unit|piece) #"),
    ],
  ],
  ["lot", [whole(`(?:lot|batch|charge|charge?n|los)${NUMBER}`)]],
  [
    "part",
    [whole(`(?:part|material|item|article|artikel|teile?|product|produkt)${NUMBER}`), whole("part name")],
  ],
  [
    "end-time",
    [ending("(?:end|finish(?:ed)?|completed|completion|stop|ende)(?: (?:date|time|at|on))*"), whole("bis")],
  ],
  [
    "time",
    [
      ending("time ?stamp|date ?time|zeitstempel"),
      ending("(?:start(?:ed)?|begin|beginn)(?: (?:date|time|at|on))*"),
      ending("date|datum|time|zeit|zeitpunkt|when"),
      ending("(?:created|recorded|reported)(?: (?:at|on))?"),
    ],
  ],
  [
    "event-title",
    [
      whole("short text|title|subject|summary|kurztext|bezeichnung|betreff"),
      ending("description|beschreibung|text"),
      whole("event|problem|symptom|message|what|ereignis"),
    ],
  ],
  [
    "event-type",
    [whole("(?:event|order|wo|work order|maintenance) type|type|category|art|auftragsart|kind")],
  ],
  [
    "equipment",
    [
      whole(`(?:equipment|machine|asset|maschine|anlage|resource|work ?station|station)${NUMBER}(?: name)?`),
      ending("functional location|location|technischer platz"),
    ],
  ],
  [
    "order",
    [whole(`(?:work order|wo|po|order|auftrag|auftrags|job|maintenance order|ticket|ncr|case)${NUMBER}`)],
  ],
  ["operation", [whole(`(?:operation|op|step|arbeitsgang)${NUMBER}`)]],
  [
    "actor",
    [
      whole(
        "operator(?: name)?|technician|inspector|author|(?:performed|reported|created|done) by|bediener|prüfer|worker",
      ),
    ],
  ],
  ["cost", [ending("actual costs?|total costs?"), ending("costs?|kosten")]],
  ["note", [whole("notes?|remarks?|comments?|observations?|bemerkung(?:en)?|kommentar|anmerkung(?:en)?")]],
  ["key", [whole("id|key|record id|event id|uuid|guid")]],
];

/** Order in which roles are given away. */
export const ROLE_ORDER: readonly ColumnRole[] = PATTERNS.map(([role]) => role);

/** How well a header fits a role: 1 is best, undefined is not at all. */
export function roleRank(header: string, role: ColumnRole): number | undefined {
  const words = headerWords(header);
  const patterns = PATTERNS.find(([name]) => name === role)?.[1] ?? [];
  const index = patterns.findIndex((pattern) => pattern.test(words));
  return index < 0 ? undefined : index + 1;
}

/** A date that was planned, not one that happened: only a substitute for a real one. */
export function isPlannedTime(header: string): boolean {
  return /\b(?:basic|planned|plan|scheduled|target|due|requested|soll)\b/.test(headerWords(header));
}

/** Any role but those that every word fits. */
export function isKnownHeader(header: string): boolean {
  return ROLE_ORDER.some((role) => roleRank(header, role) !== undefined);
}

const FEATURE =
  /\b(?:diameter|dia|radius|length|width|height|depth|thickness|flatness|position|angle|roundness|cylindricity|parallelism|perpendicularity|concentricity|runout|profile|roughness|distance|hole|bore|slot|durchmesser|länge|breite|höhe|tiefe|dicke|winkel|ebenheit|abstand)\b|[øØ⌀]/u;
const SETTING =
  /\b(?:tool|speed|feed|rpm|spindle|temperature|temp|pressure|offset|coolant|cutter|program|setting|setup|nominal|limit|tolerance|min|max|werkzeug|drehzahl|vorschub)\b/u;
const UNIT = /[([]\s*(mm|µm|um|in|inch|deg|°|cm|m)\s*[)\]]\s*$/iu;

/** Unit of measure in brackets at a header's end: `Bore diameter [mm]`. */
export function headerUom(header: string): string | undefined {
  const uom = UNIT.exec(header.trim())?.[1]?.toLowerCase();
  if (uom === "deg") return "°";
  if (uom === "um") return "µm";
  return uom === "inch" ? "in" : uom;
}

/** Is what a measured feature is called, and no setting of a machine. */
export function isCharacteristicHeader(header: string): boolean {
  const words = headerWords(header);
  if (SETTING.test(words)) return false;
  return headerUom(header) !== undefined || FEATURE.test(words);
}
