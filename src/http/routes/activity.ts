/** Living sessions and what happened in the account. */
import type { Route } from '../route.ts';

export const ACTIVITY_ROUTES: readonly Route[] = [];
