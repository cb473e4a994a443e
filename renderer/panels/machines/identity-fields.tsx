/** Who signs in at a server: anonymous, a user, or the certificate of one. */
import { useId, type ReactNode } from "react";
import { OPCUA_IDENTITIES, type OpcuaIdentityKind } from "../../../shared/contract/opcua.ts";
import { message } from "../../messages/catalogue.ts";
import { SecretNote } from "./secret-note.tsx";
import type { IdentityDraft } from "./identity.ts";

export interface IdentityFieldsProps {
  readonly draft: IdentityDraft;
  readonly change: (draft: IdentityDraft) => void;
  /** Why a way can't be taken; undefined where it can. */
  readonly obstacle: (kind: OpcuaIdentityKind) => "not-offered" | "password-clear" | undefined;
}

export function IdentityFields({ draft, change, obstacle }: IdentityFieldsProps): ReactNode {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend>{message("server.who")}</legend>
      {OPCUA_IDENTITIES.map((kind) => {
        const why = obstacle(kind);
        return (
          <label key={kind} className="choice">
            <input
              type="radio"
              name={name}
              checked={draft.kind === kind}
              disabled={why !== undefined}
              onChange={() => change({ ...draft, kind })}
            />
            <span>
              {message(`server.identity-${kind}`)}
              {why === undefined ? undefined : <span className="muted"> · {message(`server.${why}`)}</span>}
            </span>
          </label>
        );
      })}
      {draft.kind === "userName" ? (
        <div className="pair">
          <label className="form-line">
            {message("server.user")}
            <input
              className="field"
              autoComplete="off"
              spellCheck={false}
              value={draft.userName}
              onChange={(event) => change({ ...draft, userName: event.target.value })}
            />
          </label>
          <label className="form-line">
            {message("server.password")}
            <input
              className="field"
              type="password"
              autoComplete="off"
              value={draft.password}
              onChange={(event) => change({ ...draft, password: event.target.value })}
            />
          </label>
        </div>
      ) : undefined}
      {draft.kind === "certificate"
        ? (["certificatePem", "privateKeyPem"] as const).map((key) => (
            <label key={key} className="form-line">
              {message(key === "certificatePem" ? "server.user-certificate" : "server.user-key")}
              <textarea
                className="field mono"
                rows={3}
                spellCheck={false}
                autoComplete="off"
                value={draft[key]}
                onChange={(event) => change({ ...draft, [key]: event.target.value })}
              />
            </label>
          ))
        : undefined}
      {draft.kind === "anonymous" ? undefined : <SecretNote />}
    </fieldset>
  );
}
