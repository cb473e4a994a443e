/** Texts of the native menu, dialogs and error boxes. */
export const MESSAGES = {
  "app.name": "Throughline",
  "menu.file": "&File",
  "menu.edit": "&Edit",
  "menu.view": "&View",
  "menu.help": "&Help",
  "menu.open-files": "Open files…",
  "menu.open-folder": "Open folder…",
  "menu.imports": "Imports",
  "menu.undo": "Undo",
  "menu.redo": "Redo",
  "menu.fit": "Fit all",
  "menu.reset-layout": "Reset the layout",
  "menu.shortcuts": "Keyboard shortcuts",
  "menu.about": "About Throughline",
  "dialog.open-files": "Open files",
  "dialog.open-folder": "Open a folder",
  "error.data-folder": "Throughline can't open its data",
  "error.host-ends": "Throughline's data service ended again and again. What was stored is intact.",
} as const;

export type MessageKey = keyof typeof MESSAGES;

export const message = (key: MessageKey): string => MESSAGES[key];
