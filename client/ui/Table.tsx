import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly key: string;
  readonly head: ComponentChildren;
  readonly cell: (row: Row) => ComponentChildren;
  /** A class of its cells. */
  readonly class?: string;
}

export interface TableProps<Row> {
  /** The first is what a row is called by. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly class?: string;
  readonly rowClass?: (row: Row) => string;
  /** The id of what names the table; else it has a caption. */
  readonly labelledBy?: string;
  readonly caption?: ComponentChildren;
}

/**
 * A table; on a phone its class may set each row as a card. Roles are spelled out because such a
 * layout changes `display`, which would take the table's meaning away from screen readers.
 */
export function Table<Row>({ columns, rows, keyOf, ...props }: TableProps<Row>) {
  return (
    <table class={props.class} role="table" aria-labelledby={props.labelledBy}>
      {props.caption ? <caption>{props.caption}</caption> : null}
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ key, head }) => (
            <th key={key} role="columnheader" scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(row => (
          <tr key={keyOf(row)} role="row" class={props.rowClass?.(row)}>
            {columns.map((column, at) => (
              <Cell key={column.key} column={column} row={row} isFirst={at === 0} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly isFirst: boolean;
}

function Cell<Row>({ column, row, isFirst }: CellProps<Row>) {
  const content = column.cell(row);
  if (isFirst) {
    return (
      <th role="rowheader" scope="row" class={column.class}>
        {content}
      </th>
    );
  }
  const label = typeof column.head === "string" ? column.head : undefined;
  return (
    <td role="cell" class={column.class} data-label={label}>
      {content}
    </td>
  );
}
