/**
 * The demo's story: every date and number that somebody may want to change.
 *
 * ANSWER KEY. From the end of March actuators fail at the end-of-line test (vibration) and come back from
 * the field with noisy bearings.
 * - Seen first: "Bearing bore 62 H7" of the drive housing 10-4110 drifts upwards, then leaves its limit.
 *   Small excesses are used as is under a concession, the worst are scrapped.
 * - Cause: a conjunction. Machine VMC-2 had its Z-axis ball screw replaced (CM-3027); the head stands a
 *   little out of tram since. Program DH-OP20 v15 probes the seat and corrects the cutter before the last
 *   cut, v14 does not. The repair restored the control's memory from an old backup, so that VMC-2 bores
 *   with v14 again although v15 is released, mostly in the late shift, which starts from the memory.
 *   Neither does harm alone: v14 on VMC-1 is fine, v14 on VMC-2 before the repair was, v15 after it is.
 * - False lead: bearing lot NL-2603. Its incoming inspection had a remark, most of the bad actuators hold
 *   it, and it is the bearings that make the noise. But it does no harm in housings from elsewhere, and
 *   actuators with other lots fail alike.
 * - Evidence: measurements, program and released program of each run, spindle load and following-error
 *   warnings on VMC-2, CM-3027 and its backup, shift book, factors of each unit, returns with findings.
 * - Proof: on Saturday 9 May the head is trammed, ECO-0043 bars programs from the memory; from Monday on
 *   the bore is where it was.
 */
export const STORY = {
  year: {
    first: "2025-11-01",
    last: "2026-10-31",
    holidays: [
      "2026-01-06",
      "2026-04-03",
      "2026-04-06",
      "2026-05-01",
      "2026-05-14",
      "2026-05-25",
      "2026-06-04",
    ],
    shutdowns: [
      ["2025-12-24", "2026-01-02"],
      ["2026-08-03", "2026-08-14"],
    ] as readonly (readonly [string, string])[],
  },

  /** Actuators released to production; in the campaign `factor` times as many a week. */
  plan: {
    units: 200,
    first: "2025-11-03",
    last: "2026-10-22",
    campaign: { first: "2026-03-23", last: "2026-05-08", factor: 2.6 },
  },

  /** Written first, so that the screen shows the heart of the story at once. */
  opening: { from: "2026-03-30", to: "2026-04-13" },

  /** Board revision C: effective with this actuator. */
  boardChange: {
    order: "ECO-0031",
    firstUnit: 61,
    opened: "2026-01-12 09:20",
    effective: "2026-02-16 08:00",
  },

  /** NC program of the bore, with its releases. */
  program: {
    name: "DH-OP20",
    releases: [
      { revision: "v14", at: "2025-09-15 10:00" },
      { revision: "v15", at: "2026-03-09 11:30" },
      { revision: "v16", at: "2026-09-07 10:10" },
    ],
    /** Share of runs that still use the revision before, until `habit` after a release. */
    habitShare: 0.4,
    habitDays: 12,
  },

  cause: {
    part: "10-4110",
    characteristic: "Bearing bore 62 H7",
    machine: "VMC-2",
    otherMachine: "VMC-1",
    /** Share of the housings made on VMC-2. */
    machineShare: 0.52,
    repair: { order: "CM-3027", from: "2026-03-24 09:40", to: "2026-03-27 13:20" },
    corrected: "2026-05-11 06:00",
    staleRevision: "v14",
    /** Chance that VMC-2 runs v14 from its memory between repair and correction, and VMC-1 by habit. */
    staleShare: { early: 0.4, late: 0.8 },
    staleShareElsewhere: 0.35,
    /** mm: the bore without the cause, and what the cause adds to the n-th affected housing (n from 0). */
    bore: { mean: 62.0138, deviation: 0.0017, wearPerPart: 0.00008, offset: 0.0112, growth: 0.0007 },
    /** mm: larger bores are scrapped; the rest is used as is. */
    scrapAbove: 62.0365,
    /** mm: from here on the outer ring creeps. */
    creepFrom: 62.024,
    /** mm/s of vibration per µm above that. */
    vibrationPerMicrometre: 0.08,
    /** Chance of a return from the field: within the limit but creeping, and beyond the limit. */
    returnChance: { creeping: 0.4, beyond: 0.7 },
    returnDays: [24, 130] as const,
  },

  decoy: {
    part: "20-1206",
    lot: "NL-2603",
    received: "2026-03-26 09:10",
    inUse: { from: "2026-04-02", to: "2026-04-27" },
    remark: "Grease darker than the sample; accepted under deviation DEV-118",
  },

  /** Ordinary failures: this many actuators, anywhere in the year. */
  background: {
    endOfLine: [
      {
        part: "20-3021",
        text: "Phase fault, gate driver without output",
        reading: ["Phase current imbalance", 7.4],
        count: 2,
      },
      {
        part: "20-2305",
        text: "End position sensor without signal",
        reading: ["Stroke 300", 296.31],
        count: 1,
      },
    ],
    field: [
      { part: "20-2305", text: "End position lost after wash-down", count: 1 },
      { part: "20-3031", text: "Trips at start, power transistor shorted", count: 1 },
      { part: "10-4220", text: "Backlash has grown, ball nut worn", count: 1 },
    ],
    /** Share of tracked components with a fault found and put right before they are built in. */
    rejectShare: 0.011,
  },

  gaps: {
    machine: {
      equipment: "VMC-2",
      from: "2026-03-17 09:40",
      to: "2026-03-18 14:10",
      cause: "Network switch of the cell replaced; nothing was recorded",
    },
    inspection: {
      from: "2026-06-15 06:00",
      to: "2026-06-16 22:00",
      cause: "Export stopped; the reports of these days never arrived",
    },
    maintenance: { from: "2026-10-27 06:00", cause: "No export since; the server does not answer" },
  },
} as const;
