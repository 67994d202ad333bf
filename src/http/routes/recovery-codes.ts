/** Recovery codes: issued, shown once, used to sign in and for a fresh check. The desk has none of it (SEC-K01). */
import { getRecoveryCodeConfirmation, postRecoveryCodeConfirmation } from '../recovery-code-confirmation.tsx';
import { getRecoveryCodeSignIn, postRecoveryCodeSignIn } from '../recovery-code-sign-in.tsx';
import { getRecoveryCodes, postRecoveryCodes, postSafekeeping } from '../recovery-codes.tsx';
import type { Route } from '../route.ts';

export const RECOVERY_CODES_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'sign-in/recovery-code', entry: 'pending', kind: 'customer', handle: getRecoveryCodeSignIn },
  {
    method: 'POST',
    path: 'sign-in/recovery-code',
    entry: 'pending',
    kind: 'customer',
    limit: ['second-factor'],
    fields: ['recovery_code'],
    handle: postRecoveryCodeSignIn,
  },
  {
    method: 'GET',
    path: 'confirmation/recovery-code',
    entry: 'session',
    kind: 'customer',
    query: ['then'],
    handle: getRecoveryCodeConfirmation,
  },
  {
    method: 'POST',
    path: 'confirmation/recovery-code',
    entry: 'session',
    kind: 'customer',
    limit: ['second-factor'],
    query: ['then'],
    fields: ['recovery_code'],
    handle: postRecoveryCodeConfirmation,
  },
  { method: 'GET', path: 'recovery-codes', entry: 'session', kind: 'customer', fresh: true, handle: getRecoveryCodes },
  {
    method: 'POST',
    path: 'recovery-codes',
    entry: 'session',
    kind: 'customer',
    fresh: true,
    limit: ['recovery-codes'],
    fields: ['code_set', 'return_to'],
    handle: postRecoveryCodes,
  },
  {
    method: 'POST',
    path: 'recovery-codes/safekeeping',
    entry: 'session',
    kind: 'customer',
    limit: 'nothing-to-guess',
    page: 'recovery-codes',
    fields: ['saved', 'code_set', 'slot', 'return_to'],
    handle: postSafekeeping,
  },
];
