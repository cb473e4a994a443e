import { expect, test } from "vitest";
import type { ChangeDraft, ChangeRequest } from "../../../shared/contract/changes.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { createDraftEditor, draftOf, draftOfTheirs, type DraftEditor } from "./draft-editor.ts";

const DRAFT: ChangeDraft = { title: "Bore too wide", problem: "", proposal: "", evidence: [] };
const ID = "00000000-0000-4000-8000-000000000001";

interface Bench {
  readonly editor: DraftEditor;
  readonly saved: ChangeDraft[];
  /** Answers the oldest save under way. */
  readonly answer: (failure?: Failure) => Promise<void>;
  /** Lets the pause after the last stroke pass. */
  readonly pass: () => void;
}

function bench(): Bench {
  const saved: ChangeDraft[] = [];
  const answers: ((failure?: Failure) => void)[] = [];
  let timer: (() => void) | undefined;
  const editor = createDraftEditor({
    save: (draft) => {
      saved.push(draft);
      return new Promise((resolve, reject) =>
        answers.push((failure) =>
          failure === undefined ? resolve({ changeId: draft.changeId ?? ID }) : reject(failure),
        ),
      );
    },
    later: (work) => {
      timer = work;
      return () => (timer = undefined);
    },
  });
  return {
    editor,
    saved,
    answer: async (failure) => {
      answers.shift()?.(failure);
      await new Promise((resolve) => setImmediate(resolve));
    },
    pass: () => {
      const work = timer;
      timer = undefined;
      work?.();
    },
  };
}

test("what is typed while the first save runs goes on with the request it founded", async () => {
  const { editor, saved, answer, pass } = bench();
  editor.open(DRAFT, true);
  expect(saved).toEqual([]);
  pass();
  expect(editor.store.getState().stand).toBe("saving");
  editor.edit({ problem: "It is 4.3 mm" });
  pass();
  expect(saved).toHaveLength(1);
  await answer();
  expect(saved.map(({ changeId, problem }) => [changeId, problem])).toEqual([
    [undefined, ""],
    [ID, "It is 4.3 mm"],
  ]);
  await answer();
  expect(editor.store.getState()).toMatchObject({
    stand: "saved",
    draft: { changeId: ID, problem: "It is 4.3 mm" },
  });
});

test("many strokes are one save, and none without a title", () => {
  const { editor, saved, pass } = bench();
  editor.open({ ...DRAFT, changeId: ID }, false);
  pass();
  expect(saved).toEqual([]);
  editor.edit({ title: " " });
  expect(editor.store.getState().stand).toBe("untitled");
  pass();
  expect(saved).toEqual([]);
  editor.edit({ title: "B" });
  editor.edit({ title: "Bo" });
  pass();
  expect(saved.map(({ title }) => title)).toEqual(["Bo"]);
});

test("a save that failed is shown and tried again with the next stroke", async () => {
  const { editor, saved, answer, pass } = bench();
  editor.open(DRAFT, true);
  const flushed = editor.flush().catch((thrown: unknown) => thrown);
  await answer(new Failure("limit", "disk is full"));
  expect(await flushed).toMatchObject({ kind: "limit", message: "disk is full" });
  expect(editor.store.getState()).toMatchObject({ stand: "failed", failure: { message: "disk is full" } });
  editor.edit({ problem: "again" });
  pass();
  await answer();
  expect(saved).toHaveLength(2);
  expect(editor.store.getState()).toMatchObject({ stand: "saved", failure: undefined });
});

test("opening another keeps the one before, and its answer does not touch the new one", async () => {
  const { editor, saved, answer } = bench();
  editor.open(DRAFT, true);
  editor.open({ ...DRAFT, title: "Other", changeId: "b" }, false);
  expect(saved.map(({ title }) => title)).toEqual(["Bore too wide"]);
  await answer();
  expect(editor.store.getState().draft).toMatchObject({ title: "Other", changeId: "b" });
  editor.edit({ title: "never kept" });
  editor.drop();
  expect(editor.store.getState().draft).toBeUndefined();
  expect(saved).toHaveLength(1);
});

test("the plant's words take the place of mine, and what it does not say stays", () => {
  const request: ChangeRequest = {
    changeId: ID,
    title: "mine",
    problem: "my problem",
    proposal: "my proposal",
    partNumber: "10-1",
    serial: undefined,
    author: undefined,
    state: "conflict",
    plantId: "p",
    system: "plm",
    number: "ECR-1",
    plantState: undefined,
    isInFeed: true,
    reason: undefined,
    attempts: 1,
    createdAt: 1,
    changedAt: 2,
    about: [{ kind: "part", name: "10-1" }],
    evidence: [],
    files: [],
    viewpoint: undefined,
    theirs: { revision: 3, fields: { title: "theirs", proposal: "their proposal", state: "open" } },
  };
  expect(draftOf(request)).toEqual({
    changeId: ID,
    title: "mine",
    problem: "my problem",
    proposal: "my proposal",
    partNumber: "10-1",
    about: [{ kind: "part", name: "10-1" }],
    evidence: [],
    files: [],
  });
  expect(draftOfTheirs(request)).toMatchObject({
    title: "theirs",
    problem: "my problem",
    proposal: "their proposal",
  });
});
