/** Texts of dialogs and error boxes. */
export const MESSAGES = {
  "app.name": "Throughline",
  "dialog.open-files": "Open files",
  "dialog.open-folder": "Open a folder",
  "error.data-folder": "Throughline can't open its data",
  "error.host-ends": "Throughline's data service ended again and again. What was stored is intact.",
} as const;

export type MessageKey = keyof typeof MESSAGES;

export const message = (key: MessageKey): string => MESSAGES[key];
