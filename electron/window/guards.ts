/**
 * Denies by default. The only file that touches `ipcMain` and `openExternal`: what comes from a page is
 * heard only from the top frame of our own origin, and only in the shape that its channel expects.
 */
import { ipcMain, shell, type IpcMainInvokeEvent, type WebContents } from "electron";
import { safeParse, type GenericSchema, type InferOutput } from "valibot";
import { EXTERNAL_ORIGINS, isAllowedExternal } from "./external-links.ts";
import { isOwnOrigin } from "./page-origin.ts";

/**
 * Answers `channel` to our own page. `schema` is that of the arguments, a tuple. A foreign sender and
 * a wrong argument are refused with the same few words: they are nobody whom we owe an explanation.
 */
export function answerPage<Arguments extends GenericSchema, Answer>(
  channel: string,
  schema: Arguments,
  run: (input: InferOutput<Arguments>, sender: WebContents) => Answer | Promise<Answer>,
): void {
  ipcMain.handle(channel, async (event, ...input: unknown[]) => {
    if (!isFromOurPage(event)) throw new Error("refused");
    const parsed = safeParse(schema, input);
    if (!parsed.success) throw new Error("invalid");
    return run(parsed.output, event.sender);
  });
}

function isFromOurPage({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  // A frame is null once it has gone; a subframe has a parent.
  return (
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame.frameTreeNodeId === sender.mainFrame.frameTreeNodeId &&
    isOwnOrigin(senderFrame.url)
  );
}

/** Nothing leaves the page that was loaded: no navigation, no redirect, no new window, no webview. */
export function guardContents(contents: WebContents): void {
  const deny = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on("will-navigate", deny);
  contents.on("will-redirect", deny);
  contents.on("will-frame-navigate", deny);
  contents.on("will-attach-webview", deny);
  contents.setWindowOpenHandler(({ url }) => {
    void openInBrowser(url);
    return { action: "deny" };
  });
}

/** Opens an address in the person's browser where its origin is listed; false where it is not. */
export async function openInBrowser(url: string, origins = EXTERNAL_ORIGINS): Promise<boolean> {
  if (!isAllowedExternal(url, origins)) return false;
  await shell.openExternal(new URL(url).href);
  return true;
}
