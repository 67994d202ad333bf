/**
 * Tables of the pages: plain HTML with a caption and column heads. The sheet turns rows into stacks where a column is narrow;
 * every cell carries the label it needs for that.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';

export interface Column {
  readonly label: string;
  /** `end` for numbers. */
  readonly align?: 'start' | 'end' | undefined;
}

/** A table whose first cell names the row; where there is no room every row becomes a stack of label and value. */
export function DataTable({
  caption,
  columns,
  rows,
}: {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Child[])[];
}): JSX.Element {
  const align = (index: number) => (columns[index]?.align === 'end' ? 'end' : undefined);
  return (
    <div class="table">
      <table class="data-table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th scope="col" class={align(index)}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell, index) => (
                <td class={align(index)} data-label={columns[index]?.label}>
                  <span class="cell">{cell}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
