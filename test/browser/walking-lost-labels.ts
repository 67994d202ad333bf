/**
 * What a person reads who lost the device, from the first texts of journeys.md and desk.md, written down a second time like
 * `walking-labels.ts`: a changed word fails a walk.
 */
import type { Language } from './walking-labels.ts';

const ja = {
  toForm: 'フォームで解除を依頼する',
  form: '二要素認証の解除を依頼する',
  onAccount: (accountName: string) => `${accountName}で使用しているもの`,
  caseHeading: '現在継続中のケースがある場合',
  risk: '二要素認証の解除により、第三者に不正にログインされる危険が高まることを理解しました ※必須',
  riskEmpty: '解除による危険を確認し、チェックを入れてください',
  submit: '依頼を送信する',
  received: '依頼を受け付けました',
  copy: '受付番号をコピー',
  copied: 'コピーしました',
  nothingYet: 'まだ何も変わっていません',
  filedLetter: '二要素認証の解除の依頼を受け付けました',
  mailedPage: '解除の依頼の確認',
  confirm: 'この依頼を確認する',
  status: '解除の依頼の状況',
  state: '確認中',
  here: '本人確認と審査 いまここ',
  passwordDone: 'パスワードを確認しました。',
  veto: 'この依頼を取り消す',
  cancelPage: '解除の依頼の取り消し',
  found: '端末が見つかったので取り消す',
  notMe: '心当たりがないので取り消す',
  cancelled: '解除の依頼を取り消しました',
  unchanged: '二要素認証は、これまでどおりです。',
  frozen: /\(日本時間\)まで、このアカウントへの解除の依頼を受け付けません。/u,
  cancelledLetter: '二要素認証の解除の依頼を取り消しました',
  toSignIn: 'ログイン画面へ',
  withdrawn: '二要素認証でログインされたため、端末がお手元にあると判断し、次の解除の依頼を取り消しました。',
};

export type LostLabels = typeof ja;

const en: LostLabels = {
  toForm: 'Ask for removal by form',
  form: 'Ask for removal of two-factor authentication',
  onAccount: (accountName) => `As registered in your ${accountName}`,
  caseHeading: 'If a case is open now',
  risk: 'I understand that removal makes it easier for someone else to get in (required)',
  riskEmpty: 'Read about the risk of removal and tick the box',
  submit: 'Send the request',
  received: 'We received your request',
  copy: 'Copy the number',
  copied: 'Copied',
  nothingYet: 'Nothing has changed yet',
  filedLetter: 'We received a request for removal of two-factor authentication',
  mailedPage: 'Confirm your request for removal',
  confirm: 'Confirm this request',
  status: 'State of your request for removal',
  state: 'Being checked',
  here: 'Identity check and decision You are here',
  passwordDone: 'Your password is confirmed.',
  veto: 'Cancel this request',
  cancelPage: 'Cancel the request for removal',
  found: 'I found it: cancel the request',
  notMe: "It wasn't me: cancel the request",
  cancelled: 'Your request has been cancelled',
  unchanged: 'Two-factor authentication is as it was.',
  frozen: /This account takes no requests for removal until .* \(Japan time\)/u,
  cancelledLetter: 'The request for removal of two-factor authentication has been cancelled',
  toSignIn: 'Go to sign-in',
  withdrawn:
    'You signed in with two-factor authentication, so your device is with you. We cancelled the following request for removal.',
};

export const LOST_LABELS: Readonly<Record<Language, LostLabels>> = { ja, en };
