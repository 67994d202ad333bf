/**
 * Accounts, companies and what a portal asks of them. An account belongs to exactly one portal; the same mail address may
 * have an account in each. Staff of the desk are accounts of the portal of kind "desk". This file holds no secrets: the
 * password record and the authenticators travel in types of their own.
 */
import type { Bilingual, Language } from './language.ts';
import type { Duration, Instant } from './time.ts';
import type { TwoFactorPolicy } from './two-factor-policy.ts';

export type PortalId = string;
export type AccountId = string;
export type CompanyId = string;

export type SupportPlan = 'standard' | 'paid';
export const STAFF_ROLES = ['intake', 'reviewer', 'supervisor', 'auditor', 'administrator'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];
export type CustomerRole = 'holder' | 'company-administrator';
export type Role = CustomerRole | StaffRole;
/** Who could set the password that is in force: the recovery desk trusts one set by mail less (desk.md section 3). */
export type PasswordSetVia = 'import' | 'mailed-link' | 'set-up-code' | 'holder';

export interface Company {
  readonly id: CompanyId;
  readonly portal: PortalId;
  readonly name: string;
  readonly plan: SupportPlan;
  /** What its administrators ask of their people; it only ever tightens the portal's. */
  readonly twoFactorPolicy: TwoFactorPolicy;
}

/** A company as it is created: it asks for nothing of its own yet. */
export type NewCompany = Omit<Company, 'twoFactorPolicy'>;

export interface Account {
  readonly id: AccountId;
  readonly portal: PortalId;
  /** The address as stored: mail is sent to this, never to what a visitor typed. */
  readonly email: string;
  /** {@link canonicalEmail} of `email`: unique per portal, used for every comparison. */
  readonly canonicalEmail: string;
  /** Further addresses, verified, that notices go to as well (SEC-P03); nobody signs in with them. */
  readonly notificationAddresses: readonly string[];
  readonly name: string;
  readonly phone: string | null;
  readonly company: Company | null;
  readonly role: Role;
  /** Of letters and, once chosen, of pages. */
  readonly language: Language;
  /** True once the holder picked it; before, it follows the browser of the last sign-in. */
  readonly languageChosen: boolean;
  readonly status: 'active' | 'suspended';
  readonly createdAt: Instant;
  readonly passwordSetAt: Instant;
  /** Since when the password counts as known to strangers: no session begins before it is replaced (SEC-A08); null = not. */
  readonly passwordCompromisedAt: Instant | null;
  /** Null: no password was ever set, so nobody signs in. */
  readonly passwordSetVia: PasswordSetVia | null;
  /** Last complete sign-in; null: there was none. */
  readonly lastSignedInAt: Instant | null;
  /** The recommendation on the dashboard stays hidden until then (G-18); null = not hidden. */
  readonly recommendationHiddenUntil: Instant | null;
  /** Since when a password alone opens nothing, because the holder answered a notice with "not me"; null = open. */
  readonly passwordOnlyClosedAt: Instant | null;
  /** Until then the account takes no recovery request (desk.md section 4); null = never frozen. */
  readonly recoveryFrozenUntil: Instant | null;
  /** Recovered by the desk: until then it cannot be weakened (desk.md section 4, quarantine); null = never was. */
  readonly quarantinedUntil: Instant | null;
  /** Since when nobody signs in, because a recovery was disowned or is disputed: only a dispute opens it; null = not locked. */
  readonly lockedAt: Instant | null;
  /** Grows by one with every change of authenticators, password or status: whatever was begun before is void. */
  readonly securityVersion: number;
  /** Since when a member of the desk is new there, because invited, given another role or recovered (`staff.ts`); null = never was. */
  readonly staffSince: Instant | null;
}

/** Whether something may be proven for it. Nobody signs in to a locked account, but in a dispute what is proven there counts. */
export function mayProve({ lockedAt, status }: Pick<Account, 'lockedAt' | 'status'>): boolean {
  return status === 'active' || lockedAt !== null;
}

/** An account as it is created, with or without a password. */
export interface NewAccount
  extends Pick<
    Account,
    'id' | 'portal' | 'email' | 'name' | 'phone' | 'role' | 'language' | 'status' | 'createdAt' | 'passwordSetAt'
  > {
  readonly companyId: CompanyId | null;
  /** The number is one that a whole office answers. */
  readonly phoneIsSwitchboard?: boolean;
  /** PHC string; null for an account without a password. */
  readonly passwordRecord: string | null;
  /** Of a password; an import unless told. */
  readonly passwordSetVia?: PasswordSetVia;
}

/** What journeys need to know of a portal; the full definition (texts, brand, menu) lives in `portals/`. */
export interface PortalPolicy {
  readonly id: PortalId;
  readonly kind: 'customer' | 'desk';
  readonly name: Bilingual;
  /** Whose passkeys must stay on one device: keys that can be synced are refused (SEC-D08). */
  readonly deviceBoundPasskeysFor: readonly Role[];
  /** A code of an app neither signs in nor is enrolled (SEC-K01). */
  readonly passkeysOnly?: boolean;
  /** Where required and in force: who has no authenticator must enrol before the first session. Asked by `two-factor-policy.ts`. */
  readonly twoFactorPolicy: TwoFactorPolicy;
  /** Least code points of a new password: under 15 only where a second factor is always required (SEC-A01). */
  readonly passwordFloor: number;
  readonly session: { readonly idleFor: Duration; readonly absoluteFor: Duration };
  readonly recommendation: { readonly snoozeFor: Duration; readonly mayHideForever: boolean };
  /** Issuer in the otpauth URI: the full portal name (never an abbreviation two portals share). */
  readonly issuer: string;
}

/** RFC 5321 section 4.5.3.1.3, without the angle brackets. */
export const EMAIL_MAX = 254;
/** One @ with something on either side; no blanks, no control, format or private characters (RFC 5321 section 4.1.2, loosely). */
const EMAIL_SHAPE = /^[^\s\p{C}]+@[^\s\p{C}@]+$/u;

/** Whether mail could be sent there; `text` is NFKC-normalised and trimmed already. */
export function isMailAddress(text: string): boolean {
  return [...text].length <= EMAIL_MAX && EMAIL_SHAPE.test(text);
}

/** What may stand after the @ before IDNA. The URL parser would read a path, a port or %65 there and find another host. */
const DOMAIN = /^[\p{L}\p{N}\p{M}.。-]+$/u;

/**
 * The one documented canonical form of a mail address (SEC-P07): NFKC (full-width ＠ and letters become ASCII), trimmed,
 * local part lower-cased, domain to ASCII by the URL standard's IDNA and lower-cased. A text that is no address comes back
 * NFKC-normalised, trimmed and lower-cased, so that counters still have one key for it.
 */
export function canonicalEmail(text: string): string {
  // Again after lower-casing, which may leave a letter and its mark apart: the form must be its own form.
  const folded = text.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
  const at = folded.lastIndexOf('@');
  const domain = folded.slice(at + 1);
  if (at < 1 || !DOMAIN.test(domain)) return folded;
  const hostname = URL.parse(`http://${domain}`)?.hostname;
  // A number is read as an IPv4 address ("1" as 0.0.0.1): no mail domain, and no second spelling of one.
  return hostname === undefined || /^[\d.]+$/u.test(hostname) ? folded : `${folded.slice(0, at)}@${hostname}`;
}

/** `山田 花子` as `山•••`: the number of dots tells nothing of the length. */
export function maskedName(name: string): string {
  return `${[...name.trim()][0] ?? ''}•••`;
}

/** `hanako@success.example` as shown on the code page: `h•••••@success.example`. Never shows more than one character of the local part. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const first = [...email.slice(0, Math.max(at, 0))][0] ?? '';
  return `${first}•••••${at < 0 ? '' : email.slice(at)}`;
}

/**
 * `03-1234-5621` as `03-••••-••21`: the separators, the area code and the last two digits stay. Of a number without
 * separators only the last two stay, of one with four digits or fewer none.
 */
export function maskedPhone(phone: string): string {
  const text = phone.normalize('NFKC');
  const total = text.replace(/\P{Nd}/gu, '').length;
  const head = /^\+?\p{Nd}+/u.exec(text)?.[0].replace(/\P{Nd}/gu, '').length ?? 0;
  const shownHead = head < total - 4 ? head : 0;
  const shownTail = total > 4 ? 2 : 0;
  let seen = 0;
  return text.replace(/\p{Nd}/gu, (digit) => {
    seen += 1;
    return seen <= shownHead || seen > total - shownTail ? digit : '•';
  });
}
