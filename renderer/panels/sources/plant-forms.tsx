/** What a plant may lack: another token, its own certificate authority. */
import { useState, type ReactNode } from "react";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { focusFirst } from "../../shell/focus-first.ts";
import type { Action } from "../../shell/use-action.ts";

export interface PlantFormProps {
  readonly plantId: string;
  readonly action: Action;
  /** By a person, who can take it back; false: the plant lacks it. */
  readonly wasAsked: boolean;
  readonly close: () => void;
}

export function TokenForm({ plantId, action, wasAsked, close }: PlantFormProps): ReactNode {
  const [token, setToken] = useState("");
  const save = async (): Promise<void> => {
    await currentHost().plants.change({ plantId, token: token.trim() });
    setToken("");
    close();
  };
  return (
    <form
      className="token-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== "") action.run(save);
      }}
    >
      <label className="form-line">
        {message("sources.token-new")}
        <input
          className="field"
          type="password"
          autoComplete="off"
          placeholder={message("add.token-hint")}
          {...(wasAsked ? { ref: focusFirst } : {})}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
      </label>
      <div className="plant-actions">
        <button type="submit" className="button primary" disabled={token.trim() === "" || action.busy}>
          {message("sources.token-save")}
        </button>
        {wasAsked ? <Cancel close={close} /> : undefined}
      </div>
    </form>
  );
}

export function AuthorityForm({ plantId, action, wasAsked, close }: PlantFormProps): ReactNode {
  const [ca, setCa] = useState("");
  const save = async (): Promise<void> => {
    await currentHost().plants.change({ plantId, ca: ca.trim() });
    setCa("");
    close();
  };
  return (
    <form
      className="token-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ca.trim() !== "") action.run(save);
      }}
    >
      <label className="form-line">
        {message("add.ca")}
        <textarea
          className="field mono"
          rows={4}
          spellCheck={false}
          placeholder="-----BEGIN CERTIFICATE-----"
          value={ca}
          onChange={(event) => setCa(event.target.value)}
        />
      </label>
      <div className="plant-actions">
        <button type="submit" className="button primary" disabled={ca.trim() === "" || action.busy}>
          {message("sources.ca-save")}
        </button>
        {wasAsked ? <Cancel close={close} /> : undefined}
      </div>
    </form>
  );
}

function Cancel({ close }: { readonly close: () => void }): ReactNode {
  return (
    <button type="button" className="button quiet" onClick={close}>
      {message("action.cancel")}
    </button>
  );
}
