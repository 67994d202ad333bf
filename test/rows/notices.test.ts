/**
 * SEC-P02 SEC-P03: which event is told by which letter, and to whom it goes.
 * Every kind of event has its line in the table; a new one does not compile until somebody has decided.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Account } from '../../src/core/account.ts';
import type { AuditEventType } from '../../src/core/audit-event.ts';
import type { LetterKind } from '../../src/core/letter.ts';
import { PASSWORD_SCHEDULE, SECOND_FACTOR_SCHEDULE } from '../../src/core/throttle.ts';
import { days, hours } from '../../src/core/time.ts';
import { statusLetters } from '../../src/journeys/host-accounts.ts';
import { endAccountSessions } from '../../src/journeys/host-sessions.ts';
import { linkTo, postContact, press } from '../support/contact.ts';
import { passkeyAccount, signInWithPasskey } from '../support/passkey-steps.ts';
import { accountWithCodes, issueCodes, postRecoveryCode } from '../support/recovery-codes.ts';
import { codeNow, enrol, enrolledAccount, postPassword, STEP, signIn, signInWithCode, wrongCode } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';
import { EVENTS_READ_ELSEWHERE } from './events-read-elsewhere.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };

/** How many letters waited or went out so far, by kind. */
async function queued(): Promise<ReadonlyMap<string, number>> {
  const rows = await world.query('select kind, count(*) as total from outbox group by kind');
  return new Map(rows.map((row) => [String(row['kind']), Number(row['total'])]));
}

interface Told {
  readonly letters: readonly string[];
  readonly events: readonly string[];
}

/** The letters and the events of one step. */
async function told(step: () => Promise<unknown>): Promise<Told> {
  const before = await queued();
  const known = (await world.query('select seq from audit_event')).length;
  await step();
  const letters = [...(await queued())].flatMap(([kind, total]) => Array<string>(total - (before.get(kind) ?? 0)).fill(kind));
  const events = (await world.query('select type from audit_event order by seq')).slice(known).map((row) => String(row['type']));
  return { letters: letters.toSorted(), events };
}

async function halfSignedIn(secret: Uint8Array) {
  const visitor = world.visitor();
  await postPassword(visitor);
  await visitor.get('/success/sign-in/code');
  return { visitor, fail: () => visitor.post('/success/sign-in/code', { code: wrongCode(world, secret) }) };
}

/** What `genkan accounts disable` and `reopen` do. */
async function suspend(): Promise<void> {
  const letters = statusLetters(await holder(), 'account-suspended', world.now());
  await world.service.store.setAccountStatus('account-1', 'suspended', world.now(), 'left', letters);
}

async function reopen(): Promise<void> {
  const letters = statusLetters(await holder(), 'account-reopened', world.now());
  await world.service.store.reopenAccount('account-1', 'came back', world.now(), letters);
}

async function holder(): Promise<Account> {
  const facts = await world.service.store.read.signInFacts('success', 'hanako@success.example');
  if (facts === undefined) throw new Error('no such account');
  return facts.account;
}

async function mailed(pattern: RegExp): Promise<string> {
  const letter = (await world.letters()).findLast(({ text }) => pattern.test(text));
  return pattern.exec(letter?.text ?? '')?.[0] ?? '';
}

/** Posts a form of contact data in a session that is fresh. */
async function contactForm(page: string, fields: Readonly<Record<string, string>>): Promise<() => Promise<unknown>> {
  const visitor = world.visitor();
  await signIn(visitor);
  return () => postContact(visitor, page, fields);
}

/** What the holder hears of, beside what is only recorded. A code is told from the third wrong one on. */
const TOLD_BY: Readonly<Record<AuditEventType, readonly LetterKind[]>> = {
  ...EVENTS_READ_ELSEWHERE,
  'sign-in.password-accepted': [],
  'sign-in.refused': ['second-factor-failures'],
  'sign-in.completed': ['new-browser'],
  'sign-in.abandoned': [],
  'second-factor.drift': [],
  'second-factor.paused': [],
  'second-factor.disabled': ['second-factor-failures'],
  'password.paused': [],
  'password.held': ['browser-confirmation'],
  'passkey.counter-went-back': ['passkey-copied'],
  'session.ended': [],
  'other-sessions.ended': ['other-sessions-ended'],
  'sessions.ended-by-host': ['sessions-ended-by-host'],
  'session.stepped-up': [],
  'session.step-up-refused': [],
  'enrolment.begun': [],
  'enrolment.refused': [],
  'enrolment.abandoned': [],
  'authenticator.bound': ['two-factor-on'],
  'authenticator.invalidated': ['two-factor-off'],
  'authenticator.set-aside': [],
  'recovery-codes.issued': ['recovery-codes-issued'],
  'recovery-codes.saved': [],
  // With what ended or closed them.
  'recovery-codes.ended': [],
  'recovery-codes.set-aside': [],
  'recovery-code.used': ['recovery-code-used'],
  // By a letter of its own, which the tests of its page read.
  'authenticator.renamed': [],
  'check-up.hidden': [],
  'recommendation.hidden': [],
  'sign-in-notices.dismissed': [],
  'password.rehashed': [],
  // The letters of these are read by test/http/screens/password-*.test.ts.
  'password-reset.asked': [],
  'password-reset.refused': [],
  'password-reset.answered': [],
  'password.compromised': [],
  'language.changed': [],
  'link.mailed': ['enrolment-confirmation'],
  'link.confirmed': [],
  'link.refused': [],
  'audit.head-replaced': [],
  'audit.forgotten': [],
  'contact.changed': ['phone-changed'],
  'contact.change-requested': ['email-change-requested', 'email-confirmation'],
  'contact.change-cancelled': ['email-change-cancelled'],
  'contact.refused': [],
  'letter.failed': [],
  'account.created': [],
  // A link to a mailbox, and its use: nothing was there yet that could be lost.
  'password.set': [],
  'account.status-changed': ['account-suspended'],
  'account.closed': ['account-closed', 'colleague-closed'],
  'account.reopened': ['account-reopened'],
  'company.created': [],
  'case.imported': [],
};

/** With a link that proves one mailbox, or to somebody else. */
const TO_ONE: ReadonlySet<LetterKind> = new Set([
  'browser-confirmation',
  'email-confirmation',
  'enrolment-confirmation',
  'colleague-closed',
]);

describe('SEC-P02 each step of the account is told by', () => {
  const STEPS: readonly (readonly [AuditEventType, () => Promise<Told>])[] = [
    ['sign-in.completed', () => told(() => signIn(world.visitor()))],
    [
      'authenticator.bound',
      async () => {
        const visitor = world.visitor();
        await signIn(visitor);
        return told(() => enrol(world, visitor));
      },
    ],
    [
      'authenticator.invalidated',
      async () => {
        const { secret, visitor } = await enrolledAccount(world);
        await signInWithCode(world, visitor, secret);
        world.advance(STEP);
        await visitor.get('/success/two-factor');
        return told(() => visitor.post('/success/two-factor', { code: codeNow(world, secret) }));
      },
    ],
    [
      'recovery-codes.issued',
      async () => {
        const visitor = world.visitor();
        await signIn(visitor);
        await enrol(world, visitor);
        return told(() => issueCodes(visitor));
      },
    ],
    [
      'recovery-code.used',
      async () => {
        const { codes, visitor } = await accountWithCodes(world);
        await postPassword(visitor);
        return told(() => postRecoveryCode(visitor, codes[0] ?? ''));
      },
    ],
    [
      'sign-in.refused',
      async () => {
        const { fail } = await halfSignedIn((await enrolledAccount(world)).secret);
        expect((await told(() => fail().then(fail))).letters).toEqual([]);
        return told(fail);
      },
    ],
    [
      'second-factor.disabled',
      async () => {
        const { secret } = await enrolledAccount(world);
        for (let count = 0; count < 49; count += 1) {
          await world.service.store.charge('second-factor:account-1', SECOND_FACTOR_SCHEDULE, world.now());
          world.advance(days(1));
        }
        const { fail } = await halfSignedIn(secret);
        return told(fail);
      },
    ],
    [
      'passkey.counter-went-back',
      async () => {
        const { passkey } = await passkeyAccount(world, {}, { signCount: 5 });
        return told(() => signInWithPasskey(world.visitor(), passkey, { signCount: 3 }));
      },
    ],
    [
      'link.mailed',
      async () => {
        await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
        await world.query(
          "update account set notification_addresses = (select notification_addresses from account where id = 'account-1') returning id",
        );
        return told(() => postPassword(world.visitor(), STAFF));
      },
    ],
    [
      'password.held',
      async () => {
        for (let count = 0; count < 100; count += 1) {
          await world.service.store.charge('password:account-1', PASSWORD_SCHEDULE, world.now());
          world.advance(hours(1));
        }
        return told(() => postPassword(world.visitor()));
      },
    ],
    [
      'account.closed',
      async () => {
        const times = { createdAt: world.now(), passwordSetAt: world.now() };
        const kaori = { id: 'kaori', portal: 'success', email: 'kaori@success.example', name: '鈴木 香織', phone: null, ...times };
        const role = 'company-administrator';
        const more = { companyId: 'company-1', role, language: 'ja', status: 'active', passwordRecord: null } as const;
        await world.service.store.importAccount({ ...kaori, ...more });
        await signIn(world.visitor());
        const link = await mailed(/\/success\/not-me\/\S+/u);
        const reader = world.visitor();
        await reader.get(link);
        return told(() => reader.post(link));
      },
    ],
    [
      'other-sessions.ended',
      async () => {
        const [visitor, other] = [world.visitor(), world.visitor()];
        await signIn(other);
        await signIn(visitor);
        await visitor.get('/success/activity');
        return told(() => visitor.post('/success/activity/sessions'));
      },
    ],
    [
      'sessions.ended-by-host',
      async () => {
        await signIn(world.visitor());
        return told(async () => endAccountSessions(world.service.site.ports, world.now(), await holder(), 'incident 7'));
      },
    ],
    ['contact.changed', async () => told(await contactForm('phone', { phone: '090-1234-5678' }))],
    ['contact.change-requested', async () => told(await contactForm('email', { email: 'new@success.example' }))],
    [
      'contact.change-cancelled',
      async () => {
        await (await contactForm('email', { email: 'new@success.example' }))();
        const link = await linkTo(world, 'hanako@success.example', 'contact-cancellation');
        return told(() => press(world, link));
      },
    ],
    ['account.status-changed', () => told(suspend)],
    [
      'account.reopened',
      async () => {
        await suspend();
        return told(reopen);
      },
    ],
  ];

  test('SEC-P02 every kind of event that is told has its step here', () => {
    const types = Object.entries(TOLD_BY).flatMap(([type, kinds]) => (kinds.length === 0 ? [] : [type]));
    expect(STEPS.map(([type]) => type).toSorted()).toEqual(types.toSorted());
  });

  test.each(STEPS)('SEC-P02 %s is told by its letters and by no other', async (type, run) => {
    await world.addAccount();
    const { letters, events } = await run();
    expect(events).toContain(type);
    expect(letters).toEqual(TOLD_BY[type].toSorted());
  });

  test.each(STEPS)('SEC-P03 %s is told to every verified address', async (type, run) => {
    await world.addAccount();
    const further = JSON.stringify(['hanako@home.example', 'hanako@phone.example']);
    await world.query(`update account set notification_addresses = '${further}' returning id`);
    const { letters } = await run();
    expect(letters).toEqual(TOLD_BY[type].flatMap((kind) => (TO_ONE.has(kind) ? [kind] : [kind, kind, kind])).toSorted());
  });

  test('SEC-P02 a sign-in in a known browser, a wrong password and a cancelled enrolment tell nobody', async () => {
    await world.addAccount();
    const visitor = world.visitor();
    await signIn(visitor);
    const { letters } = await told(async () => {
      await signIn(visitor);
      await postPassword(world.visitor(), { password: 'wrong' });
      await visitor.get('/success/account');
      await visitor.post('/success/enrolment');
      await visitor.post('/success/enrolment/cancellation');
    });
    expect(letters).toEqual([]);
  });

  test('G-16 U-43 SEC-P04 every notice has a "not me" link of its own, and both stay alive side by side', async () => {
    await world.addAccount();
    const { secret, visitor } = await enrolledAccount(world);
    await signInWithCode(world, visitor, secret);
    world.advance(STEP);
    await visitor.get('/success/two-factor');
    await visitor.post('/success/two-factor', { code: codeNow(world, secret) });
    const links = (await world.letters()).map(({ text }) => /\/success\/not-me\/\S+/u.exec(text)?.[0] ?? '');
    expect(links.length).toBeGreaterThanOrEqual(3);
    expect(new Set(links).size).toBe(links.length);
    for (const link of links) expect((await world.visitor().get(link)).status).toBe(200);
    expect(await world.query("select id from mailed_link where purpose = 'not-me'")).toHaveLength(links.length);
  });
});
