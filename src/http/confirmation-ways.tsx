/** Other ways to a fresh check than the code of an app or the password, below its form. What each proves is its journey's matter. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { SessionVisit } from './visit.ts';

export function ConfirmationWays(_: { visit: SessionVisit }): JSX.Element | null {
  return null;
}
