/** Right of the tab: all rows as a file, how far it is, and stopping it. */
import type { ReactNode } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { useStore } from "zustand";
import { EXPORT_FORMATS, type TableQuery } from "../../../shared/contract/tables.ts";
import type { TableColumn } from "../../../shared/model/table-columns.ts";
import { message } from "../../messages/catalogue.ts";
import { exporting, exportRows } from "./export-rows.ts";

export interface ExportMenuProps {
  readonly query: TableQuery;
  readonly columns: readonly TableColumn[];
}

export function ExportMenu({ query, columns }: ExportMenuProps): ReactNode {
  const { running, failure } = useStore(exporting);
  if (running !== undefined)
    return (
      <span className="table-export">
        <progress
          aria-label={message("tables.exporting")}
          value={running.rows}
          max={Math.max(1, running.total)}
        />
        <button type="button" className="button quiet table-menu" onClick={running.cancel}>
          {message("tables.export-cancel")}
        </button>
      </span>
    );
  return (
    <>
      {failure === undefined ? undefined : (
        <span role="alert" className="fail ellipsis" title={failure.message}>
          {message("tables.export-failed", { reason: failure.message })}
        </span>
      )}
      <MenuTrigger>
        <Button className="button quiet table-menu">{message("tables.export")} ▾</Button>
        <Popover className="popover" placement="top end" offset={4}>
          <Menu
            className="menu"
            aria-label={message("tables.export")}
            onAction={(key) => {
              const format = EXPORT_FORMATS.find((each) => each === key);
              if (format !== undefined)
                void exportRows(query, columns, format, message(`tables.${query.table}`));
            }}
          >
            {EXPORT_FORMATS.map((format) => (
              <MenuItem key={format} id={format} className="menu-item">
                <span className="menu-label table-format">{message(`tables.export-${format}`)}</span>
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
    </>
  );
}
