/**
 * What the first start of demo mode creates: keys of its own, the companies, accounts and cases of product.md section 5. Every
 * step may be repeated, so a start that was cut off is completed by the next one.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SupportCase } from './core/support-case.ts';
import { days, hours, type Instant } from './core/time.ts';
import { DEMO_ACCOUNTS, DEMO_COMPANIES, DEMO_PASSWORD } from './portals/demo-accounts.ts';
import type { PasswordHasher, Random } from './ports.ts';
import { violatedConstraint } from './store/database-errors.ts';
import type { OpenStore } from './store/open.ts';

const KEY_BYTES = 32;

/** The demo's own master key, made once, readable by its owner only. */
export function demoKeys(directory: string, random: Random): string {
  const path = join(directory, 'keys');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (!existsSync(path)) {
    const key = Buffer.from(random.bytes(KEY_BYTES)).toString('base64');
    writeFileSync(path, `demo:${key}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(path, 'utf8').trim();
}

export async function seedDemo(store: OpenStore, passwords: PasswordHasher, at: Instant): Promise<void> {
  for (const company of DEMO_COMPANIES) await once(() => store.importCompany(company));
  for (const account of DEMO_ACCOUNTS) {
    if ((await store.read.signInFacts(account.portal, account.email)) !== undefined) continue;
    const passwordRecord = await passwords.hash(DEMO_PASSWORD);
    await once(() =>
      store.importAccount({
        ...account,
        id: `demo-${account.email.replace(/@.*/u, '')}`,
        language: 'ja',
        status: 'active',
        createdAt: at - days(400),
        passwordSetAt: at - days(200),
        passwordRecord,
      }),
    );
  }
  for (const [company, cases] of Object.entries(casesAt(at))) {
    for (const row of cases) await once(() => store.importCase(company, row));
  }
}

/** Runs an import; a row that exists already is as good as a new one. */
async function once(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (violatedConstraint(error) !== 'unique') throw error;
  }
}

type Row = readonly [
  number: string,
  subject: string,
  description: string,
  state: SupportCase['state'],
  openedDaysAgo: number,
  updatedHoursAgo: number,
];

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'demo-sakura': [
    [
      'TM-00012345',
      '帳票をPDFで出力すると文字が欠ける',
      '月次の売上帳票をPDFに出力すると、右端の列の文字が欠けます。画面では正しく表示されています。',
      'open',
      2,
      3,
    ],
    [
      'TM-00012331',
      '新しい担当者のアカウントを追加したい',
      '来月から着任する担当者2名のアカウントの追加方法を教えてください。',
      'waiting-for-customer',
      6,
      26,
    ],
    [
      'TM-00012302',
      '請求書の送付先を変更したい',
      '本社の移転に伴い、請求書の送付先住所を変更します。新しい住所は契約書のとおりです。',
      'done',
      31,
      480,
    ],
  ],
  'demo-fujimi': [
    [
      'TM-00012347',
      '夜間の自動連携が完了しない',
      '毎晩2時に開始する在庫の自動連携が、3日前から途中で止まります。記録には接続の時間切れとあります。',
      'open',
      3,
      1,
    ],
    [
      'TM-00012340',
      '在庫の数が画面と一覧で異なる',
      '品目コード F-2201 の在庫数が、詳細画面と一覧で異なって表示されます。',
      'waiting-for-customer',
      5,
      30,
    ],
    [
      'TM-00012318',
      '年次報告の集計期間について',
      '年次報告の集計期間を4月から3月に変更する方法を教えてください。',
      'done',
      24,
      410,
    ],
    [
      'TM-00012290',
      '取引先コードの桁数を増やしたい',
      '取引先コードを6桁から8桁に変更する場合の影響を確認したい。',
      'done',
      45,
      900,
    ],
  ],
  'demo-minato': [
    [
      'TM-00012346',
      '配送状況の通知メールが届かない',
      '先週から、配送完了の通知メールが一部の取引先に届いていません。',
      'open',
      1,
      5,
    ],
    [
      'TM-00012322',
      '操作手順書の最新版がほしい',
      '端末の入れ替えに合わせて、最新版の操作手順書をお送りください。',
      'done',
      20,
      350,
    ],
  ],
  'demo-kitano': [
    ['TM-00012349', '図面の検索に時間がかかる', '図面番号で検索すると、結果の表示まで20秒ほどかかることがあります。', 'open', 1, 2],
    [
      'TM-00012338',
      '権限の設定について確認したい',
      '協力会社の担当者に、閲覧だけを許可する設定の方法を教えてください。',
      'waiting-for-customer',
      8,
      50,
    ],
    [
      'TM-00012311',
      '保守期間の延長を希望します',
      '現行システムの保守期間を1年延長する場合の手続きを教えてください。',
      'done',
      27,
      520,
    ],
  ],
};

function casesAt(at: Instant): Readonly<Record<string, readonly SupportCase[]>> {
  const toCase = ([number, subject, description, state, openedDaysAgo, updatedHoursAgo]: Row): SupportCase => ({
    number,
    subject,
    description,
    state,
    openedAt: at - days(openedDaysAgo),
    updatedAt: at - hours(updatedHoursAgo),
  });
  return Object.fromEntries(Object.entries(ROWS).map(([company, rows]) => [company, rows.map(toCase)]));
}
