/** Files can be dropped anywhere on the window. */
import { useEffect, useState, type ReactNode } from "react";
import { Failure } from "../../../shared/rpc/failure.ts";
import { desktopBridge } from "../../host/bridge.ts";
import { message } from "../../messages/catalogue.ts";
import { filesOfDrop } from "./dropped-files.ts";
import { planPaths, showPlanFailure } from "./import-state.ts";
import { openUploads } from "./open.ts";

export function DropZone(): ReactNode {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Enter and leave come for every element below the pointer: they are counted.
    let depth = 0;
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const move = (event: DragEvent): void => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void open(event.dataTransfer).catch(showPlanFailure);
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", move);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", move);
      window.removeEventListener("drop", drop);
    };
  }, []);
  if (!over) return undefined;
  return (
    <div className="drop-zone" role="status">
      <p>{message("drop.title")}</p>
      <p>{message("drop.formats")}</p>
    </div>
  );
}

async function open(data: DataTransfer): Promise<void> {
  const pathForFile = desktopBridge()?.pathForFile;
  if (pathForFile !== undefined) {
    const paths = [...data.files].map(pathForFile).filter((path) => path !== "");
    if (paths.length === 0) throw nothingDropped();
    return await planPaths(paths);
  }
  const files = await filesOfDrop(data.items);
  if (files.length === 0) throw nothingDropped();
  await openUploads(files);
}

function nothingDropped(): Failure {
  return new Failure("invalid", message("drop.nothing"));
}
