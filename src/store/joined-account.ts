/**
 * The one query by which an account is read: account, company and bound authenticators joined. Sign-in, sessions and
 * pending sign-ins add their own condition to it, so that every journey sees the same facts at one instant.
 */
import type { InferResult } from 'kysely';
import type { Account } from '../core/account.ts';
import type { BoundApp, BoundAuthenticator, BoundPasskey } from '../core/authenticator.ts';
import { Fault } from '../core/outcome.ts';
import type { SignInFacts } from '../ports.ts';
import type { Handle } from './tables.ts';

/** One row per bound authenticator, one without any when none is bound; eldest first. */
export function joinedAccount(on: Handle) {
  return on.db
    .selectFrom('account')
    .leftJoin('company', 'company.id', 'account.company_id')
    .leftJoin('authenticator', (join) =>
      join.onRef('authenticator.account_id', '=', 'account.id').on('authenticator.state', '=', 'bound'),
    )
    .orderBy('authenticator.bound_at')
    .orderBy('authenticator.id')
    .select([
      'account.id as account_id',
      'account.portal as account_portal',
      'account.email',
      'account.canonical_email',
      'account.name as account_name',
      'account.phone',
      'account.role',
      'account.language',
      'account.language_chosen',
      'account.status',
      'account.created_at as account_created_at',
      'account.password_set_at',
      'account.password_record',
      'account.password_set_via',
      'account.last_signed_in_at',
      'account.recommendation_hidden_until',
      'account.password_only_closed_at',
      'account.recovery_frozen_until',
      'account.security_version as account_security_version',
      'account.set_aside_since',
      'account.notification_addresses',
      'account.password_compromised_at',
      'account.staff_since',
      'account.quarantined_until',
      'account.locked_at',
      'company.id as company_id',
      'company.portal as company_portal',
      'company.name as company_name',
      'company.plan as company_plan',
      'company.two_factor_level as company_two_factor_level',
      'company.two_factor_required_from as company_required_from',
      'authenticator.id as authenticator_id',
      'authenticator.kind as authenticator_kind',
      'authenticator.name as authenticator_name',
      'authenticator.sealed_secret',
      'authenticator.last_step',
      'authenticator.drift',
      'authenticator.bound_at',
      'authenticator.last_used_at',
      'authenticator.credential_id',
      'authenticator.sign_count',
      'authenticator.transports',
      'authenticator.backup_eligible',
      'authenticator.backed_up',
      'authenticator.user_verifying',
    ]);
}

type JoinedRow = InferResult<ReturnType<typeof joinedAccount>>[number];

/** The rows of one account as facts; undefined when there was no row. */
export function factsFrom(rows: readonly JoinedRow[]): SignInFacts | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  return {
    account: accountFrom(first),
    passwordRecord: first.password_record,
    authenticators: rows.filter((row) => row.authenticator_id !== null && !isSetAside(row)).map(authenticatorFrom),
  };
}

/** Neither removed nor weakened: it does not count until somebody on the host has opened the account again (ADR 0022). */
function isSetAside({ bound_at: boundAt, set_aside_since: since }: JoinedRow): boolean {
  return since !== null && boundAt !== null && boundAt >= since;
}

function accountFrom(row: JoinedRow): Account {
  return {
    id: row.account_id,
    portal: row.account_portal,
    email: row.email,
    canonicalEmail: row.canonical_email,
    notificationAddresses: textsFrom(row.notification_addresses),
    name: row.account_name,
    phone: row.phone,
    company: companyFrom(row),
    role: row.role,
    language: row.language,
    languageChosen: row.language_chosen === 1,
    status: row.status,
    createdAt: row.account_created_at,
    passwordSetAt: row.password_set_at,
    passwordCompromisedAt: row.password_compromised_at,
    passwordSetVia: row.password_set_via,
    lastSignedInAt: row.last_signed_in_at,
    recommendationHiddenUntil: row.recommendation_hidden_until,
    passwordOnlyClosedAt: row.password_only_closed_at,
    recoveryFrozenUntil: row.recovery_frozen_until,
    securityVersion: row.account_security_version,
    staffSince: row.staff_since,
    quarantinedUntil: row.quarantined_until,
    lockedAt: row.locked_at,
  };
}

function companyFrom(row: JoinedRow): Account['company'] {
  const { company_id: id, company_portal: portal, company_name: name, company_plan: plan } = row;
  const { company_two_factor_level: level, company_required_from: requiredFrom } = row;
  if (id === null || portal === null || name === null || plan === null || level === null) return null;
  return { id, portal, name, plan, twoFactorPolicy: { level, requiredFrom } };
}

/** The table's checks promise these columns for a bound row; a row without them must not quietly count as "no second factor". */
function authenticatorFrom(row: JoinedRow): BoundAuthenticator {
  return row.authenticator_kind === 'passkey' ? passkeyFrom(row) : appFrom(row);
}

function appFrom(row: JoinedRow): BoundApp {
  const { authenticator_id: id, authenticator_name: name, sealed_secret: sealedSecret, last_step: lastStep, drift } = row;
  if (id === null || name === null || sealedSecret === null || lastStep === null || drift === null || row.bound_at === null) {
    throw incomplete(row);
  }
  return {
    id,
    accountId: row.account_id,
    kind: 'totp',
    name,
    sealedSecret,
    lastStep,
    drift,
    boundAt: row.bound_at,
    lastUsedAt: row.last_used_at,
  };
}

function passkeyFrom(row: JoinedRow): BoundPasskey {
  const { authenticator_id: id, authenticator_name: name, sealed_secret: sealedKey, credential_id: credentialId } = row;
  const { sign_count: signCount, transports, bound_at: boundAt } = row;
  if (id === null || name === null || sealedKey === null || boundAt === null) throw incomplete(row);
  if (credentialId === null || signCount === null || transports === null) throw incomplete(row);
  return {
    id,
    accountId: row.account_id,
    kind: 'passkey',
    name,
    credentialId,
    sealedKey,
    signCount,
    transports: textsFrom(transports),
    backupEligible: row.backup_eligible === 1,
    backedUp: row.backed_up === 1,
    userVerifying: row.user_verifying === 1,
    boundAt,
    lastUsedAt: row.last_used_at,
  };
}

function incomplete(row: JoinedRow): Fault {
  return new Fault('invariant-broken', `the bound authenticator ${String(row.authenticator_id)} is incomplete`);
}

/** A column that holds a JSON list of texts. */
export function textsFrom(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw new Fault('invariant-broken', 'a list of texts is none');
  return value.filter((each) => typeof each === 'string');
}
