/** The attacks of `limits.test.ts` on the routes of passkeys: each, how many tries are answered before the door closes. */
import { expect } from 'vitest';
import { addPasskey, answerWith, passkeyAccount, signInWithBoth, signInWithPasskey } from '../support/passkey-steps.ts';
import { postPassword, signIn } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import type { World } from '../support/world.ts';

/** More than any limit below. */
const MANY = 400;

async function answered(attempt: () => Promise<Answer>): Promise<number> {
  for (let count = 0; count < MANY; count += 1) if ((await attempt()).status === 429) return count;
  return MANY;
}

async function newBrowserLetters(world: World): Promise<number> {
  return (await world.letters()).filter(({ subject }) => subject.includes('新しいブラウザー')).length;
}

export function passkeyBites(world: () => World): Readonly<Record<string, readonly [before: number, bite: () => Promise<number>]>> {
  const halfSignedIn = async () => {
    await world().addAccount();
    const { passkey } = await passkeyAccount(world());
    const visitor = world().visitor();
    await postPassword(visitor);
    await visitor.get('/success/sign-in/code');
    return { visitor, passkey };
  };
  const signedIn = async () => {
    await world().addAccount();
    const { passkey } = await passkeyAccount(world());
    const visitor = world().visitor();
    await signInWithPasskey(visitor, passkey);
    await visitor.get('/success/confirmation');
    return { visitor, passkey };
  };
  const challenges = (visitor: Visitor, path: string) => answered(() => visitor.post(`/success/${path}/challenge`));
  return {
    'sign-in/passkey/challenge: challenges': [
      300,
      async () => {
        const visitor = world().visitor();
        await visitor.get('/success/sign-in');
        return challenges(visitor, 'sign-in/passkey');
      },
    ],
    'sign-in/passkey: passkey': [
      20,
      async () => {
        await world().addAccount();
        const { passkey } = await passkeyAccount(world());
        return answered(() => signInWithPasskey(world().visitor(), passkey, { forged: true }));
      },
    ],
    'sign-in/passkey: letters': [
      5,
      async () => {
        await world().addAccount();
        const { passkey } = await passkeyAccount(world());
        const before = await newBrowserLetters(world());
        for (let count = 0; count < 8; count += 1) expect((await signInWithPasskey(world().visitor(), passkey)).status).toBe(303);
        return (await newBrowserLetters(world())) - before + 1;
      },
    ],
    'sign-in/code/passkey/challenge: challenges': [
      59,
      async () => challenges((await halfSignedIn()).visitor, 'sign-in/code/passkey'),
    ],
    'sign-in/code/passkey: passkey': [
      4,
      async () => {
        const { visitor, passkey } = await halfSignedIn();
        return answered(() => answerWith(visitor, '/success/sign-in/code/passkey', passkey, { forged: true }));
      },
    ],
    'sign-in/code/passkey: letters': [
      5,
      async () => {
        await world().addAccount();
        const { passkey } = await passkeyAccount(world());
        const before = await newBrowserLetters(world());
        for (let count = 0; count < 8; count += 1) expect((await signInWithBoth(world().visitor(), passkey)).status).toBe(303);
        return (await newBrowserLetters(world())) - before + 1;
      },
    ],
    'confirmation/passkey/challenge: challenges': [59, async () => challenges((await signedIn()).visitor, 'confirmation/passkey')],
    'confirmation/passkey: passkey': [
      4,
      async () => {
        const { visitor, passkey } = await signedIn();
        return answered(() => answerWith(visitor, '/success/confirmation/passkey', passkey, { forged: true }));
      },
    ],
    'enrolment/passkey/challenge: challenges': [
      59,
      async () => {
        await world().addAccount();
        const visitor = world().visitor();
        await signIn(visitor);
        await addPasskey(visitor);
        await visitor.get('/success/enrolment/passkey');
        return challenges(visitor, 'enrolment/passkey');
      },
    ],
  };
}
