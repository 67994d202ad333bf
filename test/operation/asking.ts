/** One request at a time to a running server, on a connection of its own: what a visitor behind a proxy sends, without a browser. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request on a connection of its own, from a network of its own as a proxy would say it. */
export function ask(
  port: number,
  path: string,
  from: string,
  cookies: string,
  form?: Readonly<Record<string, string>>,
): Promise<Answered> {
  const body = form === undefined ? '' : new URLSearchParams(form).toString();
  const headers = {
    host: `localhost:${port}`,
    'x-forwarded-for': from,
    cookie: cookies,
    ...(form === undefined
      ? {}
      : {
          origin: `http://localhost:${port}`,
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
        }),
  };
  return new Promise((resolve, reject) => {
    const method = form === undefined ? 'GET' : 'POST';
    request({ host: '127.0.0.1', port, path, method, headers, agent: new Agent() }, (response) => {
      text(response).then(
        (answer) =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: answer,
          }),
        reject,
      );
    })
      .on('error', reject)
      .end(body);
  });
}

export const cookiesOf = ({ headers }: Answered): string =>
  (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
export const tokenOn = ({ body }: Answered): string => /name="form_token" value="([^"]+)"/u.exec(body)?.[1] ?? '';
