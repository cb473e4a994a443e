/** Leaving a server. */
import type { Connected } from "./connect.ts";

/** Politely, but not longer than a request may take: the line may be dead. */
export async function disconnect(
  { client, session }: Connected,
  longest: number,
  log: (line: string) => void,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longest);
  });
  const leave = async (): Promise<void> => {
    try {
      await session.close(true);
    } catch (thrown) {
      log(`leaving without a farewell: ${String(thrown)}`);
    }
    await client.disconnect();
  };
  await Promise.race([leave(), patience]);
  clearTimeout(timer);
}
