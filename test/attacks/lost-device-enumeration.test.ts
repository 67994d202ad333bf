/**
 * Somebody files requests to find out who has an account (SEC-E03, SEC-E04, T-41, invariant 9): page, status, header, cookie,
 * mail at another box and time must not tell. The times of sign-in and of the form are compared by rank over interleaved samples.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { days } from '../../src/core/time.ts';
import { expectAlike } from '../support/alike.ts';
import { fileAndConfirm, fileForm, receiptIn, recoveryLetters } from '../support/lost-device.ts';
import { enrolledAccount } from '../support/steps.ts';
import type { Answer } from '../support/visitor.ts';
import { openHasher, openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ compose: { passwords: openHasher() } });
  await world.addAccount({ email: 'hanako@success.example' });
  await world.addAccount({ email: 'kaori@success.example', role: 'company-administrator' });
  await world.addAccount({ email: 'gone@success.example', status: 'suspended' });
  await world.addAccount({ email: 'frozen@success.example' });
  await enrolledAccount(world, { email: 'hanako@success.example' });
  const browser = world.visitor();
  const { receipt, paths } = await fileAndConfirm(world, browser, { email: 'frozen@success.example' });
  await browser.get(paths.cancel);
  await browser.post(`/success/lost-device/${receipt}/cancellation`, { token: paths.token, choice: 'not-me' });
});
afterAll(() => world.close());

const SUBJECTS = [
  'nobody@success.example',
  'hanako@success.example',
  'kaori@success.example',
  'gone@success.example',
  'frozen@success.example',
];

/** An answer without what is random in every answer, and without the address that was typed. */
function masked({ status, headers, html, setCookies, location }: Answer, email: string): string {
  const random = [
    /R-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/gu,
    /[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{43}/gu,
    /(?<=form_token\\" value=\\")[A-Za-z0-9_-]+/gu,
    /(?<=-form=)[A-Za-z0-9_-]+/gu,
  ];
  /R-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{2}|[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{43}|(?<=form_token" value=")[^"]+|(?<=-form=)[^;]+/gu;
  const text = JSON.stringify({
    status,
    headers: [...headers].filter(([name]) => name !== 'set-cookie'),
    html,
    setCookies,
    location,
  });
  return random.reduce((masked, pattern) => masked.replace(pattern, 'RANDOM'), text.replaceAll(email, 'EMAIL'));
}

/** The place where two texts part, short enough to read. */
function differenceOf(text: string, other: string): string {
  if (text === other) return '';
  const at = [...text].findIndex((character, index) => character !== [...other][index]);
  return `${text.slice(Math.max(0, at - 60), at + 60)} <> ${other.slice(Math.max(0, at - 60), at + 60)}`;
}

describe('T-41 a stranger who files for addresses', () => {
  it('SEC-E03 G-27 U-54 sees the same form, receipt, status and cancel page for every address', async () => {
    const seen = new Map<string, readonly string[]>();
    for (const email of SUBJECTS) {
      const visitor = world.visitor();
      const filed = await fileForm(visitor, { email });
      const receipt = receiptIn(filed);
      const own = await visitor.follow(filed);
      await world.letters();
      const later = await visitor.get(`/success/lost-device/${receipt}`);
      const again = await visitor.post(`/success/lost-device/${receipt}/letter`);
      const cancel = await visitor.get(`/success/lost-device/${receipt}/cancellation`);
      const pressed = await visitor.post(`/success/lost-device/${receipt}/cancellation`, { choice: 'not-me' });
      const stranger = await world.visitor().get(`/success/lost-device/${receipt}`);
      seen.set(
        email,
        [filed, own, later, again, cancel, pressed, stranger].map((answer) => masked(answer, email)),
      );
      await world.letters();
    }
    const [first, ...others] = [...seen.values()];
    for (const other of others)
      for (const [step, page] of other.entries()) expect(differenceOf(page, first?.[step] ?? '')).toBe('');
  });

  it('SEC-E03 sees the same for a receipt that was never given', async () => {
    const given = receiptIn(await fileForm(world.visitor()));
    const pages = async (receipt: string): Promise<readonly string[]> => {
      const visitor = world.visitor();
      const status = await visitor.get(`/success/lost-device/${receipt}`);
      const cancel = await visitor.get(`/success/lost-device/${receipt}/cancellation`);
      const password = await visitor.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD });
      return [status, cancel, password].map((answer) => masked(answer, 'nobody@nowhere'));
    };
    const never = await pages('R-2026-0000-00');
    for (const [step, page] of (await pages(given)).entries()) expect(differenceOf(page, never[step] ?? '')).toBe('');
  });

  it('SEC-E03 a mail goes to the stored address of an account that may ask, and to nobody else', async () => {
    world.advance(days(1));
    const before = (await recoveryLetters(world)).length;
    for (const email of SUBJECTS) await fileForm(world.visitor(), { email: ` ${email.toUpperCase()} ` });
    const letters = (await recoveryLetters(world)).slice(before);
    expect(letters.map(({ to }) => to).toSorted()).toEqual(['hanako@success.example', 'kaori@success.example']);
  });

  it('SEC-J09 company administrators get the same answer and the same letter as everybody', async () => {
    const letters = await recoveryLetters(world);
    const subject = (to: string): string | undefined => letters.findLast((letter) => letter.to === to)?.subject;
    expect(subject('kaori@success.example')).toBe(subject('hanako@success.example'));
  });
});

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await ask();
  return performance.now() - began;
}

describe('SEC-E04 the time of an answer', () => {
  /** Each address is asked about once, as somebody would who goes through a list of them. */
  const known = (index: number): string => `holder-${index}@success.example`;
  const unknown = (index: number): string => `stranger-${index}@success.example`;
  const network = (index: number, last: number): { readonly address: string } => ({
    address: `10.${index >> 8}.${index & 255}.${last}`,
  });

  const added = new Set<number>();
  const addKnown = async (index: number): Promise<void> => {
    if (!added.has(index)) await world.addAccount({ email: known(index), company: null });
    added.add(index);
  };

  it('SEC-E04 of the lost-device form is alike for known and unknown addresses, by rank over 1,000 interleaved samples', async () => {
    const ask = (index: number, isKnown: boolean): Promise<number> =>
      timed(() => fileForm(world.visitor(network(index, isKnown ? 1 : 2)), { email: (isKnown ? known : unknown)(index) }));
    await expectAlike('the lost-device form', ask, addKnown);
  }, 300_000);

  it('SEC-E04 of the sign-in is alike for known and unknown addresses, by rank over 1,000 interleaved samples', async () => {
    const first = world.visitor();
    await first.get('/success/sign-in');
    const token = first.formToken();
    const ask = (index: number, isKnown: boolean): Promise<number> => {
      const email = (isKnown ? known : unknown)(index);
      const fields = { email, password: 'not the password at all', form_token: token };
      return timed(() => first.copy(network(index, isKnown ? 3 : 4)).post('/success/sign-in', fields));
    };
    await expectAlike('a sign-in', ask, addKnown);
  }, 300_000);
});
