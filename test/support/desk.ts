/** What staff do with a request, step by step over visitors: take it up, call, record, propose, approve. */
import type { StaffRole } from '../../src/core/account.ts';
import { join, type Member } from './staff-administration.ts';
import { codeNow } from './steps.ts';
import type { Answer, Visitor } from './visitor.ts';
import type { World } from './world.ts';

/** The code and the word that the claim browser shows now, in Japanese. */
export interface ShownProof {
  readonly code: string;
  readonly word: string;
}

export async function proofOn(holder: Visitor, receipt: string): Promise<ShownProof> {
  const { text } = await holder.get(`/success/lost-device/${receipt}`);
  const code = /番号\s*(\d{3}) ?(\d{3})/u.exec(text);
  const word = /確認のことば\s*(\S+)/u.exec(text);
  if (code === null || word === null) throw new Error(`no proof in: ${text}`);
  return { code: `${code[1]}${code[2]}`, word: word[1] ?? '' };
}

export function openDesk(world: World, roles: readonly StaffRole[]): Promise<readonly Member[]> {
  return roles.reduce<Promise<readonly Member[]>>(
    async (before, role, index) => [...(await before), await join(world, role, `${role}-${index + 1}`)],
    Promise.resolve([]),
  );
}

/** Takes it up, whoever held it having let go. */
export async function takeUp(by: Visitor, receipt: string): Promise<void> {
  await by.get(`/desk/requests/${receipt}`);
  await by.post(`/desk/requests/${receipt}/claim`, { choice: 'claim', back: 'request' });
}

export async function letGo(by: Visitor, receipt: string): Promise<void> {
  await by.get(`/desk/requests/${receipt}`);
  await by.post(`/desk/requests/${receipt}/claim`, { choice: 'release', back: 'request' });
}

/** An own call with an own code, read out by the holder. Answers the answer to the record. */
export async function callAndRecord(by: Visitor, holder: Visitor, receipt: string): Promise<Answer> {
  await takeUp(by, receipt);
  await by.post(`/desk/requests/${receipt}/calls`, { evidence: 'call-back' });
  const { code } = await proofOn(holder, receipt);
  await by.get(`/desk/requests/${receipt}/call`);
  const answer = await by.post(`/desk/requests/${receipt}/records`, { code });
  await letGo(by, receipt);
  return answer;
}

/** Opens the page of a decision and sends its form as it stands there, with these fields. */
export async function decideOn(
  by: Visitor,
  receipt: string,
  page: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const shown = await by.get(`/desk/requests/${receipt}/${page}`);
  if (shown.status !== 200) return shown;
  const version = /name="version" value="(\d+)"/u.exec(shown.html)?.[1] ?? '';
  return by.post(`/desk/requests/${receipt}/${page}`, { version, choice: 'give', ...fields });
}

/** A fresh check with the app, as before an approval. */
export async function proveFresh(world: World, { visitor, secret }: Member): Promise<void> {
  await visitor.get('/desk/confirmation');
  await visitor.post('/desk/confirmation', { code: codeNow(world, secret) });
}
