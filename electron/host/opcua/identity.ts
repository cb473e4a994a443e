/** How an endpoint logs in: its secret lies with the shell's secrets, never in a database. */
import * as v from "valibot";
import { opcuaIdentitySchema, type OpcuaIdentity } from "../../../shared/contract/opcua.ts";
import type { Secrets } from "../secrets.ts";
import type { StoredEndpoint } from "../store/writer/opcua/opcua-contract.ts";

export const secretName = (endpointId: string): string => `opcua/${endpointId}`;

export async function keepIdentity(
  endpointId: string,
  identity: OpcuaIdentity,
  secrets: Secrets,
): Promise<void> {
  if (identity.kind !== "anonymous") await secrets.set(secretName(endpointId), JSON.stringify(identity));
}

/** undefined where the secret is gone: with a keyring that was changed, or a session that kept it in memory. */
export async function identityFrom(
  endpoint: StoredEndpoint,
  secrets: Secrets,
): Promise<OpcuaIdentity | undefined> {
  if (endpoint.identity === "anonymous") return { kind: "anonymous" };
  const kept = await secrets.get(secretName(endpoint.endpointId));
  if (kept === undefined) return undefined;
  const parsed = v.safeParse(opcuaIdentitySchema, JSON.parse(kept));
  return parsed.success && parsed.output.kind === endpoint.identity ? parsed.output : undefined;
}
