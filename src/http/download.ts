/** A file as the answer to a form: saved and never shown, so that nothing in it is read as a page. */
import { formatCsv } from '../core/csv.ts';

export function sendFile(name: string, type: string, body: string): Response {
  return new Response(body, {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  });
}

/** A table as spreadsheets open it (D-35). */
export function sendTable(name: string, rows: readonly (readonly string[])[]): Response {
  return sendFile(name, 'text/csv; charset=utf-8', formatCsv(rows));
}
