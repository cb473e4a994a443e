/** Who sits at this computer, as its system knows them: written beside what a person decides. */
import { userInfo } from "node:os";

/** Undefined where the system has no name for the account that runs this, as in some containers. */
export function personHere(): string | undefined {
  try {
    const { username } = userInfo();
    return username === "" ? undefined : username;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ERR_SYSTEM_ERROR") return undefined;
    throw thrown;
  }
}
