/** A world with a company: its administrator signed in, colleagues, a second company beside it. For tests that begin after that. */
import { enrolledAccount, signIn, signInWithCode } from './steps.ts';
import type { Answer, Visitor } from './visitor.ts';
import { openWorld, PASSWORD, type World, type WorldOptions } from './world.ts';

export interface CompanyWorld extends World {
  /** Kaori of company-1, signed in with her password a moment ago. */
  readonly administrator: Visitor;
  /** An account of the same company; answers its id. */
  addColleague(who: Colleague): Promise<string>;
}

export interface Colleague {
  readonly id: string;
  readonly email: string;
  readonly name?: string;
  readonly role?: 'holder' | 'company-administrator';
  readonly phone?: string;
  /** company-1 unless told. */
  readonly companyId?: string | null;
}

export const MAI = { email: 'mai@success.example', name: '伊藤 舞' } as const;
export const COMPANY_PASSWORD = 'violet tram 41 kettle';
export const KAORI = 'kaori@success.example';

/** account-1 and company-1 are kaori's, account-2 and company-2 somebody else's; hanako is a colleague of kaori. */
export async function companyWorld(options: WorldOptions = {}): Promise<CompanyWorld> {
  const world = await openWorld(options);
  await world.addAccount({ email: KAORI, name: '鈴木 香織', role: 'company-administrator' });
  await world.addAccount({ email: 'taro@success.example', name: '田中 太郎', company: '富士見工業株式会社' });
  const record = await passwordRecord(world);
  const addColleague = async ({ id, email, name = '山田 花子', role = 'holder', phone, companyId = 'company-1' }: Colleague) => {
    const at = world.now();
    const times = { createdAt: at, passwordSetAt: at } as const;
    const account = {
      id,
      email,
      name,
      role,
      companyId,
      portal: 'success',
      phone: phone ?? null,
      language: 'ja',
      status: 'active',
    } as const;
    await world.service.store.importAccount({ ...account, ...times, passwordRecord: record });
    return id;
  };
  await addColleague({ id: 'hanako', email: 'hanako@success.example', phone: '03-9876-5432' });
  const administrator = world.visitor();
  await signIn(administrator, { email: KAORI });
  return { ...world, administrator, addColleague };
}

async function passwordRecord(world: World): Promise<string> {
  const facts = await world.service.store.read.signInFacts('success', KAORI);
  if (facts?.passwordRecord === null || facts === undefined) throw new Error(`${KAORI} has no password ${PASSWORD}`);
  return facts.passwordRecord;
}

/** The administrator opens the form and posts it. */
export async function inviteMai(
  world: CompanyWorld,
  fields: Readonly<Record<string, string>> = { ...MAI, language: 'ja' },
): Promise<Answer> {
  await world.administrator.get('/success/company/invitations');
  return world.administrator.post('/success/company/invitations', fields);
}

/** Path of the newest link mailed to this address to open an account. */
export async function linkTo(world: World, email: string): Promise<string> {
  const pattern = /\/\w+\/(?:invitation|registration)\/[\w-]{16}\.[\w-]{43}/u;
  const letter = (await world.letters()).findLast(({ to, text }) => to === email && pattern.test(text));
  const found = pattern.exec(letter?.text ?? '')?.[0];
  if (found === undefined) throw new Error(`no link was mailed to ${email}`);
  return found;
}

/** Signed in with a second factor, in a browser of its own. */
export async function signedInWithCode(world: World, email: string): Promise<Visitor> {
  const { secret, visitor } = await enrolledAccount(world, { email });
  await signInWithCode(world, visitor, secret, { email });
  return visitor;
}
