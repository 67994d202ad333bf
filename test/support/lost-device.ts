/** What a person does who lost the device, step by step, over a visitor without a window. */
import type { RenderedLetter } from '../../src/mail/deliverer.ts';
import type { Answer, Visitor } from './visitor.ts';
import type { World } from './world.ts';

export const CLAIMS = {
  email: 'hanako@success.example',
  name: '山田 花子',
  company: '(株)さくら商事',
  phone: '0312345621',
  case_number: 'TM-00012345',
  summary: '端末を紛失しました',
  risk: 'accepted',
} as const;

/** Posts the form as a browser would; it carries no token and needs no cookie. */
export function fileForm(visitor: Visitor, changes: Readonly<Record<string, string>> = {}, portal = 'success'): Promise<Answer> {
  return visitor.post(`/${portal}/lost-device`, { ...CLAIMS, ...changes }, { bare: true });
}

/** The receipt number an answer leads to. */
export function receiptIn(answer: Answer): string {
  const receipt = /\/lost-device\/(R-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{2})/u.exec(answer.location ?? '')?.[1];
  if (receipt === undefined) throw new Error(`no receipt in ${answer.status} ${String(answer.location)}`);
  return receipt;
}

export interface MailedPaths {
  /** Path and query of the page that confirms or shows the request. */
  readonly open: string;
  readonly cancel: string;
  readonly token: string;
}

/** The two links of a recovery letter. */
export function pathsIn(letter: RenderedLetter): MailedPaths {
  const find = (pattern: RegExp): string => {
    const found = pattern.exec(letter.text)?.[0];
    if (found === undefined) throw new Error(`no ${pattern.source} in: ${letter.text}`);
    return found;
  };
  const open = find(/\/[a-z]+\/lost-device\/R-[0-9A-Z-]+\?token=\S+/u);
  const cancel = find(/\/[a-z]+\/lost-device\/R-[0-9A-Z-]+\/cancellation\?token=\S+/u);
  return { open, cancel, token: new URLSearchParams(open.split('?')[1]).get('token') ?? '' };
}

/** Letters about a request, oldest first; to one address where it is named. */
export async function recoveryLetters(world: World, to?: string): Promise<readonly RenderedLetter[]> {
  const letters = await world.letters();
  return letters.filter((letter) => /解除|removal/u.test(letter.subject) && (to === undefined || letter.to === to));
}

/** Files, opens the letter in the same browser and confirms; answers the receipt and the links of the last letter. */
export async function fileAndConfirm(
  world: World,
  visitor: Visitor,
  changes: Readonly<Record<string, string>> = {},
): Promise<{ readonly receipt: string; readonly paths: MailedPaths; readonly first: MailedPaths }> {
  const receipt = receiptIn(await fileForm(visitor, changes));
  const to = changes['email'] ?? CLAIMS.email;
  const first = pathsIn(lastOf(await recoveryLetters(world, to)));
  await visitor.get(first.open);
  const confirmed = await visitor.post(`/success/lost-device/${receipt}/confirmation`, { token: first.token });
  if (confirmed.status !== 303) throw new Error(`not confirmed: ${confirmed.status} ${confirmed.text}`);
  return { receipt, first, paths: pathsIn(lastOf(await recoveryLetters(world, to))) };
}

export function lastOf<T>(list: readonly T[]): T {
  const last = list.at(-1);
  if (last === undefined) throw new Error('nothing there');
  return last;
}
