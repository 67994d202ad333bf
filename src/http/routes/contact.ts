/** Contact data: mail and further addresses, telephone, name. */
import type { Route } from '../route.ts';

export const CONTACT_ROUTES: readonly Route[] = [];
