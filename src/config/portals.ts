/**
 * Makes the portals of the configuration: the presets with what the file changes, and portals of its own. Refuses what no single
 * value can show: two portals that could be taken for each other, colours that cannot be read, a menu without the way to two-factor.
 */
import { type BusinessCalendar, businessDayLength } from '../core/business-calendar.ts';
import type { Bilingual } from '../core/language.ts';
import { isPermittedFloor } from '../core/password.ts';
import { CUSTOMER_SESSION, STAFF_SESSION } from '../core/policy.ts';
import { OPTIONAL_POLICY, REQUIRED_POLICY, type TwoFactorPolicy } from '../core/two-factor-policy.ts';
import { accentProblems } from '../portals/accent.ts';
import type { MenuItem, PortalDefinition } from '../portals/definition.ts';
import { DESK_PORTAL, PRESETS } from '../portals/presets.ts';
import { durationText } from './fields.ts';
import { PORTAL_ID, type PortalEntryValue } from './portal-schema.ts';
import type { Problem } from './yaml-file.ts';

export interface PortalsResult {
  readonly portals: readonly PortalDefinition[];
  readonly problems: readonly Problem[];
}

/** First path segments that belong to the site itself. */
const SITE_PATHS = ['assets', 'healthz', 'readyz', 'demo', 'passkeys'];

/** In the order of the presets, then of the file; the desk is the last. */
export function portalsOf(entries: ReadonlyMap<string, PortalEntryValue>): PortalsResult {
  const problems: Problem[] = [];
  const portals: PortalDefinition[] = [];
  for (const id of idsOf(entries)) {
    const entry = entries.get(id);
    const complain = (path: readonly PropertyKey[], text: string): void =>
      void problems.push({ path: ['portals', id, ...path], text });
    const base = baseOf(id, entry, complain);
    if (base === undefined || entry?.enabled === false) continue;
    const portal = entry === undefined ? base : merge(id, base, entry);
    checkPortal(portal, complain);
    if (entry?.twoFactorPolicy !== undefined) checkPolicy(portal, entry.twoFactorPolicy, complain);
    portals.push(portal);
  }
  if (!portals.some(({ kind }) => kind === 'customer')) {
    problems.push({ path: ['portals'], text: 'leaves no portal for customers: enable one' });
  }
  return { portals, problems: [...problems, ...likenesses(portals)] };
}

type Complain = (path: readonly PropertyKey[], text: string) => void;

function idsOf(entries: ReadonlyMap<string, PortalEntryValue>): readonly string[] {
  const presets: readonly string[] = PRESETS.map(({ id }) => id);
  return [...presets.slice(0, -1), ...[...entries.keys()].filter((id) => !presets.includes(id)), DESK_PORTAL.id];
}

/** What an entry starts from; undefined when it cannot be a portal. */
function baseOf(id: string, entry: PortalEntryValue | undefined, complain: Complain): PortalDefinition | undefined {
  const preset = PRESETS.find((each) => each.id === id);
  const kind = preset?.kind ?? 'customer';
  if (entry?.kind !== undefined && entry.kind !== kind) complain(['kind'], `is ${kind} and cannot be changed; there is one desk`);
  if (preset !== undefined) {
    if (entry?.like !== undefined) complain(['like'], 'stands in the entry of a preset: remove it');
    if (preset.kind === 'desk' && entry?.enabled === false) complain(['enabled'], 'switches the desk off: it is always on');
    return preset;
  }
  if (!new RegExp(PORTAL_ID, 'u').test(id)) {
    complain([], 'is not an id: 2 to 32 lower-case letters, digits and hyphens, a letter first');
    return undefined;
  }
  if (SITE_PATHS.includes(id)) {
    complain([], 'is a path of the site itself: choose another id');
    return undefined;
  }
  if (entry?.like === undefined) complain(['like'], 'is missing: a new portal says `like: success` or `like: support`');
  if (entry?.name === undefined) complain(['name'], 'is missing: a new portal has a name in both languages');
  const base = entry?.name === undefined ? undefined : PRESETS.find((each) => each.id === entry.like);
  return base === undefined ? undefined : { ...base, id, host: null, replyTo: null, footer: movedFooter(base, id) };
}

/** Links to pages of the portal itself lead to the same pages of the new one. */
function movedFooter({ id: from, footer }: PortalDefinition, to: string): PortalDefinition['footer'] {
  const moved = (link: string | null): string | null =>
    link?.startsWith(`/${from}/`) ? `/${to}${link.slice(from.length + 1)}` : link;
  const { privacy, terms, accessibility, contact } = footer;
  return { privacy: moved(privacy), terms: moved(terms), accessibility: moved(accessibility), contact: moved(contact) };
}

/** The base with everything the entry says over it; what is made of the name follows a new name. */
function merge(id: string, base: PortalDefinition, entry: PortalEntryValue): PortalDefinition {
  const named = entry.name === undefined ? base : { ...base, ...madeOf(entry.name) };
  const [first, ...rest] = entry.menu ?? base.menu;
  const menu: PortalDefinition['menu'] = first === undefined ? base.menu : [first, ...rest];
  return {
    id,
    kind: base.kind,
    name: named.name,
    accountName: entry.accountName ?? named.accountName,
    issuer: entry.issuer ?? named.issuer,
    host: entry.host === undefined ? base.host : entry.host,
    replyTo: entry.replyTo === undefined ? base.replyTo : entry.replyTo,
    accent: over(base.accent, entry.accent),
    menu,
    twoFactor: over(base.twoFactor, entry.twoFactor),
    deviceBoundPasskeysFor: entry.deviceBoundPasskeysFor ?? base.deviceBoundPasskeysFor,
    twoFactorPolicy: entry.twoFactorPolicy === undefined ? base.twoFactorPolicy : policyOf(entry.twoFactorPolicy),
    passwordFloor: entry.passwordFloor ?? base.passwordFloor,
    deskCalendar: calendarOf(base.deskCalendar, entry.deskCalendar),
    responseTimes: {
      standard: over(base.responseTimes.standard, entry.responseTimes?.standard),
      paid: over(base.responseTimes.paid, entry.responseTimes?.paid),
    },
    registration: entry.registration ?? base.registration,
    afterRecovery: entry.afterRecovery ?? base.afterRecovery,
    session: over(base.session, entry.session),
    recommendation: over(base.recommendation, entry.recommendation),
    help: over(named.help, entry.help),
    contact: over(base.contact, entry.contact),
    footer: over(base.footer, entry.footer),
  };
}

function madeOf(name: Bilingual): Pick<PortalDefinition, 'name' | 'accountName' | 'issuer' | 'help'> {
  return {
    name,
    issuer: name.ja,
    accountName: { ja: `${name.ja}アカウント`, en: `${name.en} account` },
    help: {
      category: { ja: `${name.ja}に関するQ&A`, en: `Q&A about the ${name.en}` },
      subcategory: { ja: `${name.ja}に関する問題`, en: `Problems with the ${name.en}` },
    },
  };
}

function calendarOf(base: BusinessCalendar, entry: PortalEntryValue['deskCalendar']): BusinessCalendar {
  return { ...over(base, { ...entry, hours: undefined }), hours: over(base.hours, entry?.hours) };
}

type Changes<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The first with those values of the second that are there. */
function over<T extends object>(base: T, changes: Changes<T> | undefined): T {
  const there = Object.fromEntries(Object.entries(changes ?? {}).filter(([, value]) => value !== undefined));
  return { ...base, ...there };
}

function checkPortal(portal: PortalDefinition, complain: Complain): void {
  const limits = portal.kind === 'desk' ? STAFF_SESSION : CUSTOMER_SESSION;
  for (const key of ['idleFor', 'absoluteFor'] as const) {
    const most = limits[key];
    if (portal.session[key] > most) complain(['session', key], `takes at most ${durationText(most)}`);
  }
  if (portal.session.idleFor > portal.session.absoluteFor) complain(['session', 'idleFor'], 'is longer than absoluteFor');
  if (portal.kind === 'desk' && portal.registration === 'open')
    complain(['registration'], 'is always closed at the desk: remove it');
  if (portal.kind === 'desk' && portal.afterRecovery !== 'register')
    complain(['afterRecovery'], 'is always register at the desk: remove it');
  const { level, requiredFrom } = portal.twoFactorPolicy;
  const secondFactorMandatory = level === 'required' && requiredFrom === 0;
  if (!isPermittedFloor({ floor: portal.passwordFloor, secondFactorMandatory })) {
    complain(['passwordFloor'], 'is under 15: that needs `twoFactorPolicy` `required` without a date');
  }
  if (businessDayLength(portal.deskCalendar) === 0) complain(['deskCalendar', 'hours'], 'leaves no weekday open');
  for (const problem of accentProblems(portal.accent)) complain(['accent'], `cannot be read: ${problem}`);
  checkMenu(portal, complain);
  for (const plan of ['standard', 'paid'] as const) {
    portal.contact[plan].forEach(({ phone, mail }, index) => {
      if (phone === null && mail === null) complain(['contact', plan, index], 'has neither phone nor mail');
    });
  }
}

type PolicyEntry = NonNullable<PortalEntryValue['twoFactorPolicy']>;

function policyOf({ level, requiredFrom }: PolicyEntry): TwoFactorPolicy {
  if (level === 'required') return requiredFrom === null || requiredFrom === undefined ? REQUIRED_POLICY : { level, requiredFrom };
  return level === 'optional' ? OPTIONAL_POLICY : { level, requiredFrom: null };
}

function checkPolicy({ kind }: PortalDefinition, { level, requiredFrom = null }: PolicyEntry, complain: Complain): void {
  if (kind === 'desk' && (level !== 'required' || requiredFrom !== null)) {
    complain(['twoFactorPolicy'], 'is always required at the desk: remove it');
  } else if (level !== 'required' && requiredFrom !== null) {
    complain(['twoFactorPolicy', 'requiredFrom'], 'goes with `level: required` only');
  }
}

const DESK_ONLY: readonly MenuItem['page'][] = ['requests', 'staff', 'stop', 'audit', 'charts'];

function checkMenu({ menu, kind, twoFactor }: PortalDefinition, complain: Complain): void {
  const pages = menu.map(({ page }: MenuItem) => page);
  menu.forEach(({ page }: MenuItem, index) => {
    if (pages.indexOf(page) < index) complain(['menu', index], `leads to ${page}, as an item above does`);
    if (kind === 'desk' && (page === 'cases' || page === 'company')) {
      complain(['menu', index], `leads to ${page}: the desk has no such page`);
    }
    if (kind === 'customer' && DESK_ONLY.includes(page)) {
      complain(['menu', index], `leads to ${page}: only the desk has such a page`);
    }
  });
  if (kind === 'customer' && !pages.includes(twoFactor.page)) {
    complain(['menu'], `does not lead to ${twoFactor.page}, the page with two-factor: add it, or change twoFactor.page`);
  }
}

/** Two portals that people, their apps or the web server could not tell apart. */
function likenesses(portals: readonly PortalDefinition[]): readonly Problem[] {
  return portals.flatMap((portal, index) =>
    portals.slice(0, index).flatMap((other) => {
      const twin = (path: readonly PropertyKey[], text: string): Problem => ({ path: ['portals', portal.id, ...path], text });
      const found: Problem[] = [];
      if (same(portal.issuer, other.issuer)) {
        found.push(twin(['issuer'], `is that of ${other.id} too: an authenticator app would show two equal entries`));
      }
      if (same(portal.name.ja, other.name.ja) || same(portal.name.en, other.name.en)) {
        found.push(twin(['name'], `is that of ${other.id} too: nobody could tell the two apart`));
      }
      if (portal.host !== null && portal.host === other.host) found.push(twin(['host'], `is that of ${other.id} too`));
      return found;
    }),
  );
}

function same(one: string, other: string): boolean {
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ');
  return plain(one) === plain(other);
}
