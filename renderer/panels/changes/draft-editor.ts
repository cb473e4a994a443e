/**
 * A change request while somebody writes it: kept by itself a moment after the last stroke, one save at a
 * time, so that the first one founds the request and the others go on with it.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ChangeDraft, ChangeRequest } from "../../../shared/contract/changes.ts";
import { Failure } from "../../../shared/rpc/failure.ts";

/** untitled: can't be kept yet. unsaved: a stroke is not kept yet. */
export type DraftStand = "untitled" | "unsaved" | "saving" | "saved" | "failed";

export interface DraftState {
  readonly draft: ChangeDraft | undefined;
  readonly stand: DraftStand;
  readonly failure: Failure | undefined;
}

export interface DraftEditor {
  readonly store: StoreApi<DraftState>;
  /** Begins with a draft; what was open before is kept first. `isNew`: it is not kept anywhere yet. */
  readonly open: (draft: ChangeDraft, isNew: boolean) => void;
  readonly edit: (change: Partial<ChangeDraft>) => void;
  /** Keeps it now; resolves with its id, undefined where it has no title. Rejects where it could not be kept. */
  readonly flush: () => Promise<string | undefined>;
  /** Keeps it and leaves it. */
  readonly close: () => void;
  /** Leaves it without keeping what is not kept yet. */
  readonly drop: () => void;
}

export interface DraftEditorOptions {
  readonly save: (draft: ChangeDraft) => Promise<Pick<ChangeRequest, "changeId">>;
  /** Calls back after a pause; returns what calls it off. */
  readonly later: (work: () => void) => () => void;
}

interface Writing {
  draft: ChangeDraft;
  dirty: boolean;
  saving: Promise<void> | undefined;
}

const NOTHING: DraftState = { draft: undefined, stand: "saved", failure: undefined };

export function createDraftEditor({ save, later }: DraftEditorOptions): DraftEditor {
  const store = createStore<DraftState>(() => NOTHING);
  let current: Writing | undefined;
  let callOff = (): void => undefined;

  const show = (writing: Writing, stand: DraftStand, failure?: Failure): void => {
    if (writing === current) store.setState({ draft: writing.draft, stand, failure });
  };
  const isUntitled = ({ draft }: Writing): boolean => draft.title.trim() === "";

  const keepOnce = async (writing: Writing): Promise<void> => {
    writing.dirty = false;
    show(writing, "saving");
    try {
      const { changeId } = await save(writing.draft);
      writing.draft = { ...writing.draft, changeId };
    } catch (thrown) {
      writing.dirty = true;
      const failure =
        thrown instanceof Failure
          ? thrown
          : new Failure("bug", thrown instanceof Error ? thrown.message : String(thrown));
      show(writing, "failed", failure);
      throw failure;
    } finally {
      writing.saving = undefined;
    }
    show(writing, writing.dirty ? "unsaved" : "saved");
  };
  const keep = async (writing: Writing): Promise<string | undefined> => {
    for (;;) {
      if (writing.saving !== undefined) await writing.saving;
      else if (!writing.dirty || isUntitled(writing)) return writing.draft.changeId;
      else await (writing.saving = keepOnce(writing));
    }
  };
  /** What goes wrong is shown beside the text, and tried again with the next stroke. */
  const keepQuietly = (writing: Writing): void => void keep(writing).catch(() => undefined);

  const schedule = (writing: Writing): void => {
    callOff();
    show(writing, isUntitled(writing) ? "untitled" : "unsaved");
    callOff = later(() => keepQuietly(writing));
  };
  const leave = (): void => {
    callOff();
    if (current !== undefined) keepQuietly(current);
    current = undefined;
  };

  return {
    store,
    open: (draft, isNew) => {
      leave();
      current = { draft, dirty: isNew, saving: undefined };
      show(current, "saved");
      if (isNew) schedule(current);
    },
    edit: (change) => {
      if (current === undefined) return;
      current.draft = { ...current.draft, ...change };
      current.dirty = true;
      schedule(current);
    },
    flush: async () => {
      callOff();
      return current === undefined ? undefined : await keep(current);
    },
    close: () => {
      leave();
      store.setState(NOTHING);
    },
    drop: () => {
      callOff();
      current = undefined;
      store.setState(NOTHING);
    },
  };
}

/** The words of a request, to be written on. */
export function draftOf(request: ChangeRequest): ChangeDraft {
  const { changeId, title, problem, proposal, partNumber, serial, author, viewpoint } = request;
  return {
    changeId,
    title,
    problem,
    proposal,
    about: [...request.about],
    evidence: [...request.evidence],
    files: [...request.files],
    ...(partNumber === undefined ? {} : { partNumber }),
    ...(serial === undefined ? {} : { serial }),
    ...(author === undefined ? {} : { author }),
    ...(viewpoint === undefined ? {} : { viewpoint }),
  };
}

/** The plant's words in the place of ours; what it does not say stays. */
export function draftOfTheirs(request: ChangeRequest): ChangeDraft {
  const fields = request.theirs?.fields ?? {};
  const mine = draftOf(request);
  return {
    ...mine,
    title: fields["title"] ?? mine.title,
    problem: fields["problem"] ?? mine.problem,
    proposal: fields["proposal"] ?? mine.proposal,
  };
}
