/**
 * Where a sign-in may lead back to (SEC-E09, T-44). Not a list of known attacks but of known good: a path of plain
 * characters that the URL parser reads as exactly itself, and that names a page we have. Everything else is dropped.
 */
const MAX_LENGTH = 512;
/** Any origin does: it only shows whether the parser, as a browser would, ends up somewhere else. */
const OWN_ORIGIN = 'https://genkan.invalid';
/** One leading slash, no empty segment, unreserved characters only (RFC 3986 section 2.3); then perhaps a plain query. */
const SHAPE = /^(?:\/[A-Za-z0-9._~-]+)*\/?(?:\?[A-Za-z0-9._~=&+%-]+)?$/u;
/** Encoded control characters, `%`, `.`, `/`, `@`, `\`, and any `%` that encodes nothing. */
const DANGEROUS_ESCAPE = /%(?:[01][0-9A-Fa-f]|7[Ff]|2[5EeFf]|40|5[Cc]|(?![0-9A-Fa-f]{2}))/u;

/**
 * The candidate itself when it is a same-origin absolute path (optionally with a query) of a page in `isKnownPage`, or null.
 * `isKnownPage` gets the path without the query.
 */
export function safeReturnPath(candidate: unknown, isKnownPage: (path: string) => boolean): string | null {
  if (typeof candidate !== 'string' || candidate === '' || candidate.length > MAX_LENGTH) return null;
  if (!SHAPE.test(candidate) || DANGEROUS_ESCAPE.test(candidate)) return null;
  const url = URL.parse(candidate, OWN_ORIGIN);
  if (url === null || url.origin !== OWN_ORIGIN || url.pathname + url.search !== candidate) return null;
  return isKnownPage(url.pathname) ? candidate : null;
}
