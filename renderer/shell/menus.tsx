/** The menu buttons of the top bar, from the list that the native menu is made of too. */
import type { ReactNode } from "react";
import { MENUS } from "../../shared/commands/menus.ts";
import { message } from "../messages/catalogue.ts";
import { CommandMenu } from "../components/command-menu.tsx";

export function Menus(): ReactNode {
  return (
    <nav className="menus" aria-label={message("menu.name")}>
      {MENUS.map(({ id, titleKey, groups }) => (
        <CommandMenu key={id} label={message(titleKey)} groups={groups} />
      ))}
    </nav>
  );
}
