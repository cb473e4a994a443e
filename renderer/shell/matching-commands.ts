/** Commands whose titles have all the words that are typed. */
import { message } from "../messages/catalogue.ts";
import { matchesWords } from "../panels/search/hits.ts";
import type { Command } from "../state/commands.ts";

/** One that is named exactly so comes first: others may have its title in their own. */
export function matchingCommands(commands: Iterable<Command>, text: string): readonly Command[] {
  const typed = text.trim().toLowerCase();
  const isNamed = ({ titleKey }: Command): boolean => message(titleKey).toLowerCase() === typed;
  return [...commands]
    .filter(({ titleKey, hidden }) => hidden !== true && matchesWords(message(titleKey), text))
    .toSorted((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
}
