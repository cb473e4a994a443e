/** The import under way: plan, run, report. Kept outside React, for it goes on while its panel is closed. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import {
  CAD_FORMATS,
  type ImportPlan,
  type ImportProgress,
  type ImportReport,
} from "../../../shared/contract/import.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { currentHost } from "../../host/host.ts";
import { plannedModel } from "../../state/planned-model.ts";
import { asFailure } from "../../state/query.ts";
import { showPanel } from "../../state/workspace.ts";

export type Progress = Extract<ImportProgress, { type: "progress" }>;

export type ImportStage =
  | { readonly stage: "idle" }
  | { readonly stage: "uploading"; readonly done: number; readonly count: number }
  | { readonly stage: "planning" }
  | { readonly stage: "plan"; readonly plan: ImportPlan; readonly excluded: ReadonlySet<string> }
  | {
      readonly stage: "running";
      readonly plan: ImportPlan;
      readonly progress: Progress | undefined;
      readonly stopping: boolean;
    }
  | { readonly stage: "report"; readonly report: ImportReport }
  | { readonly stage: "failed"; readonly during: "plan" | "run"; readonly failure: Failure };

export const importState = createStore<{ readonly current: ImportStage }>(() => ({
  current: { stage: "idle" },
}));

export function useImport(): ImportStage {
  return useStore(importState, (state) => state.current);
}

const show = (current: ImportStage): void => importState.setState({ current });

let running: AbortController | undefined;

/** Looks through files and folders of the host's computer and shows what each is. */
export async function planPaths(paths: readonly string[]): Promise<void> {
  if (paths.length === 0 || isRunning()) return;
  showPanel("import");
  const planning: ImportStage = { stage: "planning" };
  show(planning);
  let next: ImportStage;
  try {
    const plan = await currentHost().import.plan({ paths: [...paths] });
    next = { stage: "plan", plan, excluded: initiallyExcluded(plan) };
    if (plan.files.some(({ format = "" }) => CAD_FORMATS.has(format)))
      plannedModel.setState({ isPlanned: true });
  } catch (thrown) {
    next = { stage: "failed", during: "plan", failure: asFailure(thrown) };
  }
  // Something else was opened meanwhile, or is being imported already: that is what the screen is about.
  if (importState.getState().current === planning) show(next);
}

/** An import under way keeps its place on the screen: nothing else is planned meanwhile. */
export function isRunning(): boolean {
  return importState.getState().current.stage === "running";
}

/** What nobody recognises can't be read: it is listed, and left out. */
export function initiallyExcluded(plan: ImportPlan): ReadonlySet<string> {
  return new Set(plan.files.filter((file) => file.format === undefined).map((file) => file.path));
}

export function setIncluded(path: string, included: boolean): void {
  const { current } = importState.getState();
  if (current.stage !== "plan") return;
  const excluded = new Set(current.excluded);
  if (included) excluded.delete(path);
  else excluded.add(path);
  show({ ...current, excluded });
}

export async function runPlan(): Promise<void> {
  const { current } = importState.getState();
  if (current.stage !== "plan") return;
  const { plan, excluded } = current;
  const abort = new AbortController();
  running = abort;
  show({ stage: "running", plan, progress: undefined, stopping: false });
  let report: ImportReport | undefined;
  try {
    await currentHost().import.run(
      { planId: plan.planId, exclude: [...excluded] },
      (event) => {
        if (event.type === "report") {
          report = event.report;
          return;
        }
        const now = importState.getState().current;
        if (now.stage === "running") show({ ...now, progress: event });
      },
      { signal: abort.signal },
    );
    show(report === undefined ? { stage: "idle" } : { stage: "report", report });
  } catch (thrown) {
    const failure = asFailure(thrown);
    // What was taken stays; the report of a cancelled run is among the earlier imports.
    show(failure.kind === "cancelled" ? { stage: "idle" } : { stage: "failed", during: "run", failure });
  } finally {
    running = undefined;
  }
}

export function cancelRun(): void {
  const { current } = importState.getState();
  if (current.stage === "running") show({ ...current, stopping: true });
  running?.abort();
}

export function discard(): void {
  if (!isRunning()) show({ stage: "idle" });
}

export function showUploading(done: number, count: number): void {
  if (!isRunning()) show({ stage: "uploading", done, count });
}

export function showPlanFailure(thrown: unknown): void {
  if (isRunning()) return;
  showPanel("import");
  show({ stage: "failed", during: "plan", failure: asFailure(thrown) });
}
