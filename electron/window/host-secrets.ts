/** The host process's way to the key store, which only main may use: one message each way per question. */
import type { Secrets } from "../host/secrets.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import type { SecretStorage } from "../../shared/contract/plants.ts";
import type { FromHost, SecretAnswer } from "./host-messages.ts";

type Ask = Extract<FromHost, { type: "secret" }>;

export interface HostSecrets extends Secrets {
  answered(answer: SecretAnswer): void;
}

export function hostSecrets(storage: SecretStorage, tell: (message: Ask) => void): HostSecrets {
  const waiting = new Map<number, (answer: SecretAnswer) => void>();
  let nextId = 1;
  const ask = async (verb: Ask["verb"], name: string, value?: string): Promise<string | undefined> => {
    const id = nextId++;
    const answer = await new Promise<SecretAnswer>((resolve) => {
      waiting.set(id, resolve);
      tell({ type: "secret", id, verb, name, ...(value === undefined ? {} : { value }) });
    });
    if (answer.failure !== undefined) throw new Failure("refused", answer.failure);
    return answer.value;
  };
  return {
    storage,
    get: (name) => ask("get", name),
    set: async (name, value) => void (await ask("set", name, value)),
    remove: async (name) => void (await ask("remove", name)),
    answered(answer) {
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    },
  };
}

/** Main's side: answers one question. */
export async function answerSecret(secrets: Secrets, { id, verb, name, value }: Ask): Promise<SecretAnswer> {
  try {
    if (verb === "set") await secrets.set(name, value ?? "");
    else if (verb === "remove") await secrets.remove(name);
    const found = verb === "get" ? await secrets.get(name) : undefined;
    return { type: "secret-answer", id, ...(found === undefined ? {} : { value: found }) };
  } catch (thrown) {
    const failure = thrown instanceof Error ? thrown.message : String(thrown);
    return { type: "secret-answer", id, failure };
  }
}
