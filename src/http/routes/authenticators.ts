/** Authenticators of the signed-in person: renamed, changed in place, removed. */
import type { Route } from '../route.ts';

export const AUTHENTICATORS_ROUTES: readonly Route[] = [];
