/** Passkeys: challenges, second factor, sign-in, fresh check and registration. */
import type { Route } from '../route.ts';

export const PASSKEYS_ROUTES: readonly Route[] = [];
