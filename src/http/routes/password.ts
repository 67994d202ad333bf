/** The password: changed, forgotten, replaced. */
import type { Route } from '../route.ts';

export const PASSWORD_ROUTES: readonly Route[] = [];
