/** The native menu, from the list that the page's menus are made of too. Commands run in the page, by their id: it knows when they make sense. */
import { Menu, type MenuItemConstructorOptions } from "electron";
import {
  MENUS,
  type CommandMenuList,
  type MenuCommand,
  type MenuGroup,
} from "../../shared/commands/menus.ts";
import { shortTitle } from "../../shared/commands/short-title.ts";
import { commandTitles, menuTitles } from "../../shared/commands/titles.ts";
import { acceleratorOf } from "./accelerators.ts";

type Items = MenuItemConstructorOptions[];

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** Reload and developer tools, only outside a packaged app. */
  readonly developer: boolean;
  /** A person's own keys by command id; empty: none. */
  readonly shortcuts?: Readonly<Record<string, string>>;
}

/** What only a native menu has, behind the group of that number (0: the first). */
function nativeItems({ id }: CommandMenuList, { platform, developer }: MenuOptions): Map<number, Items> {
  switch (id) {
    case "file":
      return new Map([[2, [{ role: platform === "darwin" ? "close" : "quit" }]]]);
    case "edit":
      return new Map([[0, [{ role: "cut" }, { role: "copy" }, { role: "paste" }, { role: "selectAll" }]]]);
    case "view": {
      const zoom: Items = [
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { role: "togglefullscreen" },
      ];
      const tools: Items = [{ type: "separator" }, { role: "reload" }, { role: "toggleDevTools" }];
      return new Map([[3, developer ? [...zoom, ...tools] : zoom]]);
    }
    case "window":
    case "help":
      return new Map();
  }
}

export function menuTemplate(runCommand: (id: string) => void, options: MenuOptions): Items {
  const { shortcuts = {} } = options;
  const item = ({ id, titleKey, shortcut }: MenuCommand, isShort: boolean): MenuItemConstructorOptions => {
    const accelerator = acceleratorOf(
      Object.hasOwn(shortcuts, id) ? (shortcuts[id] ?? "") : (shortcut ?? ""),
    );
    return {
      id,
      label: isShort ? shortTitle(commandTitles[titleKey]) : commandTitles[titleKey],
      // The page listens for the same keys itself: shown here, not taken twice.
      ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
      click: () => runCommand(id),
    };
  };
  const groupItems = ({ titleKey, commands }: MenuGroup): Items => {
    const items = commands.map((command) => item(command, titleKey !== undefined));
    return titleKey === undefined ? items : [{ label: menuTitles[titleKey], submenu: items }];
  };
  return [
    ...(options.platform === "darwin" ? [{ role: "appMenu" } as const] : []),
    ...MENUS.map((menu): MenuItemConstructorOptions => {
      const native = nativeItems(menu, options);
      const blocks = menu.groups.flatMap((group, index) => [groupItems(group), native.get(index) ?? []]);
      return {
        label: `&${menuTitles[menu.titleKey]}`,
        ...(menu.id === "help" ? { role: "help" } : {}),
        submenu: separated(blocks),
      };
    }),
  ];
}

/** Blocks with a line between; nested menus stand side by side without one. */
function separated(blocks: readonly Items[]): Items {
  const all: Items = [];
  for (const block of blocks) {
    const isNested = block[0]?.submenu !== undefined && all.at(-1)?.submenu !== undefined;
    if (block.length > 0 && all.length > 0 && !isNested) all.push({ type: "separator" });
    all.push(...block);
  }
  return all;
}

export function setMenu(
  runCommand: (id: string) => void,
  developer: boolean,
  shortcuts: Readonly<Record<string, string>> = {},
): void {
  const options = { platform: process.platform, developer, shortcuts };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(runCommand, options)));
}
