/** A company whose administrator may vouch, a colleague with two factors, and that colleague's running request. */
import { days } from '../../src/core/time.ts';
import { type CompanyWorld, companyWorld, KAORI } from './company.ts';
import { fileAndConfirm, type MailedPaths } from './lost-device.ts';
import { enrolledAccount, signInWithCode } from './steps.ts';
import type { Answer, Visitor } from './visitor.ts';
import { PASSWORD, type WorldOptions } from './world.ts';

export interface Vouching {
  readonly world: CompanyWorld;
  readonly secrets: { readonly administrator: Uint8Array; readonly holder: Uint8Array };
  /** The browser of the request. */
  readonly holder: Visitor;
  readonly receipt: string;
  readonly paths: MailedPaths;
}

/** `settled`: so long ago the administrator registered the app. */
export async function vouching(options: WorldOptions = {}, settled = days(31)): Promise<Vouching> {
  const world = await companyWorld(options);
  const { secret: holderSecret } = await enrolledAccount(world, { email: 'hanako@success.example' });
  world.advance(Math.max(0, days(31) - settled));
  const { secret } = await enrolledAccount(world, { email: KAORI });
  world.advance(settled);
  const holder = world.visitor();
  const { paths, receipt } = await fileAndConfirm(world, holder);
  await holder.get(`/success/lost-device/${receipt}`);
  await holder.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD });
  return { world, secrets: { administrator: secret, holder: holderSecret }, holder, receipt, paths };
}

/** Signed in with a fresh code, in a browser of its own. */
export async function administrator({ secrets, world }: Vouching): Promise<Visitor> {
  world.advance(30_000);
  const visitor = world.visitor();
  await signInWithCode(world, visitor, secrets.administrator, { email: KAORI });
  world.advance(30_000);
  return visitor;
}

export const pageOf = ({ receipt }: Pick<Vouching, 'receipt'>): string => `/success/company/requests/${receipt}`;

export async function choose(
  by: Visitor,
  at: string,
  choice: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  await by.get(at);
  return by.post(at, { choice, ...fields });
}

/** The code that the claim browser shows for the voucher. */
export async function shownCode({ holder, receipt }: Pick<Vouching, 'holder' | 'receipt'>): Promise<string> {
  const { text } = await holder.get(`/success/lost-device/${receipt}`);
  const code = /番号\s*(\d{3}) ?(\d{3})/u.exec(text);
  if (code === null) throw new Error(`no code in: ${text}`);
  return `${code[1]}${code[2]}`;
}

/** From the button to the confirmation. */
export async function giveVoucher(by: Visitor, asked: Vouching): Promise<Answer> {
  await choose(by, pageOf(asked), 'begin');
  return choose(by, pageOf(asked), 'vouch', { code: await shownCode(asked) });
}
