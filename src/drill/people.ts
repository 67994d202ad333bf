/**
 * The people of the copy: holders with their companies and administrators, and the staff of the desk. Each is imported as an operator
 * would import them, and binds an authenticator by the pages.
 */
import type { Role, StaffRole } from '../core/account.ts';
import { decodeBase32 } from '../core/base32.ts';
import { days, seconds } from '../core/time.ts';
import { codeAt, timeStep } from '../core/totp.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { type Answer, type Browser, follow, leadsTo } from './browser.ts';
import type { Town } from './town.ts';

export interface Person {
  readonly id: string;
  readonly portal: PortalDefinition;
  readonly email: string;
  readonly name: string;
  readonly phone: string;
  /** Where they sit: the address of their network. */
  readonly address: string;
  /** The browser they use every day. */
  readonly browser: Browser;
  readonly secret: Uint8Array;
}

/** A holder, the holder's company, and its administrator, who is somebody else. */
export interface Household {
  readonly company: string;
  readonly holder: Person;
  readonly administrator: Person;
}

export interface Desk {
  /** Of good faith. */
  readonly reviewers: readonly [Person, Person];
  readonly supervisor: Person;
  /** For sale. */
  readonly bribed: Readonly<Record<'I' | 'I′' | 'V', Person>>;
  readonly administrator: Person;
}

export const PASSWORD = 'quiet lantern 58 harbour';

/** One code each: the next step of the clock is the next code. */
const STEP = seconds(31);

export async function openHousehold(town: Town, number: number): Promise<Household> {
  const company = `Drill ${number} K.K.`;
  const id = `drill-company-${number}`;
  await town.service.store.importCompany({ id, portal: town.portal.id, name: company, plan: 'standard' });
  const settle = (called: string, role: Role, last: number): Promise<Person> =>
    settlePerson(town, town.portal, {
      called: `${called}-${number}`,
      role,
      companyId: id,
      phone: `03-${5000 + number}-${last}`,
      address: `198.18.${number % 256}.${last % 250}`,
    });
  return {
    company,
    holder: await settle('holder', 'holder', 1001),
    administrator: await settle('administrator', 'company-administrator', 2002),
  };
}

export async function openDesk(town: Town): Promise<Desk> {
  let count = 0;
  const settle = (called: string, role: StaffRole): Promise<Person> => {
    count += 1;
    return settlePerson(town, town.desk, {
      called,
      role,
      companyId: null,
      phone: `03-4000-${1000 + count}`,
      address: `198.19.0.${count}`,
    });
  };
  return {
    reviewers: [await settle('reviewer-1', 'reviewer'), await settle('reviewer-2', 'reviewer')],
    supervisor: await settle('supervisor-1', 'supervisor'),
    bribed: {
      I: await settle('bribed-1', 'reviewer'),
      'I′': await settle('bribed-2', 'reviewer'),
      V: await settle('bribed-supervisor', 'supervisor'),
    },
    administrator: await settle('staff-administrator', 'administrator'),
  };
}

interface Newcomer extends Pick<Person, 'phone' | 'address'> {
  readonly called: string;
  readonly role: Role;
  readonly companyId: string | null;
}

async function settlePerson(town: Town, portal: PortalDefinition, who: Newcomer): Promise<Person> {
  const { address, called, companyId, phone, role } = who;
  const { passwords, store } = town.service;
  const email = `${called}@${portal.id}.example`;
  const id = `drill-${portal.id}-${called}`;
  const at = town.now();
  await store.importAccount({
    id,
    portal: portal.id,
    email,
    name: called,
    phone,
    companyId,
    role,
    language: town.language,
    status: 'active',
    createdAt: at - days(400),
    passwordSetAt: at - days(200),
    passwordRecord: await passwords.hash(PASSWORD),
  });
  const browser = town.browser(address, portal);
  const secret = await enrolFirst(town, portal, browser, email);
  return { id, portal, email, name: called, phone, address, browser, secret };
}

/** Password, the mailbox where the portal asks for it, the first authenticator. */
async function enrolFirst(town: Town, portal: PortalDefinition, browser: Browser, email: string): Promise<Uint8Array> {
  const at = `/${portal.id}`;
  const first = await typePassword(browser, portal, email, PASSWORD);
  if (leadsTo(first, `${at}/sign-in/confirmation`)) {
    await town.advance(0);
    const link = town.linkTo(email, new RegExp(`${at}/sign-in/confirmation/\\S+`, 'u'));
    if (link === null) throw new Error(`no link to confirm the mailbox of ${email}`);
    await browser.get(link);
    await follow(browser, await browser.post(link));
    await browser.post(`${at}/sign-in/confirmation`);
  } else if (leadsTo(first, `${at}/dashboard`)) {
    await follow(browser, first);
    await browser.get(`${at}/account`).then((page) => follow(browser, page));
    await browser.post(`${at}/enrolment`);
    return bindOn(town, browser, `${at}/enrolment`);
  }
  return bindOn(town, browser, `${at}/sign-in/enrolment`);
}

/** Reads the QR code of an enrolment page and types its first code; answers the secret. */
export async function bindOn(town: Town, browser: Browser, path: string): Promise<Uint8Array> {
  const secret = secretOn(await browser.get(path));
  await browser.post(`${path}/code`, { code: codeAt(secret, timeStep(town.now())), device_name: '' });
  town.pass(STEP);
  return secret;
}

function secretOn({ html }: Answer): Uint8Array {
  const text = /otpauth:\/\/totp\/[^"]*?secret=([A-Z2-7]+)/u.exec(html)?.[1];
  const secret = text === undefined ? undefined : decodeBase32(text);
  if (secret === undefined) throw new Error('this page shows no QR code');
  return secret;
}

export async function typePassword(browser: Browser, portal: PortalDefinition, email: string, password: string): Promise<Answer> {
  await browser.get(`/${portal.id}/sign-in`);
  return browser.post(`/${portal.id}/sign-in`, { email, password });
}

/** A code that was not used before. */
export function nextCode(town: Town, secret: Uint8Array): string {
  town.pass(STEP);
  return codeAt(secret, timeStep(town.now()));
}

/** Password, then code, in this browser; whether a session came of it. */
export async function signIn(
  town: Town,
  { email, portal, secret }: Pick<Person, 'email' | 'portal' | 'secret'>,
  browser: Browser,
  password: string = PASSWORD,
): Promise<boolean> {
  const first = await typePassword(browser, portal, email, password);
  if (!leadsTo(first, `/${portal.id}/sign-in/code`)) return false;
  await browser.get(`/${portal.id}/sign-in/code`);
  const answer = await browser.post(`/${portal.id}/sign-in/code`, { code: nextCode(town, secret) });
  const page = answer.location === null ? null : await browser.get(answer.location);
  return page?.status === 200;
}

/** A second factor typed anew, as the pages that need one ask for it. */
export async function proveFresh(town: Town, person: Person, browser: Browser): Promise<void> {
  const path = `/${person.portal.id}/confirmation`;
  await browser.get(path);
  await browser.post(path, { code: nextCode(town, person.secret) });
}
