/** Right of the tabs of a group: the place of the panel in front of it. */
import { useCallback, type ReactNode } from "react";
import type { IDockviewHeaderActionsProps } from "dockview-react";
import { offerPanelHeader } from "../state/panel-header.ts";
import type { PanelId } from "../../shared/commands/panels.ts";

export function HeaderSlot({ activePanel }: IDockviewHeaderActionsProps): ReactNode {
  const panel = activePanel?.id as PanelId | undefined;
  const offer = useCallback(
    (element: HTMLElement | null) =>
      element === null || panel === undefined ? undefined : offerPanelHeader(panel, element),
    [panel],
  );
  return <div ref={offer} className="header-slot" />;
}
