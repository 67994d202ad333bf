/** What a holder does with mail addresses, step by step, over a visitor without a window. */
import { setTimeout } from 'node:timers/promises';
import type { Answer, Visitor } from './visitor.ts';
import type { World } from './world.ts';

export const NEW_EMAIL = 'hanako.new@success.example';
export const OLD_EMAIL = 'hanako@success.example';

/** Posts a form of contact data after opening it, as a browser would; the session must be fresh. */
export async function postContact(visitor: Visitor, page: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
  await visitor.get(`/success/account/${page}`);
  return visitor.post(`/success/account/${page}`, fields);
}

/** Asks for the change of the sign-in address; fails loudly when it is not taken. */
export async function requestEmail(visitor: Visitor, email: string = NEW_EMAIL): Promise<void> {
  const answer = await postContact(visitor, 'email', { email });
  if (answer.location !== '/success/account/email/requested') throw new Error(`not taken: ${answer.status} ${answer.text}`);
}

/** The newest link of a kind that was mailed to an address, as a path. A second node may have the letter in its hands: it is waited for. */
export async function linkTo(world: World, to: string, kind: 'contact-confirmation' | 'contact-cancellation'): Promise<string> {
  const pattern = new RegExp(`/success/${kind}/[\\w.-]+`, 'u');
  for (let round = 0; round < 40; round += 1) {
    const letter = (await world.letters()).findLast((each) => each.to === to && pattern.test(each.text));
    const found = pattern.exec(letter?.text ?? '')?.[0];
    if (found !== undefined) return found;
    await setTimeout(25);
  }
  throw new Error(`no letter with a link of ${kind} to ${to}`);
}

/** Opens a mailed link and presses its button, in a browser that was never here unless told. */
export async function press(world: World, link: string, visitor: Visitor = world.visitor()): Promise<Answer> {
  await visitor.get(link);
  return visitor.post(link);
}

/** Asked for and confirmed from the new mailbox. */
export async function changeEmail(world: World, visitor: Visitor, email: string = NEW_EMAIL): Promise<void> {
  await requestEmail(visitor, email);
  const answer = await press(world, await linkTo(world, email, 'contact-confirmation'));
  if (answer.location !== '/success/contact-confirmation/completed')
    throw new Error(`not confirmed: ${answer.status} ${answer.text}`);
}

/** Adds an address for notices and confirms it from its mailbox. */
export async function addAddress(world: World, visitor: Visitor, email: string): Promise<void> {
  await postContact(visitor, 'notification-addresses', { email });
  const answer = await press(world, await linkTo(world, email, 'contact-confirmation'));
  if (answer.location !== '/success/contact-confirmation/added') throw new Error(`not added: ${answer.status} ${answer.text}`);
}

/** To whom the letters with this subject went, in alphabetical order. */
export async function toldOf(world: World, subject: string): Promise<readonly string[]> {
  return (await world.letters())
    .filter((letter) => letter.subject.includes(subject))
    .map(({ to }) => to)
    .toSorted();
}
