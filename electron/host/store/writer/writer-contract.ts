/**
 * What the writer worker does for the rest of the host. Internal: both ends are this program, so
 * inputs are typed, not checked again; records were validated by the importer that made them.
 */
import * as v from "valibot";
import type { CacheChange, ChangeKind } from "../../../../shared/contract/cache-change.ts";
import type { FileReport, ImportReport } from "../../../../shared/contract/import.ts";
import type { Settings } from "../../../../shared/contract/settings.ts";
import type { SerialClaim } from "../../../../shared/contract/units.ts";
import type { ModelRecord, SourceRecord } from "../../../../shared/model/record.ts";
import type { TableMapping } from "../../../../shared/model/table-mapping.ts";
import { call, listen } from "../../../../shared/rpc/service.ts";
import { opcuaWriterContract } from "./opcua/opcua-contract.ts";
import { demoStoreService } from "./demo.ts";
import { changeRequestsService } from "./change-requests.ts";
import { storedLinksService } from "./face-links.ts";
import { feedsService } from "./feeds/feed-contract.ts";
import { storedRetentionService } from "./retention/retention-contract.ts";
import { outboxService } from "./outbox.ts";
import { storedPartLinksService } from "./part-links.ts";
import { storedPlantsService } from "./plants.ts";

/** A model whose mesh was already written to the blobs: only what the database keeps. */
export interface StoredModelRecord extends Omit<ModelRecord, "record" | "model"> {
  readonly record: "stored-model";
  readonly meshSha256: string;
  /** Bytes of the mesh blob. */
  readonly bytes: number;
  readonly problems: readonly string[];
  readonly nodes: readonly {
    readonly path: string;
    readonly part: { readonly name: string; readonly revision?: string };
  }[];
}

export type WritableRecord = Exclude<SourceRecord, ModelRecord> | StoredModelRecord;

export interface FileStart {
  readonly importId: number;
  readonly path: string;
  readonly name: string;
  readonly format: string | undefined;
  readonly sourceId: string | undefined;
  readonly sha256: string;
  /** Hash of what the file is read by besides its bytes, as the saved column mapping of a table; absent: as proposed from its headers. */
  readonly mappingSha256?: string;
}

const typed = <T>() => v.custom<T>(() => true);
const nothing = v.object({});

export const writerContract = {
  imports: {
    begin: call<{ readonly importId: number }>()(nothing),
    /** `unchanged`: these very bytes were taken in whole before, by the same mapping; nothing needs to be read. */
    beginFile: call<{ readonly fileId: number; readonly unchanged: boolean }>()(typed<FileStart>()),
    apply: call<{ readonly taken: number; readonly repeated: number }>()(
      typed<{ readonly fileId: number; readonly records: readonly WritableRecord[] }>(),
    ),
    /** What was applied so far is there for the screen, before its file is read whole. `isOnlyModels`: since the last time only models. */
    show: call<void>()(v.object({ isOnlyModels: v.boolean() })),
    finishFile:
      call<FileReport>()(
        typed<{
          readonly fileId: number;
          readonly status: FileReport["status"];
          readonly failure?: string;
        }>(),
      ),
    finish:
      call<ImportReport>()(typed<{ readonly importId: number; readonly status: "done" | "cancelled" }>()),
    reports: call<readonly ImportReport[]>()(nothing),
    /** Which of these contents were taken in whole before. */
    known: call<readonly string[]>()(typed<{ readonly sha256s: readonly string[] }>()),
    mappings: call<Readonly<Record<string, TableMapping>>>()(nothing),
    saveMapping: call<void>()(typed<{ readonly fingerprint: string; readonly mapping: TableMapping }>()),
  },
  demo: demoStoreService,
  feeds: feedsService,
  plants: storedPlantsService,
  outbox: outboxService,
  changeRequests: changeRequestsService,
  claims: {
    list: call<readonly SerialClaim[]>()(nothing),
    add: call<SerialClaim>()(
      typed<{
        readonly claimId: string;
        readonly sourceId: string;
        readonly partNumber: string;
        readonly status: "assumed" | "proven";
      }>(),
    ),
    withdraw: call<{ readonly units: number }>()(typed<{ readonly claimId: string }>()),
  },
  links: storedLinksService,
  partLinks: storedPartLinksService,
  retention: storedRetentionService,
  opcua: opcuaWriterContract,
  settings: {
    get: call<Settings>()(nothing),
    set: call<Settings>()(typed<Settings>()),
  },
  content: {
    /** As the contract's `sources.watch`: at once, and after every committed change. */
    watch: listen<CacheChange>()(typed<{ readonly kinds?: readonly ChangeKind[] }>()),
  },
  control: {
    /** Checkpoints the log and closes both databases. */
    close: call<void>()(nothing),
  },
} as const;
