/** The whole window: top bar, workspace, status bar, and what floats above them. */
import "./shell.css";
import { useEffect, type ReactNode } from "react";
import { DropZone } from "../panels/import/drop-zone.tsx";
import { ExportSheet } from "../panels/scene/export-sheet.tsx";
import { PartLinkSheet } from "../panels/part-links/part-link-sheet.tsx";
import { SavedViewsSheet } from "./link/saved-views-sheet.tsx";
import { useWorkspace } from "../state/workspace.ts";
import { About } from "./about.tsx";
import { BackupSheet } from "../panels/backup/backup-sheet.tsx";
import { CheckSheet } from "../panels/backup/check-sheet.tsx";
import { registerBaseCommands } from "./base-commands.ts";
import { FaultBoundary } from "./fault-boundary.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { LinkSheet } from "./link/link-sheet.tsx";
import { useLinkInAddress } from "./link/use-link-in-address.ts";
import { Starting } from "./starting.tsx";
import { Palette } from "./palette.tsx";
import { ShortcutSheet } from "./shortcut-sheet.tsx";
import { StatusBar } from "./status-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { useDesktopMenu } from "./use-desktop-menu.ts";
import { useOpenPaths } from "./use-open-paths.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { Workspace } from "./workspace.tsx";

export function App(): ReactNode {
  const overlay = useWorkspace((state) => state.overlay);
  useEffect(registerBaseCommands, []);
  useShortcuts();
  useOpenPaths();
  useDesktopMenu();
  useLinkInAddress();
  return (
    <div className="app">
      <FaultBoundary>
        <TopBar />
      </FaultBoundary>
      <FaultBoundary>
        <FilterBar />
      </FaultBoundary>
      <main className="app-main">
        <Workspace />
        <Starting />
      </main>
      <FaultBoundary>
        <StatusBar />
      </FaultBoundary>
      <DropZone />
      {overlay === "palette" ? <Palette /> : undefined}
      {overlay === "shortcuts" ? <ShortcutSheet /> : undefined}
      {overlay === "export" ? <ExportSheet /> : undefined}
      {overlay === "views" ? <SavedViewsSheet /> : undefined}
      {overlay === "link" ? <LinkSheet /> : undefined}
      {overlay === "part-link" ? <PartLinkSheet /> : undefined}
      {overlay === "about" ? <About /> : undefined}
      {overlay === "backup" ? <BackupSheet /> : undefined}
      {overlay === "check" ? <CheckSheet /> : undefined}
    </div>
  );
}
