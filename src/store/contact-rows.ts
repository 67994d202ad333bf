/** The rows of contact data that an account begins with, and a stored row as core knows it. Shared with the migration. */
import type { Insertable, Selectable } from 'kysely';
import type { ContactChange, ContactPoint, ContactSetVia } from '../core/contact.ts';
import { canonicalPhone } from '../core/contact-input.ts';
import type { ContactTables } from './contact-tables.ts';

interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly canonical_email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly created_at: number;
}

export function initialPoints(account: AccountRow, setVia: ContactSetVia): readonly Insertable<ContactTables['contact_point']>[] {
  const { id, email, canonical_email: canonicalEmail, name, phone } = account;
  const rest = {
    account_id: id,
    since: account.created_at,
    until: null,
    set_via: setVia,
    ended_reason: null,
    held_until: null,
    change_id: null,
  };
  return [
    { ...rest, id: `${id}.email`, kind: 'email', value: email, canonical: canonicalEmail },
    { ...rest, id: `${id}.name`, kind: 'name', value: name, canonical: name },
    ...(phone === null
      ? []
      : [{ ...rest, id: `${id}.phone`, kind: 'phone', value: phone, canonical: canonicalPhone(phone) } as const]),
  ];
}

export function pointFrom(row: Selectable<ContactTables['contact_point']>): ContactPoint {
  return {
    id: row.id,
    kind: row.kind,
    value: row.value,
    canonical: row.canonical,
    since: row.since,
    until: row.until,
    setVia: row.set_via,
    endedReason: row.ended_reason,
    heldUntil: row.held_until,
    isSwitchboard: row.is_switchboard === 1,
  };
}

export function changeFrom(row: Selectable<ContactTables['contact_change']>): ContactChange {
  return {
    id: row.id,
    accountId: row.account_id,
    kind: row.kind,
    value: row.value,
    canonical: row.canonical,
    setVia: row.set_via,
    requestedAt: row.requested_at,
    confirmUntil: row.confirm_until,
    cancelUntil: row.cancel_until,
    sessionId: row.session_id,
    securityVersion: row.security_version,
    state: row.state,
    confirmedAt: row.confirmed_at,
  };
}
