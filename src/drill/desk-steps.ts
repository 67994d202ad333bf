/** What staff do with one request, page by page: take it up, call, see a document, raise its risk, propose, approve, object. */
import type { RiskLevel } from '../core/recovery-policy.ts';
import type { Answer } from './browser.ts';
import { type Person, proveFresh, signIn } from './people.ts';
import type { Town } from './town.ts';

const REMARK = 'part of the drill, as the procedure has it';

/** Opens a page, signing in or proving themselves anew where it asks for that. */
async function openAt(town: Town, staff: Person, path: string): Promise<Answer> {
  const at = `/${staff.portal.id}`;
  for (let tries = 0; tries < 3; tries += 1) {
    const answer = await staff.browser.get(path);
    const to = answer.location?.split('?')[0] ?? '';
    if (to === `${at}/sign-in`) await signIn(town, staff, staff.browser);
    else if (to === `${at}/confirmation`) await proveFresh(town, staff, staff.browser);
    else return answer;
  }
  return { status: 0, html: '', location: null };
}

const requestPath = (staff: Person, receipt: string): string => `/${staff.portal.id}/requests/${receipt}`;

export async function takeUp(town: Town, staff: Person, receipt: string): Promise<void> {
  await openAt(town, staff, requestPath(staff, receipt));
  await staff.browser.post(`${requestPath(staff, receipt)}/claim`, { choice: 'claim', back: 'request' });
}

export async function letGo(town: Town, staff: Person, receipt: string): Promise<void> {
  await openAt(town, staff, requestPath(staff, receipt));
  await staff.browser.post(`${requestPath(staff, receipt)}/claim`, { choice: 'release', back: 'request' });
}

/** What a call or a meeting is recorded by: the code that the claim browser shows while it lasts. */
export type ReadCode = () => Promise<string | null>;

/** Begins an own call or meeting, types the code that is read out; whether it counts as recorded. */
export async function record(
  town: Town,
  staff: Person,
  receipt: string,
  kind: 'call-back' | 'in-person',
  read: ReadCode,
): Promise<boolean> {
  await takeUp(town, staff, receipt);
  const path = requestPath(staff, receipt);
  await staff.browser.post(`${path}/calls`, { evidence: kind });
  await staff.browser.get(`${path}/call`);
  const code = (await read()) ?? '000000';
  const document: Readonly<Record<string, string>> = kind === 'in-person' ? { document: 'licence', document_end: '1234' } : {};
  const answer = await staff.browser.post(`${path}/records`, { code, ...document });
  await letGo(town, staff, receipt);
  await town.advance(1000);
  return answer.location?.includes('notice=call-recorded') === true;
}

export type DecisionPage = 'proposal' | 'approval' | 'risk' | 'pressure' | 'lowering';

/** Opens the page of a decision and sends its form as it stands there; whether it was followed. */
export async function decide(
  town: Town,
  staff: Person,
  receipt: string,
  page: DecisionPage,
  fields: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const path = `${requestPath(staff, receipt)}/${page}`;
  const shown = await openAt(town, staff, path);
  if (shown.status !== 200) return false;
  const version = /name="version" value="(\d+)"/u.exec(shown.html)?.[1] ?? '';
  const answer = await staff.browser.post(path, { version, choice: 'give', ...fields });
  await town.advance(1000);
  return answer.location?.startsWith(requestPath(staff, receipt)) === true;
}

export function raiseRisk(town: Town, staff: Person, receipt: string, level: RiskLevel): Promise<boolean> {
  return decide(town, staff, receipt, 'risk', { level, remark: REMARK });
}

export function press(town: Town, staff: Person, receipt: string): Promise<boolean> {
  return decide(town, staff, receipt, 'pressure', { remark: REMARK });
}

/** The conditions that the request does not meet, in the words of its page. */
export async function openConditions(town: Town, staff: Person, receipt: string): Promise<readonly string[]> {
  const { html } = await openAt(town, staff, requestPath(staff, receipt));
  return [...html.matchAll(/<li class="gauge-open">([\s\S]*?)<\/li>/gu)].map(([, inner = '']) => textOf(inner));
}

function textOf(html: string): string {
  return html
    .replace(/<svg\b[\s\S]*?<\/svg>|<span class="visually-hidden">[\s\S]*?<\/span>/gu, ' ')
    .replace(/<[^>]+>/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}
