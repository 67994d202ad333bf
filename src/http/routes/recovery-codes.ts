/** Recovery codes: issued, shown once, used to sign in and for a fresh check. */
import type { Route } from '../route.ts';

export const RECOVERY_CODES_ROUTES: readonly Route[] = [];
