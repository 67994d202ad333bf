/** The stop switch of the desk. The look asks for a fresh check like the act, so that nothing typed is lost to one. */
import { getStop, postStop } from '../desk-stop.tsx';
import type { Route } from '../route.ts';

const FRESH = { entry: 'session', kind: 'desk', fresh: true } as const;

export const DESK_STOP_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'stop', ...FRESH, query: ['notice'], handle: getStop },
  { method: 'POST', path: 'stop', ...FRESH, limit: ['staff'], fields: ['choice', 'stopped', 'reason'], handle: postStop },
];
