/**
 * Every way to a session × every set of authenticators × every rule (SEC-E05): what a way proves is compared with what the account
 * and the rule ask for, and nothing else opens a session. Known attacks on single ways stand beside it (T-09, T-16, T-17, T-40).
 */
import { afterEach, describe, expect, test } from 'vitest';
import { days } from '../../src/core/time.ts';
import { addPasskey, answerWith, signInWithBoth, signInWithPasskey } from '../support/passkey-steps.ts';
import { issueCodes, postRecoveryCode } from '../support/recovery-codes.ts';
import type { SoftPasskey } from '../support/soft-passkey.ts';
import { codeNow, enrol, postPassword, STEP, signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

const SETS = {
  nothing: [],
  app: ['app'],
  passkey: ['passkey'],
  'app and passkey': ['app', 'passkey'],
} as const satisfies Record<string, readonly ('app' | 'passkey')[]>;

const RULES = {
  optional: "two_factor_level = 'optional', two_factor_required_from = null",
  recommended: "two_factor_level = 'recommended', two_factor_required_from = null",
  'required later': `two_factor_level = 'required', two_factor_required_from = ${Date.UTC(2030, 0, 1)}`,
  required: "two_factor_level = 'required', two_factor_required_from = 0",
} as const;

let world: World;
afterEach(() => world.close());

/** The account with what is bound to it, nobody signed in. */
interface Holder {
  readonly secret: Uint8Array | null;
  readonly passkey: SoftPasskey | null;
  readonly codes: readonly string[];
}

async function prepare(set: keyof typeof SETS): Promise<Holder> {
  world = await openWorld();
  await world.addAccount();
  const visitor = world.visitor();
  await signIn(visitor);
  const kinds: readonly string[] = SETS[set];
  const secret = kinds.includes('app') ? await enrol(world, visitor) : null;
  const passkey = kinds.includes('passkey') ? await addPasskey(visitor) : null;
  const codes = kinds.length > 0 ? await issueCodes(visitor) : [];
  await visitor.get('/success/account');
  await visitor.post('/success/sign-out');
  world.advance(STEP);
  return { secret, passkey, codes };
}

/** An app nobody has. */
const STRANGE_SECRET = new Uint8Array(20).fill(7);
const STRANGE_CODE = '01-7K3M-9QXT-2VBN-4RHD';

/** Every way that could end in a session, tried by somebody who holds whatever of it the account has. */
const WAYS: Readonly<Record<string, (visitor: Visitor, holder: Holder) => Promise<unknown>>> = {
  'the password': async (visitor) => {
    const answer = await postPassword(visitor);
    if (answer.location !== null) await visitor.follow(answer);
  },
  'password and code': async (visitor, { secret }) => {
    await postPassword(visitor);
    await visitor.get('/success/sign-in/code');
    return visitor.post('/success/sign-in/code', { code: codeNow(world, secret ?? STRANGE_SECRET) });
  },
  'password and recovery code': async (visitor, { codes }) => {
    await postPassword(visitor);
    return postRecoveryCode(visitor, codes[0] ?? STRANGE_CODE);
  },
  'password and passkey': async (visitor, { passkey }) => {
    if (passkey !== null) return signInWithBoth(visitor, passkey);
    await postPassword(visitor);
    return visitor.post('/success/sign-in/code/passkey', { assertion: '{}' });
  },
  'the passkey alone': async (visitor, { passkey }) => {
    if (passkey !== null) return signInWithPasskey(visitor, passkey);
    await visitor.get('/success/sign-in');
    return visitor.post('/success/sign-in/passkey', { assertion: '{}' });
  },
  'an enrolment without the mailed link': async (visitor) => {
    await postPassword(visitor);
    await visitor.post('/success/sign-in/enrolment');
    return visitor.post('/success/sign-in/enrolment/code', { code: codeNow(world, STRANGE_SECRET), device_name: '' });
  },
};

function opens(way: string, set: keyof typeof SETS, rule: keyof typeof RULES): boolean {
  const kinds: readonly string[] = SETS[set];
  if (way === 'the password') return kinds.length === 0 && rule !== 'required';
  if (way === 'password and code') return kinds.includes('app') || opens('the password', set, rule);
  if (way === 'password and recovery code') return kinds.length > 0 || opens('the password', set, rule);
  if (way === 'password and passkey') return kinds.includes('passkey') || opens('the password', set, rule);
  if (way === 'the passkey alone') return kinds.includes('passkey');
  return opens('the password', set, rule);
}

async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/success/dashboard')).status === 200;
}

const PAIRS = Object.keys(SETS).flatMap((set) => Object.keys(RULES).map((rule) => ({ set, rule }))) as readonly {
  readonly set: keyof typeof SETS;
  readonly rule: keyof typeof RULES;
}[];

describe('every way in', () => {
  test.each(PAIRS)(
    'SEC-E05 T-16 T-39 with $set bound and two-factor $rule opens exactly what was proven',
    async ({ set, rule }) => {
      const holder = await prepare(set);
      await world.query(`update company set ${RULES[rule]}`);
      for (const [way, go] of Object.entries(WAYS)) {
        const visitor = world.visitor();
        await go(visitor, holder);
        expect(await isSignedIn(visitor), way).toBe(opens(way, set, rule));
        world.advance(STEP);
      }
    },
  );

  test.each(Object.keys(SETS) as readonly (keyof typeof SETS)[])(
    'T-09 SEC-E05 SEC-G07 is shut with %s bound once the account is suspended, also one that was begun before',
    async (set) => {
      const holder = await prepare(set);
      const begun = world.visitor();
      await postPassword(begun);
      await world.query("update account set status = 'suspended', security_version = security_version + 1");
      expect(await isSignedIn(begun)).toBe(false);
      await begun.post('/success/sign-in/code', { code: codeNow(world, holder.secret ?? STRANGE_SECRET) });
      await begun.post('/success/sign-in/recovery-code', { recovery_code: holder.codes[1] ?? STRANGE_CODE });
      expect(await isSignedIn(begun)).toBe(false);
      for (const [way, go] of Object.entries(WAYS)) {
        const visitor = world.visitor();
        // A step that is not reached has no challenge to answer.
        await go(visitor, holder).catch(() => null);
        expect(await isSignedIn(visitor), way).toBe(false);
        world.advance(STEP);
      }
    },
  );
});

describe('a rule that becomes stricter', () => {
  test('T-17 SEC-E05 ends a session that was begun with the password alone, on its date and not before', async () => {
    await prepare('nothing');
    const visitor = world.visitor();
    await signIn(visitor);
    await world.query(`update company set two_factor_level = 'required', two_factor_required_from = ${world.now() + days(1)}`);
    expect(await isSignedIn(visitor)).toBe(true);
    await world.query(`update company set two_factor_required_from = ${world.now() + 1}`);
    expect(await isSignedIn(visitor)).toBe(true);
    world.advance(1);
    expect(await isSignedIn(visitor)).toBe(false);
    expect((await postPassword(visitor)).location).toBe('/success/sign-in/confirmation');
  });

  test('T-17 SEC-E05 leaves a session with a second factor as it is', async () => {
    const { passkey } = await prepare('passkey');
    const visitor = world.visitor();
    if (passkey !== null) await signInWithPasskey(visitor, passkey);
    await world.query(`update company set ${RULES.required}`);
    expect(await isSignedIn(visitor)).toBe(true);
  });
});

describe('a sign-in that is begun again', () => {
  test('T-40 SEC-E02 asks for the second factor after a restart, the back button, another tab and another language', async () => {
    const { secret } = await prepare('app');
    const visitor = world.visitor();
    await postPassword(visitor);
    for (const path of ['sign-in', 'sign-in/code?lang=en', 'sign-in?lang=ja', 'sign-in/code', '', 'enrolment', 'account']) {
      await visitor.follow(await visitor.get(`/success/${path}`));
      expect(await isSignedIn(visitor), path).toBe(false);
    }
    await visitor.get('/success/sign-in');
    const again = await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD });
    expect(again.location).toBe('/success/sign-in/code');
    await visitor.get('/success/sign-in/code');
    await visitor.post('/success/sign-in/cancellation');
    expect([await isSignedIn(visitor), (await visitor.get('/success/sign-in/code')).status]).toEqual([false, 303]);
    await postPassword(visitor);
    await visitor.get('/success/sign-in/code');
    await visitor.post('/success/sign-in/code', { code: codeNow(world, secret ?? STRANGE_SECRET) });
    expect(await isSignedIn(visitor)).toBe(true);
  });

  test('T-40 SEC-D01 a passkey challenge of one step does not serve another', async () => {
    const { passkey } = await prepare('passkey');
    if (passkey === null) throw new Error('no passkey');
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    const asked = await visitor.post('/success/sign-in/passkey/challenge');
    await postPassword(visitor);
    await visitor.get('/success/sign-in/code');
    const options: Parameters<SoftPasskey['get']>[0] = JSON.parse(asked.html);
    const answer = await visitor.post('/success/sign-in/code/passkey', { assertion: passkey.get(options) });
    expect([answer.status, await isSignedIn(visitor)]).toEqual([422, false]);
    await answerWith(visitor, '/success/sign-in/code/passkey', passkey);
    expect(await isSignedIn(visitor)).toBe(true);
  });
});
