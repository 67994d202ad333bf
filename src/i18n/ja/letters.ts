/**
 * Words of the letters, and of the page that shows them in demo mode. What is turned off by the holder is 無効化, what the
 * desk does is 解除; no sentence holds text a person typed, which stands only in the greeting and in the list of facts.
 */

import { authenticatorLetters } from './authenticator-letters.ts';
import { companyLetters } from './letters-company.ts';
import { contactLetters } from './letters-contact.ts';
import { recoveryCodeLetters } from './letters-recovery-codes.ts';
import { staffLetters } from './letters-staff.ts';
import { staffRecoveryLetters } from './letters-staff-lost.ts';
import { noticeLetters } from './notice-letters.ts';
import { passkeyLetters } from './passkey-letters.ts';
import { passwordLetters } from './password-letters.ts';
import { recoveryLetters } from './recovery-letters.ts';
import { sessionLetters } from './session-letters.ts';

export const letters = {
  passwords: passwordLetters,
  recovery: recoveryLetters,
  staffRecovery: staffRecoveryLetters,
  notices: noticeLetters,
  sessions: sessionLetters,
  contact: contactLetters,
  recoveryCodes: recoveryCodeLetters,
  passkeys: passkeyLetters,
  authenticator: authenticatorLetters,
  company: companyLetters,
  staff: staffLetters,
  subject: (portal: string, title: string) => `【${portal}】${title}`,
  greeting: (name: string) => (name === '' ? 'お客様' : `${name} 様`),
  fact: (label: string, value: string) => `${label}: ${value}`,
  facts: {
    at: '日時',
    colleague: '対象の方',
    reported: 'お知らせの内容',
    device: '端末の名前',
    failures: '間違えた回数',
    browser: 'ブラウザー',
    place: '接続元(おおよそ)',
    until: 'リンクの期限',
  },
  failures: (count: number) => `${count}回`,
  minutes: (count: number) => `${count}分間`,
  hours: (count: number) => `${count}時間`,
  days: (count: number) => `${count}日間`,
  contactLink: 'サポートの連絡先を見る',
  linkUse: (lifetime: string) =>
    `リンクは${lifetime}、1回だけ使えます。開いただけでは何も変わりません。開いたページのボタンを押すと、確認されます。`,
  notMeLink: '自分の操作ではない',
  notMeUse: (lifetime: string) =>
    `リンクは${lifetime}、1回だけ使えます。開いただけでは何も変わりません。開いたページのボタンを押すと、アカウントを守れます。`,
  neverAsked: 'パスワード、認証コード、回復コードをお聞きすることはありません。',
  withoutButton: (label: string) => `ボタン「${label}」が使えない場合`,
  closedWholly: 'サポートで確認が終わるまで、ログインできません。',
  twoFactorOn: {
    title: '二要素認証を有効にしました',
    preview: '次回のログインから、認証アプリのコードが必要です。ご自身の操作でないときは、すぐにアカウントを守ってください。',
    happened: 'お客様のアカウントの二要素認証を有効にしました。次回のログインから、認証アプリのコードが必要です。',
    meaning: '',
    notMeHeading: 'ご自身の操作ではないとき',
    notMe:
      '第三者がお客様のアカウントに認証アプリを登録したおそれがあります。下の「自分の操作ではない」から、すぐにアカウントを守ってください。',
    ownHeading: '',
    own: '',
    link: '',
  },
  twoFactorOff: {
    title: '二要素認証を無効にしました',
    preview: '次回のログインから、パスワードだけでログインできます。ご自身の操作でないときは、すぐにアカウントを守ってください。',
    happened:
      'お客様のアカウントの二要素認証を無効にしました。次回のログインから、パスワードだけでログインできます。登録していた認証アプリのコードは使えなくなり、ほかのブラウザーでのログインは終了しました。',
    meaning: 'ログイン中の操作による無効化です。サポートによる解除ではありません。',
    notMeHeading: 'ご自身の操作ではないとき',
    notMe:
      '第三者がお客様のアカウントを操作したおそれがあります。下の「自分の操作ではない」から、すぐにアカウントを守ってください。',
    ownHeading: '',
    own: '',
    link: '',
  },
  newBrowser: {
    title: '新しいブラウザーからログインがありました',
    preview: 'ご自身のログインであれば、何もする必要はありません。そうでないときは、すぐにアカウントを守ってください。',
    happened:
      'お客様のアカウントに、はじめてのブラウザー、またはしばらく使われていなかったブラウザーからログインがありました。ご自身のログインであれば、何もする必要はありません。',
    meaning: '',
    notMeHeading: 'ご自身のログインではないとき',
    notMe: 'パスワードを第三者に知られているおそれがあります。下の「自分の操作ではない」から、すぐにアカウントを守ってください。',
    ownHeading: '',
    own: '',
    link: '',
  },
  secondFactorFailures: {
    title: '認証コードの間違いが続きました',
    preview: 'ご自身の入力でないときは、すぐにアカウントを守ってください。',
    happened: 'お客様のアカウントで、正しいパスワードが入力されたあと、認証コードの間違いが続きました。',
    meaning: 'この時点で、ログインは完了していません。',
    notMeHeading: 'ご自身の入力ではないとき',
    notMe:
      'パスワードを第三者に知られているおそれがあります。二要素認証は有効のままにして、下の「自分の操作ではない」から、すぐにアカウントを守ってください。',
    ownHeading: 'ご自身の入力のとき',
    own: '端末の日付と時刻を「自動設定」にしてから、もう一度お試しください。',
    link: '',
  },
  enrolmentConfirmation: {
    title: '二要素認証を登録する前の確認',
    preview: 'まだ何も変わっていません。ご自身のログインのときは、確認ページのボタンを押してください。',
    happened:
      'お客様のアカウントのパスワードが入力されました。ログインには二要素認証の登録が必要です。登録を始める前に、このメールを受け取れることを確認します。',
    meaning: 'まだ何も変わっていません。',
    notMeHeading: 'ご自身のログインではないとき',
    notMe:
      'パスワードを第三者に知られているおそれがあります。確認ページのボタンを押さずに、下の「自分の操作ではない」から、すぐにアカウントを守ってください。',
    ownHeading: 'ご自身のログインのとき',
    own: 'ログインを始めたブラウザーで確認ページを開き、ボタンを押してください。続けて、認証アプリを登録します。',
    link: '確認ページを開く',
  },
  browserConfirmation: {
    title: 'ログインに使うブラウザーの確認',
    preview: 'パスワードも二要素認証も変わっていません。ログインを続けるときは、確認ページのボタンを押してください。',
    happened:
      'パスワードの間違いが続いたため、お客様のアカウントには、これまでにログインしたことのあるブラウザーからだけログインできるようにしています。',
    meaning: 'パスワードも二要素認証も変わっていません。',
    notMeHeading: 'ログインを試していないとき',
    notMe: '第三者がパスワードを推測しようとしたおそれがあります。確認ページのボタンを押さずに、サポートへご連絡ください。',
    ownHeading: 'ログインを続けたいとき',
    own: 'ログインに使うブラウザーで確認ページを開き、ボタンを押してください。そのブラウザーで、もう一度ログインできるようになります。',
    link: '確認ページを開く',
  },
  accountClosed: {
    title: 'アカウントを守るため、ログインを止めました',
    preview: 'お知らせについて「自分の操作ではない」とご連絡があったため、パスワードだけのログインを止めました。',
    happened:
      'お知らせのメールから「自分の操作ではない」とご連絡がありました。すべての端末からログアウトし、パスワードだけではログインできないようにしました。',
    meaning: 'お知らせより前から使っている認証アプリがあるため、パスワードと認証コードでのログインは引き続きできます。',
    notMeHeading: 'このご連絡に心当たりがないとき',
    notMe: 'メールを第三者に読まれているおそれがあります。メールのパスワードを変更し、サポートへご連絡ください。',
    ownHeading: 'もとのようにログインするには',
    own: 'サポートへご連絡ください。ご本人であることを確認してから、ログインを再開します。',
    link: '',
  },
  accountSuspended: {
    title: 'アカウントの利用を停止しました',
    preview: 'ログインできなくなりました。お心当たりがないときは、サポートへご連絡ください。',
    happened: 'お客様のアカウントの利用を停止しました。すべての端末からログアウトし、ログインできなくなりました。',
    meaning: '登録されている情報、パスワード、認証アプリは変わっていません。',
    notMeHeading: 'お心当たりがないとき',
    notMe: '理由と、ふたたび利用する方法を、サポートへお問い合わせください。',
    ownHeading: '',
    own: '',
    link: '',
  },
  accountReopened: {
    title: 'アカウントの停止や制限を取り消しました',
    preview: 'サポートが、アカウントの停止や制限を取り消しました。お心当たりがないときは、すぐにサポートへご連絡ください。',
    happened:
      'お客様のアカウントにかけていた停止や制限を、サポートが取り消しました。ログインと、端末を失くしたときの解除の依頼が、もとのようにできます。',
    meaning: 'パスワードと認証アプリは変わっていません。',
    notMeHeading: '取り消しを依頼していないとき',
    notMe: '第三者がお客様になりすまして依頼したおそれがあります。すぐにサポートへご連絡ください。もう一度、ログインを止めます。',
    ownHeading: 'ご自身が依頼したとき',
    own: 'ログインできることをお確かめください。',
    link: '',
  },
  colleagueClosed: {
    title: '同じ会社の方のログインを止めました',
    preview: '同じ会社の方から、お知らせについて「自分の操作ではない」とご連絡がありました。',
    happened:
      '同じ会社の方に届いたお知らせから「自分の操作ではない」とご連絡がありました。その方をすべての端末からログアウトし、パスワードだけではログインできないようにしました。会社の管理者にお知らせしています。',
    meaning: 'お客様ご自身のアカウントは変わっていません。',
    notMeHeading: 'ほかにも不審なログインがあるとき',
    notMe: '会社のほかの方のパスワードも、第三者に知られているおそれがあります。サポートへご連絡ください。',
    ownHeading: '対象の方がもとのようにログインするには',
    own: 'ご本人からサポートへご連絡いただくよう、お伝えください。',
    link: '',
  },
  passwordSetup: {
    title: 'パスワードを設定してください',
    preview: 'お客様のアカウントを作成しました。パスワードを設定すると、ログインできます。',
    happened: 'お客様のアカウントを作成しました。パスワードを設定すると、ログインできるようになります。',
    meaning: '',
    notMeHeading: 'お心当たりがないとき',
    notMe: 'このメールのリンクは開かずに、サポートへご連絡ください。パスワードを設定しないかぎり、だれもログインできません。',
    ownHeading: 'パスワードを設定する',
    own: '次のページを開き、新しいパスワードを入力して、ボタンを押してください。',
    link: 'パスワードを設定するページを開く',
  },
  mailbox: {
    title: '送信されたメール(デモ)',
    lead: 'デモモードのメールは、どこにも送信されません。新しい順に並んでいます。',
    empty: 'メールはまだありません。',
    from: '差出人',
    to: '宛先',
    at: '日時',
  },
};
