/** Writing a change request: kept while one writes, with or without a plant. */
import { useId, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { ChangeDraft } from "../../../shared/contract/changes.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { useAction, type Action } from "../../components/use-action.ts";
import { plants, usePlants } from "../../state/plants.ts";
import { undoStack } from "../../state/undo.ts";
import { MOST_ABOUT } from "./about.ts";
import { addEvidence, editor, leftOut, renewViewpoint, showList, showRequest } from "./change-state.ts";
import { EvidenceList } from "./evidence-list.tsx";
import { targetsOf } from "./targets.ts";
import { ViewpointLine } from "./viewpoint-line.tsx";

export function ChangeForm({ readOnly }: { readonly readOnly: boolean }): ReactNode {
  const draft = useStore(editor.store, (state) => state.draft);
  const action = useAction();
  if (draft === undefined) return undefined;
  return (
    <form className="change-form" onSubmit={(event) => event.preventDefault()}>
      <fieldset disabled={readOnly} className="change-fields">
        <label className="form-line">
          {message("changes.title")}
          <input
            className="field"
            maxLength={300}
            value={draft.title}
            onChange={(event) => editor.edit({ title: event.target.value })}
          />
        </label>
        <About draft={draft} />
        <LongText name="problem" draft={draft} />
        <LongText name="proposal" draft={draft} />
        <EvidenceList
          about={draft.about ?? []}
          evidence={draft.evidence}
          remove={(sha256) =>
            editor.edit({ evidence: draft.evidence.filter((each) => each.sha256 !== sha256) })
          }
          removeAbout={(about) =>
            editor.edit({ about: (draft.about ?? []).filter((each) => each !== about) })
          }
        />
        <LeftOut />
        <button type="button" className="link" disabled={action.busy} onClick={() => action.run(addEvidence)}>
          {message("changes.add-evidence")}
        </button>
        <ViewpointLine viewpoint={draft.viewpoint} title={draft.title} renew={renewViewpoint} />
      </fieldset>
      <Stand />
      {readOnly ? undefined : <Submit draft={draft} action={action} />}
      <ActionFailure what={message("changes.action-failed")} failure={action.failure} />
    </form>
  );
}

function LongText({
  name,
  draft,
}: {
  readonly name: "problem" | "proposal";
  readonly draft: ChangeDraft;
}): ReactNode {
  return (
    <label className="form-line">
      {message(`changes.${name}`)}
      <textarea
        className="field"
        rows={4}
        maxLength={20_000}
        value={draft[name]}
        onChange={(event) => editor.edit({ [name]: event.target.value })}
      />
    </label>
  );
}

/** The part and the unit it is about, each with its way out. */
function About({ draft }: { readonly draft: ChangeDraft }): ReactNode {
  const { partNumber, serial } = draft;
  if (partNumber === undefined && serial === undefined) return undefined;
  const without = (key: "partNumber" | "serial"): void => {
    const { [key]: _removed, ...rest } = draft;
    editor.open(rest, true);
  };
  const chip = (key: "partNumber" | "serial", text: string): ReactNode => (
    <button
      type="button"
      className="chip"
      aria-label={message("changes.remove-part", { name: text })}
      onClick={() => without(key)}
    >
      {text} <span aria-hidden="true">×</span>
    </button>
  );
  return (
    <p className="change-about">
      <span className="muted">{message("changes.about")}</span>
      {partNumber === undefined ? undefined : chip("partNumber", partNumber)}
      {serial === undefined ? undefined : chip("serial", message("changes.serial", { serial }))}
    </p>
  );
}

function LeftOut(): ReactNode {
  const count = useStore(leftOut, (state) => state.count);
  return (
    <p role="status" className="mark" hidden={count === 0}>
      {count === 0 ? undefined : message("changes.left-out", { count, most: MOST_ABOUT })}
    </p>
  );
}

function Stand(): ReactNode {
  const stand = useStore(editor.store, (state) => state.stand);
  const failure = useStore(editor.store, (state) => state.failure);
  if (stand === "failed") return <ActionFailure what={message("changes.save-failed")} failure={failure} />;
  const key =
    stand === "untitled" ? "changes.title-needed" : stand === "saved" ? "changes.saved" : "changes.saving";
  return (
    <p role="status" className={stand === "untitled" ? "mark" : "muted"}>
      {message(key)}
    </p>
  );
}

function Submit({ draft, action }: { readonly draft: ChangeDraft; readonly action: Action }): ReactNode {
  const report = usePlants((state) => state.report);
  const changes = usePlants((state) => state.changes);
  const before = changes?.find(({ changeId }) => changeId === draft.changeId);
  const targets = targetsOf(report, before);
  const [chosen, setChosen] = useState("");
  const targetId = useId();
  const target = targets.find(({ key }) => key === chosen) ?? targets[0];
  const submit = async (): Promise<void> => {
    const changeId = await editor.flush();
    if (changeId === undefined || target === undefined) return;
    const { plantId, system } = target;
    // Opened again and sent as it is: nothing was kept meanwhile that would have made it a draft.
    if (before !== undefined && before.state !== "draft" && before.changeId === changeId)
      await currentHost().changes.save({ ...draft, changeId });
    showRequest(await currentHost().changes.submit({ changeId, plantId, system }));
  };
  return (
    <>
      {target === undefined ? <p className="mark">{message("changes.nowhere")}</p> : undefined}
      {targets.length > 1 ? (
        <div className="form-line">
          <label htmlFor={targetId}>{message("changes.submit-to")}</label>
          <select
            id={targetId}
            className="field"
            value={target?.key}
            onChange={(event) => setChosen(event.target.value)}
          >
            {targets.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </div>
      ) : undefined}
      <div className="change-actions">
        {target === undefined ? undefined : (
          <button
            type="button"
            className="button primary"
            disabled={action.busy || draft.title.trim() === ""}
            onClick={() => action.run(submit)}
          >
            {message("changes.submit", { name: target.name })}
          </button>
        )}
        {before?.number === undefined ? (
          <button
            type="button"
            className="button quiet"
            disabled={action.busy}
            onClick={() => action.run(() => removeDraft(draft))}
          >
            {message("changes.remove")}
          </button>
        ) : undefined}
      </div>
    </>
  );
}

/** Deletes it; undo writes it again, as a new one. */
async function removeDraft(draft: ChangeDraft): Promise<void> {
  const kept = await editor.flush();
  if (kept !== undefined) await currentHost().changes.remove({ changeId: kept });
  editor.drop();
  showList();
  if (kept === undefined) return;
  const { changeId: _gone, ...words } = draft;
  let changeId = kept;
  undoStack.getState().push({
    title: message("changes.removed", { title: draft.title }),
    undo: async () => {
      ({ changeId } = await currentHost().changes.save(words));
    },
    redo: async () => {
      if (plants.getState().changes?.some((change) => change.changeId === changeId))
        await currentHost().changes.remove({ changeId });
    },
  });
}
