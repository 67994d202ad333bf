/**
 * Invitations and requests to join a company. An invitation is used up by one conditional update; its link is made by the clerk,
 * so that whoever invites learns nothing from the time of an answer. What a name means is decided in `core/company-name.ts`.
 */
import type { AccountId, CompanyId, PortalId } from '../core/account.ts';
import { canonicalCompanyName } from '../core/company-name.ts';
import type { Instant } from '../core/time.ts';
import type { CompanyWrites, Invitation, JoinRequest, NewInvitation, StoredInvitation } from '../ports.ts';
import type { Handle } from './tables.ts';

function selectInvitations(on: Handle) {
  return on.db
    .selectFrom('invitation')
    .leftJoin('company', 'company.id', 'invitation.company_id')
    .leftJoin('account as inviter', 'inviter.id', 'invitation.invited_by')
    .where('invitation.accepted_at', 'is', null)
    .where('invitation.ended_at', 'is', null)
    .select([
      'invitation.id',
      'invitation.digest',
      'invitation.portal',
      'invitation.email',
      'invitation.name',
      'invitation.language',
      'invitation.browser',
      'invitation.place',
      'invitation.created_at',
      'invitation.expires_at',
      'company.id as company_id',
      'company.name as company_name',
      'company.plan as company_plan',
      'company.two_factor_level',
      'company.two_factor_required_from',
      'inviter.id as inviter_id',
      'inviter.name as inviter_name',
    ]);
}

type InvitationRow = Awaited<ReturnType<ReturnType<typeof selectInvitations>['execute']>>[number];

function invitationFrom(row: InvitationRow): StoredInvitation {
  const { id, digest, portal, email, name, language, browser, place } = row;
  const { company_id: companyId, company_name: companyName, company_plan: plan, two_factor_level: level } = row;
  return {
    id,
    digest,
    portal,
    company:
      companyId === null || companyName === null || plan === null || level === null
        ? null
        : {
            id: companyId,
            portal,
            name: companyName,
            plan,
            twoFactorPolicy: { level, requiredFrom: row.two_factor_required_from },
          },
    invitedBy: row.inviter_id === null ? null : { id: row.inviter_id, name: row.inviter_name ?? '' },
    email,
    name,
    language,
    browser,
    place,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

function openOf(on: Handle, company: CompanyId, at: Instant) {
  return selectInvitations(on).where('invitation.company_id', '=', company).where('invitation.expires_at', '>', at);
}

export async function findOpenInvitations(on: Handle, company: CompanyId, at: Instant): Promise<readonly Invitation[]> {
  const rows = await openOf(on, company, at).orderBy('invitation.created_at', 'desc').orderBy('invitation.id').execute();
  return rows.map(invitationFrom);
}

export async function findCompanyInvitation(
  on: Handle,
  company: CompanyId,
  id: string,
  at: Instant,
): Promise<Invitation | undefined> {
  const row = await openOf(on, company, at).where('invitation.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : invitationFrom(row);
}

/** One whose link was mailed. */
export async function findInvitation(on: Handle, portal: PortalId, id: string): Promise<StoredInvitation | undefined> {
  const row = await selectInvitations(on)
    .where('invitation.portal', '=', portal)
    .where('invitation.id', '=', id)
    .where('invitation.digest', 'is not', null)
    // Whoever was stopped gives no accounts away either.
    .where((row) => row.or([row('invitation.invited_by', 'is', null), row('inviter.status', '=', 'active')]))
    .executeTakeFirst();
  return row === undefined ? undefined : invitationFrom(row);
}

export async function findUnmailed(on: Handle, limit: number): Promise<readonly Invitation[]> {
  const rows = await selectInvitations(on)
    .where('invitation.mailed_at', 'is', null)
    .orderBy('invitation.created_at')
    .orderBy('invitation.id')
    .limit(limit)
    .execute();
  return rows.map(invitationFrom);
}

export async function insertInvitation(on: Handle, invitation: NewInvitation): Promise<void> {
  const { companyId, canonicalEmail, createdAt } = invitation;
  // What somebody asked for is replaced when the new link is mailed, not before: a stranger who asks ends nobody's link.
  if (companyId !== null) await endOthers(on, invitation.id, { ...invitation, at: createdAt });
  await on.db
    .insertInto('invitation')
    .values({
      id: invitation.id,
      portal: invitation.portal,
      company_id: companyId,
      invited_by: invitation.invitedBy,
      email: invitation.email,
      canonical_email: canonicalEmail,
      name: invitation.name,
      language: invitation.language,
      browser: invitation.browser,
      place: invitation.place,
      created_at: createdAt,
      expires_at: invitation.expiresAt,
    })
    .execute();
}

interface SameOffer {
  readonly portal: PortalId;
  readonly canonicalEmail: string;
  readonly companyId: CompanyId | null;
  readonly at: Instant;
}

async function endOthers(on: Handle, except: string, { portal, canonicalEmail, companyId, at }: SameOffer): Promise<void> {
  await on.db
    .updateTable('invitation')
    .set({ ended_at: at })
    .where('portal', '=', portal)
    .where('canonical_email', '=', canonicalEmail)
    .where('company_id', companyId === null ? 'is' : '=', companyId)
    .where('id', '<>', except)
    .where('accepted_at', 'is', null)
    .where('ended_at', 'is', null)
    .execute();
}

export async function renewInvitation(
  on: Handle,
  company: CompanyId,
  id: string,
  at: Instant,
  expiresAt: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await open(on, id, at)
    .where('company_id', '=', company)
    .set({ mailed_at: null, digest: null, expires_at: expiresAt })
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function endInvitation(on: Handle, company: CompanyId, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await open(on, id, at).where('company_id', '=', company).set({ ended_at: at }).executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function markMailed(on: Handle, id: string, digest: string | null, at: Instant): Promise<boolean> {
  const row = await on.db
    .updateTable('invitation')
    .set({ mailed_at: at, digest })
    .where('id', '=', id)
    .where('mailed_at', 'is', null)
    .where('ended_at', 'is', null)
    .returning(['portal', 'canonical_email as canonicalEmail', 'company_id as companyId'])
    .executeTakeFirst();
  if (row === undefined) return false;
  if (digest !== null) await endOthers(on, id, { ...row, at });
  return true;
}

export async function acceptInvitation(on: Handle, id: string, digest: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await open(on, id, at).where('digest', '=', digest).set({ accepted_at: at }).executeTakeFirst();
  return numUpdatedRows === 1n;
}

function open(on: Handle, id: string, at: Instant) {
  return on.db
    .updateTable('invitation')
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at);
}

function selectJoinRequests(on: Handle, company: CompanyId) {
  return on.db
    .selectFrom('join_request')
    .innerJoin('company', (join) =>
      join.onRef('company.portal', '=', 'join_request.portal').onRef('company.canonical_name', '=', 'join_request.canonical_name'),
    )
    .innerJoin('account', 'account.id', 'join_request.account_id')
    .where('company.id', '=', company)
    .where('join_request.state', '=', 'asked')
    .where('join_request.canonical_name', '<>', '')
    .where('account.company_id', 'is', null)
    .where('account.status', '=', 'active')
    .select(['account.id', 'account.name', 'account.email', 'join_request.company_name', 'join_request.asked_at']);
}

export async function findJoinRequests(on: Handle, company: CompanyId): Promise<readonly JoinRequest[]> {
  const rows = await selectJoinRequests(on, company).orderBy('join_request.asked_at').orderBy('account.id').limit(100).execute();
  return rows.map(joinRequestFrom);
}

export async function findJoinRequest(on: Handle, company: CompanyId, account: AccountId): Promise<JoinRequest | undefined> {
  const row = await selectJoinRequests(on, company).where('account.id', '=', account).executeTakeFirst();
  return row === undefined ? undefined : joinRequestFrom(row);
}

function joinRequestFrom(row: Awaited<ReturnType<ReturnType<typeof selectJoinRequests>['execute']>>[number]): JoinRequest {
  const { id, name, email, company_name: companyName, asked_at: askedAt } = row;
  return { accountId: id, name, email, companyName, askedAt };
}

export async function findOwnJoinRequest(on: Handle, account: AccountId): Promise<string | undefined> {
  const row = await on.db
    .selectFrom('join_request')
    .select('company_name')
    .where('account_id', '=', account)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  return row?.company_name;
}

export async function insertJoinRequest(on: Handle, request: Parameters<CompanyWrites['insertJoinRequest']>[0]): Promise<void> {
  await on.db
    .insertInto('join_request')
    .values({
      account_id: request.accountId,
      portal: request.portal,
      company_name: request.companyName,
      canonical_name: canonicalCompanyName(request.companyName),
      asked_at: request.askedAt,
      state: 'asked',
    })
    .execute();
}

export async function decideJoinRequest(
  on: Handle,
  company: CompanyId,
  account: AccountId,
  { isAccepted, by, at }: Parameters<CompanyWrites['decideJoinRequest']>[2],
): Promise<boolean> {
  if ((await findJoinRequest(on, company, account)) === undefined) return false;
  const { numUpdatedRows } = await on.db
    .updateTable('join_request')
    .set({ state: isAccepted ? 'accepted' : 'declined', decided_by: by, decided_at: at })
    .where('account_id', '=', account)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  if (!isAccepted) return true;
  const joined = await on.db
    .updateTable('account')
    .set((row) => ({ company_id: company, security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .where('company_id', 'is', null)
    .where('role', '=', 'holder')
    .where('status', '=', 'active')
    .executeTakeFirst();
  return joined.numUpdatedRows === 1n;
}
