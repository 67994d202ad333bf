/** A customer's account at the desk, found by a request about it. The look asks for a fresh check like the acts. */
import { getDeskAccount, postDeskAccount } from '../desk-account.tsx';
import { getDispute, postDispute } from '../desk-dispute.tsx';
import type { Route } from '../route.ts';

const FRESH = { entry: 'session', kind: 'desk', fresh: true } as const;

export const DESK_ACCOUNT_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'accounts/:receipt', ...FRESH, query: ['notice'], handle: getDeskAccount },
  {
    method: 'POST',
    path: 'accounts/:receipt',
    ...FRESH,
    limit: ['staff'],
    fields: ['choice', 'ask', 'reason'],
    handle: postDeskAccount,
  },
  { method: 'GET', path: 'accounts/:receipt/dispute', ...FRESH, query: ['notice'], handle: getDispute },
  { method: 'POST', path: 'accounts/:receipt/dispute', ...FRESH, limit: ['staff'], fields: ['remark'], handle: postDispute },
];
