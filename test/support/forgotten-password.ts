/** What a person does who forgot the password, step by step, over a visitor without a window. */
import type { RenderedLetter } from '../../src/mail/deliverer.ts';
import type { Answer, Visitor } from './visitor.ts';
import type { World } from './world.ts';

export const HANAKO = 'hanako@success.example';
export const NEW_PASSWORD = 'violet tram 41 kettle';

/** Opens the form and posts the address. */
export async function askForReset(visitor: Visitor, email = HANAKO, portal = 'success'): Promise<Answer> {
  await visitor.get(`/${portal}/password-reset`);
  return visitor.post(`/${portal}/password-reset`, { email });
}

/** Letters with a reset link, oldest first. */
export async function resetLetters(world: World): Promise<readonly RenderedLetter[]> {
  return (await world.letters()).filter(({ text }) => /\/[a-z]+\/password-reset\/\S+/u.test(text));
}

/** Path of the newest reset link; throws when none was mailed. */
export async function resetLink(world: World): Promise<string> {
  const link = /\/[a-z]+\/password-reset\/\S+/u.exec((await resetLetters(world)).at(-1)?.text ?? '')?.[0];
  if (link === undefined) throw new Error('no reset link was mailed');
  return link;
}

/** Opens the link and presses its button. */
export async function setByLink(visitor: Visitor, link: string, password = NEW_PASSWORD): Promise<Answer> {
  await visitor.get(link);
  return visitor.post(link, { email: HANAKO, password });
}

/** The whole way round: asked, mailed, set. */
export async function resetByMail(world: World, visitor: Visitor, password = NEW_PASSWORD): Promise<Answer> {
  await askForReset(visitor);
  const answer = await setByLink(visitor, await resetLink(world), password);
  if (answer.status !== 303) throw new Error(`not reset: ${answer.status} ${answer.text.slice(0, 300)}`);
  return answer;
}
