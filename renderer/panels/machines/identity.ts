/** Who signs in, while a person enters it. */
import type { OpcuaIdentity, OpcuaIdentityKind } from "../../../shared/contract/opcua.ts";

export interface IdentityDraft {
  readonly kind: OpcuaIdentityKind;
  readonly userName: string;
  readonly password: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export const NOBODY: IdentityDraft = {
  kind: "anonymous",
  userName: "",
  password: "",
  certificatePem: "",
  privateKeyPem: "",
};

/** undefined while something of it is missing. */
export function identityOf(draft: IdentityDraft): OpcuaIdentity | undefined {
  if (draft.kind === "anonymous") return { kind: "anonymous" };
  if (draft.kind === "userName") {
    const userName = draft.userName.trim();
    return userName === "" ? undefined : { kind: "userName", userName, password: draft.password };
  }
  const certificatePem = draft.certificatePem.trim();
  const privateKeyPem = draft.privateKeyPem.trim();
  if (certificatePem === "" || privateKeyPem === "") return undefined;
  return { kind: "certificate", certificatePem, privateKeyPem };
}
