/** Which change request is open, and how one is begun from what is selected. */
import { createStore } from "zustand/vanilla";
import type { About, ChangeDraft, ChangeRequest } from "../../../shared/contract/changes.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { cache, findPart } from "../../state/cache.ts";
import { selection } from "../../state/selection.ts";
import { sceneView } from "../../state/scene-view.ts";
import { settings } from "../../state/settings.ts";
import { viewpointNow } from "../../state/viewpoint.ts";
import { showPanel } from "../../state/workspace.ts";
import { aboutOf, mergeAbout } from "./about.ts";
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

/** How many of what was added last to the draft that is open did not fit into it. */
export const leftOut = createStore<{ readonly count: number }>(() => ({ count: 0 }));

/** What fits; the rest is said in the form. */
function merged(before: readonly About[], more: readonly About[]): About[] {
  const { about, leftOut: count } = mergeAbout(before, more);
  leftOut.setState({ count });
  return about;
}

export function showRequest(request: ChangeRequest): void {
  leftOut.setState({ count: 0 });
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
  const host = currentHost();
  const [found, about] = await Promise.all([evidenceOf(host, selection.getState()), aboutNow()]);
  const { draft } = editor.store.getState();
  if (draft === undefined) return;
  editor.edit({
    evidence: mergeEvidence(draft.evidence, found),
    about: merged(draft.about ?? [], about),
  });
}

/** What is said elsewhere goes into the draft that is open; where none is, into a new one. */
export async function addAbout(
  more: readonly About[],
  fresh: Pick<ChangeDraft, "title" | "partNumber">,
): Promise<void> {
  showPanel("changes");
  const { draft } = editor.store.getState();
  if (draft !== undefined) return editor.edit({ about: merged(draft.about ?? [], more) });
  const viewpoint = await viewpointNow(currentHost());
  opened.setState({ changeId: undefined });
  editor.open(
    {
      ...fresh,
      title: fresh.title.slice(0, 300),
      problem: "",
      proposal: "",
      about: merged([], more),
      evidence: [],
      viewpoint,
    },
    true,
  );
}

/** The view of now takes the place of the one that is kept with the draft. */
export async function renewViewpoint(): Promise<void> {
  editor.edit({ viewpoint: await viewpointNow(currentHost()) });
}

async function aboutNow(): Promise<About[]> {
  const selected = selection.getState();
  const { unitId } = selected;
  const unit = unitId === undefined ? undefined : await currentHost().units.details({ unitId });
  return aboutOf(selected, {
    view: sceneView.getState().current,
    unit,
    title: (partNumber) => findPart(cache.getState().tree, partNumber)?.title,
    zone: settings.getState().values.plantTimeZone ?? "UTC",
  });
}

async function draftOfSelection(): Promise<ChangeDraft> {
  const host = currentHost();
  const selected = selection.getState();
  const { partNumber, unitId } = selected;
  const [evidence, about, viewpoint, unit] = await Promise.all([
    evidenceOf(host, selected),
    aboutNow(),
    viewpointNow(host),
    unitId === undefined ? undefined : host.units.details({ unitId }),
  ]);
  const part = partNumber ?? unit?.partNumber;
  const event = selected.eventPosition === undefined ? selected.characteristic?.name : evidence[0]?.title;
  return {
    title: titleOf(part, event).slice(0, 300),
    problem: "",
    proposal: "",
    about: merged([], about),
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
