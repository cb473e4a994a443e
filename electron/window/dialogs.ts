/** The native dialogs that the page may ask for. */
import { dialog, type BrowserWindow, type OpenDialogOptions } from "electron";
import { message } from "./messages.ts";

/** Two dialogs, because Windows and Linux can't choose files and folders in one. Empty where cancelled. */
export const chooseFiles = (parent: BrowserWindow): Promise<readonly string[]> =>
  choose(parent, { title: message("dialog.open-files"), properties: ["openFile", "multiSelections"] });

export const chooseFolder = (parent: BrowserWindow): Promise<readonly string[]> =>
  choose(parent, { title: message("dialog.open-folder"), properties: ["openDirectory", "multiSelections"] });

async function choose(parent: BrowserWindow, options: OpenDialogOptions): Promise<readonly string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(parent, options);
  return canceled ? [] : filePaths;
}
