import { beforeEach, describe, expect, test } from "vitest";
import { contract, type HostClient, type HostImplementation } from "../../../shared/contract/contract.ts";
import type {
  ImportPlan,
  ImportProgress,
  ImportReport,
  PlannedFile,
} from "../../../shared/contract/import.ts";
import { createClient } from "../../../shared/rpc/client.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { serveContract } from "../../../shared/rpc/server.ts";
import type { HandlerContext } from "../../../shared/rpc/service.ts";
import { transportPair } from "../../../shared/rpc/transport.ts";
import { useHost } from "../../host/host.ts";
import { setDock } from "../../state/workspace.ts";
import {
  cancelRun,
  discard,
  importState,
  initiallyExcluded,
  planPaths,
  runPlan,
  setIncluded,
  showPlanFailure,
  showUploading,
  type ImportStage,
} from "./import-state.ts";

const file = (path: string): PlannedFile => ({
  path,
  name: path,
  size: 1,
  format: "step",
  alreadyImported: false,
  problem: undefined,
});
const unknown = (path: string): PlannedFile => ({ ...file(path), format: undefined });
const planOf = (...files: readonly PlannedFile[]): ImportPlan => ({
  planId: `plan of ${files.map(({ path }) => path).join()}`,
  files,
  bytes: files.length,
});
const REPORT: ImportReport = {
  importId: 3,
  startedAt: 0,
  endedAt: 1,
  status: "done",
  files: [],
  read: 4,
  taken: 4,
  rejected: 0,
};
const progress = (index: number): ImportProgress => ({
  type: "progress",
  index,
  count: 2,
  name: `file ${index}`,
  read: index,
  taken: index,
  rejected: 0,
  progress: index / 2,
});

interface Call<T> {
  readonly input: T;
  readonly resolve: (value?: unknown) => void;
  readonly reject: (failure: Failure) => void;
  readonly emit: (event: ImportProgress) => void;
  readonly cancelled: () => boolean;
}

/** A host whose answers the test gives when it likes. */
class SlowHost {
  readonly plans: Call<{ readonly paths: readonly string[] }>[] = [];
  readonly runs: Call<{ readonly planId: string; readonly exclude?: readonly string[] }>[] = [];
  readonly client: HostClient;

  constructor() {
    const never = (): void => undefined;
    const handlers = {
      import: {
        plan: (input: Call<{ readonly paths: readonly string[] }>["input"], { signal }: HandlerContext) =>
          new Promise((resolve, reject) => {
            this.plans.push({ input, resolve, reject, emit: never, cancelled: () => signal.aborted });
          }),
        run: (
          input: Call<{ readonly planId: string }>["input"],
          emit: (event: ImportProgress) => void,
          { signal }: HandlerContext,
        ) =>
          new Promise((resolve, reject) => {
            this.runs.push({ input, resolve, reject, emit, cancelled: () => signal.aborted });
          }),
      },
    };
    const [near, far] = transportPair();
    serveContract(contract, handlers as unknown as HostImplementation, far);
    this.client = createClient(contract, near);
  }
}

let host: SlowHost;
const shown: string[] = [];
const stage = (): ImportStage => importState.getState().current;
/** Messages have gone over and come back. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  host = new SlowHost();
  useHost(host.client);
  importState.setState({ current: { stage: "idle" } });
  shown.length = 0;
  setDock({
    show: (panel) => void shown.push(panel),
    toggle: () => undefined,
    reset: () => undefined,
    front: () => [],
  });
});

/** Up to the plan of two files, one of them recognised by nobody. */
async function planned(): Promise<ImportPlan> {
  const plan = planOf(file("/a.step"), unknown("/b.bin"));
  void planPaths(["/a.step", "/b.bin"]);
  await settled();
  host.plans.at(-1)?.resolve(plan);
  await settled();
  return plan;
}

async function running(): Promise<ImportPlan> {
  const plan = await planned();
  void runPlan();
  await settled();
  return plan;
}

describe("planning", () => {
  test("shows the panel, then what each file is, without what nobody recognises", async () => {
    void planPaths(["/a.step"]);
    expect(stage()).toEqual({ stage: "planning" });
    expect(shown).toEqual(["import"]);
    await settled();
    expect(host.plans.map(({ input }) => input)).toEqual([{ paths: ["/a.step"] }]);
    const plan = planOf(file("/a.step"), unknown("/b.bin"));
    host.plans[0]?.resolve(plan);
    await settled();
    expect(stage()).toEqual({ stage: "plan", plan, excluded: new Set(["/b.bin"]) });
  });

  test("nothing chosen asks nothing", async () => {
    await planPaths([]);
    expect([stage(), shown, host.plans.length]).toEqual([{ stage: "idle" }, [], 0]);
  });

  test("what went wrong is told", async () => {
    void planPaths(["/gone"]);
    await settled();
    host.plans[0]?.reject(new Failure("invalid", "/gone is not there"));
    await settled();
    expect(stage()).toMatchObject({ stage: "failed", during: "plan", failure: { kind: "invalid" } });
  });

  test("of two in a row the last counts, whichever answer comes last", async () => {
    void planPaths(["/first"]);
    await settled();
    void planPaths(["/second"]);
    await settled();
    host.plans[1]?.resolve(planOf(file("/second")));
    await settled();
    host.plans[0]?.resolve(planOf(file("/first")));
    await settled();
    expect(stage()).toMatchObject({ stage: "plan", plan: { planId: "plan of /second" } });
  });

  test("an answer that comes late does not take the place of an import under way", async () => {
    void planPaths(["/first"]);
    await settled();
    void planPaths(["/second"]);
    await settled();
    host.plans[1]?.resolve(planOf(file("/second")));
    await settled();
    void runPlan();
    await settled();
    host.plans[0]?.reject(new Failure("invalid", "first"));
    await settled();
    expect(stage()).toMatchObject({ stage: "running", plan: { planId: "plan of /second" } });
  });
});

test("only files without a format are left out at first", () => {
  const again = { ...file("/c.step"), alreadyImported: true };
  expect(initiallyExcluded(planOf(file("/a"), unknown("/b"), again))).toEqual(new Set(["/b"]));
});

describe("the choice of files", () => {
  test("goes in and out, and reaches the host", async () => {
    await planned();
    setIncluded("/b.bin", true);
    setIncluded("/a.step", false);
    setIncluded("/a.step", false);
    expect(stage()).toMatchObject({ excluded: new Set(["/a.step"]) });
    void runPlan();
    await settled();
    expect(host.runs[0]?.input).toEqual({ planId: "plan of /a.step,/b.bin", exclude: ["/a.step"] });
  });

  test("there is none without a plan", () => {
    setIncluded("/a.step", false);
    void runPlan();
    expect([stage(), host.runs.length]).toEqual([{ stage: "idle" }, 0]);
  });
});

describe("running", () => {
  test("shows how far it is, and the report at the end", async () => {
    const plan = await running();
    expect(stage()).toEqual({ stage: "running", plan, progress: undefined, stopping: false });
    host.runs[0]?.emit(progress(0));
    host.runs[0]?.emit(progress(1));
    await settled();
    expect(stage()).toMatchObject({ stage: "running", progress: { name: "file 1", progress: 0.5 } });
    host.runs[0]?.emit({ type: "report", report: REPORT });
    host.runs[0]?.resolve();
    await settled();
    expect(stage()).toEqual({ stage: "report", report: REPORT });
  });

  test("keeps its place whatever else is opened, dropped or discarded", async () => {
    await running();
    await planPaths(["/other"]);
    discard();
    showUploading(1, 2);
    showPlanFailure(new Error("not a file"));
    setIncluded("/a.step", false);
    expect(stage()).toMatchObject({ stage: "running", stopping: false });
    expect(host.plans).toHaveLength(1);
    void runPlan();
    await settled();
    expect(host.runs).toHaveLength(1);
  });

  test("a cancelled one says at once that it stops, tells the host, and ends without a failure", async () => {
    await running();
    cancelRun();
    expect(stage()).toMatchObject({ stage: "running", stopping: true });
    await settled();
    expect(host.runs[0]?.cancelled()).toBe(true);
    expect(stage()).toEqual({ stage: "idle" });
  });

  test("one that failed says why", async () => {
    await running();
    host.runs[0]?.reject(new Failure("limit", "the disk is full"));
    await settled();
    expect(stage()).toMatchObject({ stage: "failed", during: "run", failure: { kind: "limit" } });
    discard();
    expect(stage()).toEqual({ stage: "idle" });
  });

  test("cancelling without one does nothing", () => {
    cancelRun();
    expect(stage()).toEqual({ stage: "idle" });
  });
});

test("handing over is shown, and what could not be handed over", () => {
  showUploading(1, 4);
  expect(stage()).toEqual({ stage: "uploading", done: 1, count: 4 });
  showPlanFailure(new Failure("offline", "the host does not answer"));
  expect(stage()).toMatchObject({ stage: "failed", during: "plan", failure: { kind: "offline" } });
  expect(shown).toEqual(["import"]);
});
