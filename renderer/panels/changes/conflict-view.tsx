/** Both sides of a conflict beside each other, and which goes on. */
import type { ReactNode } from "react";
import type { ChangeRequest } from "../../../shared/contract/changes.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { useAction } from "../../components/use-action.ts";
import { showRequest } from "./change-state.ts";
import { draftOf, draftOfTheirs } from "./draft-editor.ts";

const FIELDS = ["title", "problem", "proposal"] as const;

export interface ConflictViewProps {
  readonly request: ChangeRequest;
  readonly readOnly: boolean;
}

export function ConflictView({ request, readOnly }: ConflictViewProps): ReactNode {
  const action = useAction();
  const theirs = request.theirs?.fields ?? {};
  const keepMine = async (): Promise<void> => {
    const saved = await currentHost().changes.save(draftOf(request));
    const { plantId, system } = request;
    const { changeId } = saved;
    if (plantId === undefined || system === undefined) showRequest(saved);
    else showRequest(await currentHost().changes.submit({ changeId, plantId, system }));
  };
  const takeTheirs = async (): Promise<void> =>
    showRequest(await currentHost().changes.save(draftOfTheirs(request)));
  return (
    <>
      <table className="conflict-table">
        <thead>
          <tr>
            <th scope="col">{message("changes.field")}</th>
            <th scope="col">{message("changes.mine")}</th>
            <th scope="col">{message("changes.theirs")}</th>
          </tr>
        </thead>
        <tbody>
          {FIELDS.map((name) => {
            const other = theirs[name] ?? request[name];
            return (
              <tr key={name} data-differs={other !== request[name]}>
                <th scope="row">{message(`changes.${name}`)}</th>
                <td>{request[name]}</td>
                <td>{other}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {readOnly ? undefined : (
        <div className="change-actions">
          <button
            type="button"
            className="button primary"
            disabled={action.busy}
            onClick={() => action.run(keepMine)}
          >
            {message("changes.keep-mine")}
          </button>
          <button
            type="button"
            className="button"
            disabled={action.busy}
            onClick={() => action.run(takeTheirs)}
          >
            {message("changes.take-theirs")}
          </button>
        </div>
      )}
      <ActionFailure what={message("changes.action-failed")} failure={action.failure} />
    </>
  );
}
