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
  /** The head is a link that sorts by this column. */
  readonly sort?: { readonly href: string; readonly direction: 'ascending' | 'descending' | null } | undefined;
  /** Its head is heard and not seen: what stands in the column says itself what it is for. */
  readonly isQuiet?: boolean | undefined;
}

/** A table whose first cell names the row; where there is no room every row becomes a stack of label and value. */
export function DataTable({
  caption,
  columns,
  rows,
  holds = 'things',
}: {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Child[])[];
  /** Numbers stay a table in any width. */
  holds?: 'things' | 'numbers';
}): JSX.Element {
  const drawnAs = holds === 'numbers' ? 'number-table' : 'data-table';
  const align = (index: number) => (columns[index]?.align === 'end' ? 'end' : undefined);
  return (
    <div class="table">
      <table class={drawnAs}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th scope="col" class={align(index)} aria-sort={column.sort?.direction ?? undefined}>
                <Head column={column} />
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

function Head({ column: { label, sort, isQuiet } }: { column: Column }): JSX.Element {
  if (isQuiet === true) return <span class="visually-hidden">{label}</span>;
  if (sort === undefined) return <>{label}</>;
  return (
    <a class="sort" href={sort.href}>
      {label}
      {sort.direction === null ? null : <span aria-hidden="true">{sort.direction === 'ascending' ? '▲' : '▼'}</span>}
    </a>
  );
}
