/** Which change request is open, and how one is begun from what is selected. */
import { createStore } from "zustand/vanilla";
import type { ChangeDraft, ChangeRequest } from "../../../shared/contract/changes.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { cache, findPart } from "../../state/cache.ts";
import { selection } from "../../state/selection.ts";
import { viewpointNow } from "../../state/viewpoint.ts";
import { showPanel } from "../../state/workspace.ts";
import { createDraftEditor, draftOf } from "./draft-editor.ts";
import { evidenceOf, mergeEvidence } from "./evidence.ts";

/** Milliseconds after the last stroke. */
const PAUSE = 600;

export const editor = createDraftEditor({
  save: async (draft) => await currentHost().changes.save(draft),
  later: (work) => {
    const timer = setTimeout(work, PAUSE);
    return () => clearTimeout(timer);
  },
});

/** One that is no draft is looked at, not written on. */
export const opened = createStore<{ readonly changeId: string | undefined }>(() => ({ changeId: undefined }));

export function showRequest(request: ChangeRequest): void {
  if (request.state === "draft") {
    opened.setState({ changeId: undefined });
    editor.open(draftOf(request), false);
  } else {
    editor.close();
    opened.setState({ changeId: request.changeId });
  }
}

export async function openChange(changeId: string): Promise<void> {
  showRequest(await currentHost().changes.get({ changeId }));
}

export function showList(): void {
  editor.close();
  opened.setState({ changeId: undefined });
}

/** A new request about the selection, with what can be proven of it. */
export async function newChange(): Promise<void> {
  showPanel("changes");
  const draft = await draftOfSelection();
  opened.setState({ changeId: undefined });
  editor.open(draft, true);
}

/** Goes into the draft that is open; where none is, a new one is begun. */
export async function addEvidence(): Promise<void> {
  if (editor.store.getState().draft === undefined) return await newChange();
  showPanel("changes");
  const found = await evidenceOf(currentHost(), selection.getState());
  const { draft } = editor.store.getState();
  if (draft !== undefined) editor.edit({ evidence: mergeEvidence(draft.evidence, found) });
}

async function draftOfSelection(): Promise<ChangeDraft> {
  const host = currentHost();
  const selected = selection.getState();
  const { partNumber, unitId } = selected;
  const viewpoint = viewpointNow();
  const [evidence, unit] = await Promise.all([
    evidenceOf(host, selected),
    unitId === undefined ? undefined : host.units.details({ unitId }),
  ]);
  const part = partNumber ?? unit?.partNumber;
  const event = selected.eventPosition === undefined ? undefined : evidence[0]?.title;
  return {
    title: titleOf(part, event).slice(0, 300),
    problem: "",
    proposal: "",
    evidence: mergeEvidence([], evidence),
    viewpoint,
    ...(part === undefined ? {} : { partNumber: part }),
    ...(unit?.serial === undefined ? {} : { serial: unit.serial }),
  };
}

function titleOf(partNumber: string | undefined, event: string | undefined): string {
  if (partNumber === undefined) return event ?? "";
  const name = findPart(cache.getState().tree, partNumber)?.title ?? partNumber;
  return event === undefined
    ? message("changes.default-title", { name })
    : message("changes.default-title-event", { name, event });
}
