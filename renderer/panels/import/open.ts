/** Choosing files and folders: by the desktop's own dialogs, or by the browser's. */
import { desktopBridge } from "../../host/bridge.ts";
import { isRunning, planPaths, showPlanFailure, showUploading } from "./import-state.ts";
import { uploadAll, type UploadFile } from "./upload.ts";
import { showPanel } from "../../state/workspace.ts";

export async function openFiles(): Promise<void> {
  const bridge = desktopBridge();
  if (bridge?.openFiles !== undefined) await planPaths(await bridge.openFiles());
  else chooseInBrowser(false);
}

export async function openFolder(): Promise<void> {
  const bridge = desktopBridge();
  if (bridge?.openFolder !== undefined) await planPaths(await bridge.openFolder());
  else chooseInBrowser(true);
}

function chooseInBrowser(folder: boolean): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = folder;
  input.hidden = true;
  input.setAttribute("data-file-input", folder ? "folder" : "files");
  // In the document, or some browsers drop the choice; taken out again either way.
  document.body.append(input);
  input.addEventListener("cancel", () => input.remove());
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])].map((file) => ({
      file,
      relativePath: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath,
    }));
    input.remove();
    void openUploads(files);
  });
  input.click();
}

/** Hands files over to the loopback server, then plans their folder. */
export async function openUploads(files: readonly UploadFile[]): Promise<void> {
  if (files.length === 0 || isRunning()) return;
  showPanel("import");
  try {
    const folder = await uploadAll(crypto.randomUUID(), files, showUploading);
    await planPaths([folder]);
  } catch (thrown) {
    showPlanFailure(thrown);
  }
}
