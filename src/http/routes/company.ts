/** The company and its members, invitations and self-registration. */
import type { Route } from '../route.ts';

export const COMPANY_ROUTES: readonly Route[] = [];
