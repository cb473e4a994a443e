/** Copying and opening links, and the commands for it. */
import { createStore } from "zustand/vanilla";
import type { HostClient } from "../../../shared/contract/contract.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import type { Command } from "../../state/commands.ts";
import { note } from "../../state/note.ts";
import { asFailure } from "../../state/query.ts";
import { setOverlay, workspace } from "../../state/workspace.ts";
import { linkNow } from "./link-now.ts";
import { openLink, type OpenedLink } from "./open-link.ts";

export interface LinksState {
  /** The link that was opened last. */
  readonly opened: OpenedLink | undefined;
  /** A link that the clipboard did not take; "": there is none, for it would be too long. */
  readonly copy: string | undefined;
}

export const links = createStore<LinksState>(() => ({ opened: undefined, copy: undefined }));

/** One after the other: of two links that are opened in a row the later one is on the screen in the end. */
let opening: Promise<void> = Promise.resolve();

/** What is not here stays on the screen until a person has read it. */
export function open(host: HostClient, link: string): Promise<void> {
  opening = opening.then(() => openNow(host, link));
  return opening;
}

async function openNow(host: HostClient, link: string): Promise<void> {
  let opened: OpenedLink;
  try {
    opened = await openLink(host, link);
  } catch (thrown) {
    opened = { isShown: false, missing: [asFailure(thrown).message] };
  }
  links.setState({ opened, copy: undefined });
  if (opened.missing.length > 0) setOverlay("link");
  else if (workspace.getState().overlay === "link") setOverlay(undefined);
}

async function copyLink(): Promise<void> {
  const link = await linkNow(currentHost());
  if (link !== undefined) {
    try {
      await navigator.clipboard.writeText(link.link);
      const { cut } = link.view;
      note(cut === undefined ? message("link.copied") : message("link.copied-cut", { count: cut }));
      return;
    } catch {
      // Not allowed, or not now: a person can copy it by hand.
    }
  }
  links.setState({ opened: undefined, copy: link?.link ?? "" });
  setOverlay("link");
}

export const LINK_COMMANDS: readonly Command[] = [
  { id: "link.copy", titleKey: "command.copy-link", shortcut: "Ctrl+Shift+L", run: copyLink },
  {
    id: "link.open",
    titleKey: "command.open-link",
    run: () => {
      links.setState({ opened: undefined, copy: undefined });
      setOverlay("link");
    },
  },
];
