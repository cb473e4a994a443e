/** What is done to a data folder of an older version before anything can be asked of it. */
import * as v from "valibot";
import { listen } from "../rpc/service.ts";

/** A step to a newer schema of the cache, under way. */
export interface StartingStep {
  /** Of the steps that the cache lacks, from 1. */
  readonly step: number;
  readonly of: number;
  /** Of the migration, as the code calls it. */
  readonly name: string;
  /** When it began; µs since 1970, UTC. */
  readonly since: number;
}

export const startingService = {
  /**
   * The one method that is answered before the cache is open: the step under way at once, each further one, and the
   * end once everything else is answered too. Ends at once where nothing is to be done.
   */
  follow: listen<StartingStep>()(v.object({})),
} as const;
