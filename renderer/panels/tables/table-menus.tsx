/** Right of the tab: what the rows are grouped by, and which columns are shown. */
import type { ReactNode } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { TABLE_COLUMNS, type TableColumn, type TableId } from "../../../shared/model/table-columns.ts";
import { message } from "../../messages/catalogue.ts";
import { columnName } from "./cell-text.ts";
import { choose, keepColumns } from "./table-state.ts";

const NO_GROUP = "none";
const AS_AT_FIRST = "as at first";

export function GroupMenu({
  table,
  group,
}: {
  readonly table: TableId;
  readonly group: string | undefined;
}): ReactNode {
  const columns = TABLE_COLUMNS[table].filter(({ groups }) => groups === true);
  const label =
    group === undefined ? message("tables.group") : message("tables.grouped", { column: columnName(group) });
  return (
    <MenuTrigger>
      <Button className="button quiet table-menu">{label} ▾</Button>
      <Popover className="popover" placement="top end" offset={4}>
        <Menu
          className="menu"
          aria-label={message("tables.group")}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[group ?? NO_GROUP]}
          onAction={(key) => choose({ group: key === NO_GROUP ? undefined : String(key), open: [] })}
        >
          <GroupItem id={NO_GROUP} text={message("tables.group-none")} />
          {columns.map(({ id }) => (
            <GroupItem key={id} id={id} text={message("tables.group-by", { column: columnName(id) })} />
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function GroupItem({ id, text }: { readonly id: string; readonly text: string }): ReactNode {
  return (
    <MenuItem id={id} textValue={text} className="menu-item">
      {({ isSelected }) => (
        <>
          <span className="menu-tick" aria-hidden="true">
            {isSelected ? "✓" : ""}
          </span>
          <span className="menu-label">{text}</span>
        </>
      )}
    </MenuItem>
  );
}

export function ColumnMenu({
  table,
  columns,
}: {
  readonly table: TableId;
  readonly columns: readonly TableColumn[];
}): ReactNode {
  const shown = columns.map(({ id }) => id);
  return (
    <MenuTrigger>
      <Button className="button quiet table-menu">{message("tables.columns")} ▾</Button>
      <Popover className="popover" placement="top end" offset={4}>
        <Menu
          className="menu"
          aria-label={message("tables.columns")}
          selectionMode="multiple"
          disallowEmptySelection
          selectedKeys={shown}
          onSelectionChange={(keys) => {
            const all = TABLE_COLUMNS[table];
            if (keys !== "all" && keys.has(AS_AT_FIRST))
              keepColumns(table, {
                columns: all.filter(({ extra }) => extra !== true).map(({ id }) => id),
                widths: {},
              });
            else
              keepColumns(table, {
                columns: all.map(({ id }) => id).filter((id) => keys === "all" || keys.has(id)),
              });
          }}
        >
          {TABLE_COLUMNS[table].map(({ id }) => (
            <GroupItem key={id} id={id} text={columnName(id)} />
          ))}
          <GroupItem id={AS_AT_FIRST} text={message("tables.columns-reset")} />
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
