/** The native menu. Our own commands run in the page, by their id: the page knows when they make sense. */
import { Menu, type MenuItemConstructorOptions } from "electron";
import { message, type MessageKey } from "./messages.ts";

/** `developer`: reload and developer tools, only outside a packaged app. */
export function menuTemplate(
  runCommand: (id: string) => void,
  platform: NodeJS.Platform,
  developer: boolean,
): MenuItemConstructorOptions[] {
  const command = (id: string, key: MessageKey, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label: message(key),
    // The page listens for the same keys itself: shown here, not taken twice.
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
    click: () => runCommand(id),
  });
  const separator: MenuItemConstructorOptions = { type: "separator" };
  const mac = platform === "darwin";
  return [
    ...(mac ? [{ role: "appMenu" } as const] : []),
    {
      label: message("menu.file"),
      submenu: [
        command("file.open-files", "menu.open-files", "CmdOrCtrl+O"),
        command("file.open-folder", "menu.open-folder", "CmdOrCtrl+Shift+O"),
        command("file.imports", "menu.imports"),
        separator,
        { role: mac ? "close" : "quit" },
      ],
    },
    {
      label: message("menu.edit"),
      submenu: [
        command("edit.undo", "menu.undo", "CmdOrCtrl+Z"),
        command("edit.redo", "menu.redo", "CmdOrCtrl+Shift+Z"),
        separator,
        { role: "cut" },
        { role: "copy" },
        { role: "paste" },
        { role: "selectAll" },
      ],
    },
    {
      label: message("menu.view"),
      submenu: [
        command("scene.fit", "menu.fit", "F"),
        command("panel.reset", "menu.reset-layout"),
        separator,
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { role: "togglefullscreen" },
        ...(developer
          ? ([
              separator,
              { role: "reload" },
              { role: "toggleDevTools" },
            ] satisfies MenuItemConstructorOptions[])
          : []),
      ],
    },
    {
      label: message("menu.help"),
      role: "help",
      submenu: [
        command("help.shortcuts", "menu.shortcuts", "?"),
        separator,
        command("help.about", "menu.about"),
      ],
    },
  ];
}

export function setMenu(runCommand: (id: string) => void, developer: boolean): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(runCommand, process.platform, developer)));
}
