/**
 * Who can be tried in demo mode: companies and accounts of product.md section 5, as data. The front page lists them and the
 * demo's first start creates them, so that both speak of the same people. Outside demo mode nobody reads this file.
 */
import type { NewCompany, PortalId, Role } from '../core/account.ts';

export interface DemoAccount {
  readonly portal: PortalId;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  /** `id` of one of {@link DEMO_COMPANIES}; null for staff of the desk. */
  readonly companyId: string | null;
  readonly role: Role;
}

/** Where the demo lets people open an account themselves. */
export const DEMO_OPEN_PORTAL: PortalId = 'support';

/** The same for every demo account. */
export const DEMO_PASSWORD = 'Genkan-demo-2026';

export const DEMO_COMPANIES: readonly NewCompany[] = [
  { id: 'demo-sakura', portal: 'success', name: '株式会社さくら商事', plan: 'standard' },
  { id: 'demo-fujimi', portal: 'success', name: '富士見工業株式会社', plan: 'paid' },
  { id: 'demo-minato', portal: 'support', name: 'みなと物流株式会社', plan: 'standard' },
  { id: 'demo-kitano', portal: 'support', name: '株式会社北野製作所', plan: 'paid' },
];

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  holder('success', 'hanako', '山田 花子', '03-1234-5621', 'demo-sakura'),
  { ...holder('success', 'kaori', '鈴木 香織', '03-1234-5634', 'demo-sakura'), role: 'company-administrator' },
  holder('success', 'taro', '田中 太郎', '0545-12-3456', 'demo-fujimi'),
  holder('support', 'jiro', '佐藤 次郎', '045-123-4508', 'demo-minato'),
  holder('support', 'saburo', '高橋 三郎', '06-1234-5678', 'demo-kitano'),
  staff('intake', '中村 あかり', 'intake'),
  staff('reviewer', '小林 健', 'reviewer'),
  staff('reviewer2', '加藤 恵', 'reviewer'),
  staff('supervisor', '吉田 誠', 'supervisor'),
  staff('supervisor2', '山本 由美', 'supervisor'),
  staff('auditor', '松本 亮', 'auditor'),
  staff('admin', '井上 直樹', 'administrator'),
];

function holder(portal: 'success' | 'support', first: string, name: string, phone: string, companyId: string): DemoAccount {
  return { portal, email: `${first}@${portal}.example`, name, phone, companyId, role: 'holder' };
}

function staff(first: string, name: string, role: Role): DemoAccount {
  return { portal: 'desk', email: `${first}@desk.example`, name, phone: null, companyId: null, role };
}
