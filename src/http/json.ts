/** Answers that a script of ours reads: never a page, never a redirect, and nothing that a person would have to read. */
import type { RefusalCode } from '../core/outcome.ts';

export function showJson(body: object, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
}

/** Who may not ask is told so by the status: 401 without sign-in (SEC-E01), 403 without the fresh check, 409 for any other no. */
export function refuseJson(code: RefusalCode | 'sign-in-needed' | 'stale-form'): Response {
  const status = code === 'sign-in-needed' ? 401 : code === 'step-up-needed' || code === 'stale-form' ? 403 : 409;
  return showJson({ error: code.replaceAll('-', '_') }, code === 'too-many-attempts' ? 429 : status);
}
