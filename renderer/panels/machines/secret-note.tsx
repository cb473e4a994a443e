/** Said where others could read a password or a key, or where it will be gone. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { useQuery } from "../../state/query.ts";

export function SecretNote(): ReactNode {
  const storage = useQuery("secret-storage", (host, options) => host.plants.list({}, options), {
    keep: true,
    on: [],
  }).data?.secretStorage;
  if (storage !== "plain-text" && storage !== "memory") return undefined;
  return (
    <p className="mark">
      <span aria-hidden="true">⚠ </span>
      {message(`server.secrets-${storage}`)}
    </p>
  );
}
