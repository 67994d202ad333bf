/** A file as the answer to a form: saved and never shown, so that nothing in it is read as a page. */
export function sendFile(name: string, type: string, body: string): Response {
  return new Response(body, {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  });
}
