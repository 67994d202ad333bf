/**
 * The definitions that ship: two customer portals and the desk. They are entries of configuration over one engine, and
 * `genkan.yaml` may override or add to them. Labels are those of journeys.md A1, character by character.
 */
import { USUAL_CALENDAR } from '../core/business-calendar.ts';
import { PASSWORD_FLOOR } from '../core/password.ts';
import { CUSTOMER_SESSION, STAFF_SESSION } from '../core/policy.ts';
import { USUAL_RESPONSE_TIMES } from '../core/response-times.ts';
import { days } from '../core/time.ts';
import { OPTIONAL_POLICY, REQUIRED_POLICY } from '../core/two-factor-policy.ts';
import type { ContactBlock, PortalDefinition } from './definition.ts';

const HOURS = { ja: '平日 9:00〜17:30(日本時間)', en: 'Monday to Friday, 9:00–17:30 (Japan time)' };
const CLOSED = {
  ja: '土日・祝日・12月29日〜1月3日は休業',
  en: 'Closed at weekends, on Japanese public holidays and 29 December – 3 January',
};

function paidDesk(phone: string): ContactBlock {
  return {
    title: { ja: '有償サポート', en: 'Paid support' },
    phone,
    mail: null,
    hours: HOURS,
    closed: CLOSED,
    charge: { ja: '無料', en: 'Free of charge' },
    answerWithin: null,
  };
}

function standardDesk(mail: string): ContactBlock {
  return {
    title: { ja: 'スタンダードサポート', en: 'Standard support' },
    phone: null,
    mail,
    hours: { ja: '24時間(メール)', en: 'At any time (by email)' },
    closed: { ja: '回答は平日 9:00〜17:30(日本時間)', en: 'Answered Monday to Friday, 9:00–17:30 (Japan time)' },
    charge: null,
    answerWithin: { ja: '受付から4営業時間以内', en: 'Within 4 business hours' },
  };
}

/** Contact and the statement are pages of the portal itself; privacy and terms are the operator's to name. */
function ownFooter(portal: string): PortalDefinition['footer'] {
  return { privacy: null, terms: null, accessibility: `/${portal}/accessibility`, contact: `/${portal}/help#contact` };
}

const CUSTOMER_RECOMMENDATION = { snoozeFor: days(14), mayHideForever: true } as const;

export const SUCCESS_PORTAL: PortalDefinition = {
  id: 'success',
  kind: 'customer',
  name: { ja: 'ビジネスサクセスポータル', en: 'Business Success Portal' },
  accountName: { ja: 'ビジネスサクセスポータルアカウント', en: 'Business Success Portal account' },
  issuer: 'ビジネスサクセスポータル',
  host: null,
  replyTo: null,
  deviceBoundPasskeysFor: [],
  twoFactorPolicy: OPTIONAL_POLICY,
  passwordFloor: PASSWORD_FLOOR,
  deskCalendar: USUAL_CALENDAR,
  responseTimes: USUAL_RESPONSE_TIMES,
  registration: 'closed',
  afterRecovery: 'register',
  session: CUSTOMER_SESSION,
  recommendation: CUSTOMER_RECOMMENDATION,
  accent: {
    acc: '#0B5A6F',
    acc8: '#07424F',
    acc50: '#EAF3F5',
    acc100: '#D3E5EA',
    acc300: '#8DBFCB',
    link: '#0B5A6F',
    onAcc: '#FFFFFF',
  },
  menu: [
    { page: 'dashboard', label: { ja: 'ダッシュボード', en: 'Dashboard' } },
    { page: 'cases', label: { ja: 'ケース', en: 'Cases' } },
    { page: 'company', label: { ja: '会社の管理', en: 'Company' } },
    { page: 'account', label: { ja: 'アカウント設定', en: 'Account settings' } },
  ],
  twoFactor: {
    page: 'account',
    heading: { ja: '二要素認証(2FA)を設定してください', en: 'Set up two-factor authentication (2FA)' },
    recommendAtDashboard: true,
    methodChoice: true,
    preparationNote: false,
  },
  help: {
    category: { ja: 'ビジネスサクセスポータルに関するQ&A', en: 'Q&A about the Business Success Portal' },
    subcategory: { ja: 'ビジネスサクセスポータルに関する問題', en: 'Problems with the Business Success Portal' },
  },
  contact: { standard: [standardDesk('support@success.example')], paid: [paidDesk('0120-000-111')] },
  footer: ownFooter('success'),
};

export const SUPPORT_PORTAL: PortalDefinition = {
  id: 'support',
  kind: 'customer',
  name: { ja: 'ビジネスサポートポータル', en: 'Business Support Portal' },
  accountName: { ja: 'ビジネスサポートポータルアカウント', en: 'Business Support Portal account' },
  issuer: 'ビジネスサポートポータル',
  host: null,
  replyTo: null,
  deviceBoundPasskeysFor: [],
  twoFactorPolicy: OPTIONAL_POLICY,
  passwordFloor: PASSWORD_FLOOR,
  deskCalendar: USUAL_CALENDAR,
  responseTimes: USUAL_RESPONSE_TIMES,
  registration: 'closed',
  afterRecovery: 'register',
  session: CUSTOMER_SESSION,
  recommendation: CUSTOMER_RECOMMENDATION,
  accent: {
    acc: '#4A3F9F',
    acc8: '#362D78',
    acc50: '#F1F0FA',
    acc100: '#E0DDF3',
    acc300: '#AFA7DC',
    link: '#4A3F9F',
    onAcc: '#FFFFFF',
  },
  menu: [
    { page: 'dashboard', label: { ja: 'ダッシュボード', en: 'Dashboard' } },
    { page: 'cases', label: { ja: 'ケース', en: 'Cases' } },
    { page: 'company', label: { ja: '会社の管理', en: 'Company' } },
    { page: 'profile', label: { ja: 'マイプロフィール', en: 'My profile' } },
  ],
  twoFactor: {
    page: 'profile',
    heading: { ja: '二要素認証(2FA)を有効化する', en: 'Turn on two-factor authentication (2FA)' },
    recommendAtDashboard: false,
    methodChoice: true,
    preparationNote: true,
  },
  help: {
    category: { ja: 'ビジネスサポートポータルに関するQ&A', en: 'Q&A about the Business Support Portal' },
    subcategory: { ja: 'ビジネスサポートポータルに関する問題', en: 'Problems with the Business Support Portal' },
  },
  contact: { standard: [standardDesk('support@support.example')], paid: [paidDesk('0120-000-222')] },
  footer: ownFooter('support'),
};

export const DESK_PORTAL: PortalDefinition = {
  id: 'desk',
  kind: 'desk',
  name: { ja: 'サポートデスク', en: 'Support desk' },
  accountName: { ja: 'サポートデスクのアカウント', en: 'support desk account' },
  issuer: 'サポートデスク',
  host: null,
  replyTo: null,
  deviceBoundPasskeysFor: [],
  twoFactorPolicy: REQUIRED_POLICY,
  passwordFloor: PASSWORD_FLOOR,
  deskCalendar: USUAL_CALENDAR,
  responseTimes: USUAL_RESPONSE_TIMES,
  registration: 'closed',
  afterRecovery: 'register',
  session: STAFF_SESSION,
  recommendation: { snoozeFor: days(14), mayHideForever: false },
  accent: {
    acc: '#33475B',
    acc8: '#223141',
    acc50: '#EEF1F5',
    acc100: '#DCE2E9',
    acc300: '#9DACBB',
    link: '#1D5A96',
    onAcc: '#FFFFFF',
  },
  menu: [
    { page: 'requests', label: { ja: '受付一覧', en: 'Requests' } },
    { page: 'dashboard', label: { ja: '担当', en: 'Your role' } },
    { page: 'charts', label: { ja: 'グラフ', en: 'Charts' } },
    { page: 'audit', label: { ja: '監査記録', en: 'Audit log' } },
    { page: 'staff', label: { ja: 'スタッフ', en: 'Staff' } },
    { page: 'stop', label: { ja: '停止スイッチ', en: 'Stop switch' } },
  ],
  twoFactor: {
    page: 'account',
    heading: { ja: '二要素認証(2FA)', en: 'Two-factor authentication (2FA)' },
    recommendAtDashboard: false,
    methodChoice: false,
    preparationNote: false,
  },
  help: {
    category: { ja: 'サポートデスクのヘルプ', en: 'Support desk help' },
    subcategory: { ja: 'ログインの問題', en: 'Problems signing in' },
  },
  contact: { standard: [], paid: [] },
  footer: ownFooter('desk'),
};

export const PRESETS: readonly PortalDefinition[] = [SUCCESS_PORTAL, SUPPORT_PORTAL, DESK_PORTAL];
