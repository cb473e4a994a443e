/**
 * What a reader of any file or plant emits: records in the words of their source. The store
 * resolves names to parts and units, keeps the verbatim payload and its hash, and drops repeats by
 * (source, key).
 *
 * Times are microseconds since 1970-01-01T00:00:00Z as integers (2^53 µs reaches the year 2255).
 * Lengths are mm and angles degrees unless `uom` says otherwise.
 */
import type { EventKind, LinkOrigin, Severity } from "./event.ts";
import type { SerialStatus, Verdict, VerdictOrigin } from "./unit.ts";
import type { CadModel, Surface } from "./cad.ts";

/** Where in its file a record stands, for messages and evidence. 1-based. */
export interface Place {
  readonly line?: number;
  readonly sheet?: string;
  readonly cell?: string;
}

/** A part as a source names it; `strength` tells whether the name may found a new part. */
export interface PartReference {
  /** The name as written, for example `nist_mtc_crada_plate_Origin_Nikon_Touch`. */
  readonly name: string;
  readonly revision?: string;
  /** stated: a product or part header says so. guessed: read from a file or program name. */
  readonly strength: "stated" | "guessed";
}

/** A unit as a source names it. Without a serial the position in its file is its only identity. */
export interface UnitReference {
  readonly part: PartReference;
  readonly serial?: string;
  readonly serialStatus: SerialStatus;
  readonly lot?: string;
  /** 1-based order in its file; required where the serial is missing. */
  readonly position?: number;
  /** What the source calls the sample where that is no serial number. */
  readonly label?: string;
  /** How the serial was found. */
  readonly origin?: LinkOrigin;
}

export interface PartRecord {
  readonly record: "part";
  readonly part: PartReference;
  /** Descriptive name where it differs from the number. */
  readonly title?: string;
  readonly modelSha256?: string;
  /** Files of the part that the source hands out by their hash. */
  readonly files?: readonly PartFile[];
}

export interface PartFile {
  readonly role: "model" | "drawing" | "document";
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** A BOM line (ISO 10303-44: next assembly usage), one per child part and parent. */
export interface BomLineRecord {
  readonly record: "bom-line";
  readonly parent: PartReference;
  readonly child: PartReference;
  readonly quantity: number;
  readonly findNumber?: string;
  readonly occurrenceNames?: readonly string[];
}

export interface UnitRecord {
  readonly record: "unit";
  readonly unit: UnitReference;
}

/** As-built or as-maintained place of a unit in another; open-ended where `removedAt` is absent. */
export interface UnitComponentRecord {
  readonly record: "unit-component";
  readonly key: string;
  readonly parent: UnitReference;
  readonly child: UnitReference;
  readonly position?: string;
  readonly installedAt?: number;
  readonly removedAt?: number;
}

/** A toleranced feature (QIF characteristic): limits are absolute, in `uom`. */
export interface CharacteristicRecord {
  readonly record: "characteristic";
  readonly part: PartReference;
  readonly name: string;
  /** QIF kind in lower case without its suffix, for example `diameter`, `flatness`, `position`. */
  readonly kind: string;
  readonly nominal?: number;
  readonly lowerLimit?: number;
  readonly upperLimit?: number;
  readonly uom?: string;
  /** A doubt about the limits that the reader must see, for example a negative tolerance taken as its amount. */
  readonly remark?: string;
  /** Exact surfaces of the faces that it is of, in the part's own coordinates: a face is known again by these alone. */
  readonly faces?: readonly Surface[];
}

/** Where a measured feature is by design (QIF feature nominal), in the part's own coordinates, mm. */
export interface FeatureRecord {
  readonly record: "feature";
  /** By which measurements name it; unique within its source. */
  readonly name: string;
  /** QIF kind in lower case without its suffix, for example `cylinder`, `plane`. */
  readonly kind: string;
  readonly point: readonly [number, number, number];
  /** Unit axis or normal. */
  readonly direction?: readonly [number, number, number];
  readonly diameter?: number;
}

export interface MeasurementRecord {
  readonly record: "measurement";
  readonly key: string;
  readonly unit: UnitReference;
  readonly characteristic: string;
  /** The feature measured, as the source names it, where one characteristic holds for several (QIF FeatureItem). */
  readonly feature?: string;
  /** Absent where the source lists the characteristic but measured nothing. */
  readonly value?: number;
  /** Attribute results (go / no go, text) verbatim. */
  readonly text?: string;
  readonly verdict: Verdict;
  readonly verdictOrigin: VerdictOrigin;
  readonly laboratory?: string;
  readonly device?: string;
  /** 1-based position of the sample in its file. */
  readonly sequence: number;
  readonly takenAt?: number;
  readonly at?: Place;
}

export interface EventRecord {
  readonly record: "event";
  /** Stable within the source over every re-import and re-export. */
  readonly key: string;
  readonly kind: EventKind;
  /** Kind of event in the source's field, for example `program-run`, `inspection`, `tool-change`. */
  readonly type: string;
  readonly title: string;
  /** Absent where the source gives no time: such an event is listed as undated, never placed. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Minutes east of UTC at the source; absent where the source does not say. */
  readonly offsetMinutes?: number;
  readonly severity?: Severity;
  readonly part?: PartReference;
  readonly unit?: UnitReference;
  /** How the link to part or unit was found. */
  readonly linkOrigin?: LinkOrigin;
  readonly equipment?: string;
  readonly order?: string;
  readonly operation?: string;
  /** Who did it, as the source names them. */
  readonly actor?: string;
  /** Names of characteristics that the event is about. */
  readonly characteristics?: readonly string[];
  /** Quantities, parameters, program revision: what a person reads in the details. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  /** Verbatim bytes of the source for this event, bounded to 64 KiB by the reader. */
  readonly payload: string;
  readonly at?: Place;
}

/** A known circumstance of a unit (setup sheet row): input to the common-cause ranking. */
export interface FactorRecord {
  readonly record: "factor";
  readonly key: string;
  readonly unit: UnitReference;
  readonly factor: string;
  readonly value: string;
  readonly at?: Place;
}

/** Free text of a person, kept with its place. */
export interface NoteRecord {
  readonly record: "note";
  readonly key: string;
  readonly part?: PartReference;
  readonly units?: readonly UnitReference[];
  readonly text: string;
  readonly at?: Place;
}

/** A chunk of samples of one signal, ascending in time. `texts` holds non-numeric values by index. */
export interface SamplesRecord {
  readonly record: "samples";
  readonly equipment: string;
  readonly signal: string;
  readonly uom?: string;
  readonly unit?: UnitReference;
  /** µs since the epoch. */
  readonly times: Float64Array;
  /** NaN where the source says UNAVAILABLE. */
  readonly values: Float64Array;
}

export interface GapRecord {
  readonly record: "gap";
  readonly key: string;
  readonly stream: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly cause: string;
}

export interface ModelRecord {
  readonly record: "model";
  readonly part: PartReference;
  readonly fileName: string;
  readonly sha256: string;
  readonly model: CadModel;
  /** More of its parts are still being meshed: the next record of the same file takes its place. */
  readonly isPartial?: true;
}

/** One row that was not taken, and why. Counted in full; kept one by one up to a bound. */
export interface RejectionRecord {
  readonly record: "rejection";
  readonly at: Place;
  /** One plain sentence: what is wrong and what was expected. */
  readonly reason: string;
  /** The start of the offending text, at most 200 characters. */
  readonly excerpt?: string;
}

/** Something the reader should know about the file that cost no row. */
export interface RemarkRecord {
  readonly record: "remark";
  readonly at?: Place;
  readonly text: string;
}

/** Rows read since the last count: a reader emits one at least every 10,000 rows and at the end. */
export interface CountRecord {
  readonly record: "count";
  readonly read: number;
  readonly taken: number;
  /** 0…1 of the file's bytes. */
  readonly progress: number;
  /** What came so far makes sense on the screen: a tree without its geometry, a model without some of its parts. */
  readonly isSettled?: true;
}

export type SourceRecord =
  | PartRecord
  | BomLineRecord
  | UnitRecord
  | UnitComponentRecord
  | CharacteristicRecord
  | FeatureRecord
  | MeasurementRecord
  | EventRecord
  | FactorRecord
  | NoteRecord
  | SamplesRecord
  | GapRecord
  | ModelRecord
  | RejectionRecord
  | RemarkRecord
  | CountRecord;
