/**
 * What a person reads on the way, written down a second time: the Japanese labels character by character from the table of
 * journeys.md (L01 to L11), the sentences from its first texts. Nothing here is read from the product, so a changed label
 * fails a walk.
 */
export type Language = 'ja' | 'en';
export type PortalId = 'success' | 'support';

/** Labels that differ between the portals. */
export interface PortalLabels {
  readonly name: string;
  readonly accountName: string;
  /** L05 or L09: the page with the switch, in the top-right menu. */
  readonly settings: string;
  /** L06 or L10. */
  readonly section: string;
}

export const PORTALS: Readonly<Record<Language, Readonly<Record<PortalId, PortalLabels>>>> = {
  ja: {
    success: {
      name: 'ビジネスサクセスポータル',
      accountName: 'ビジネスサクセスポータルアカウント',
      settings: 'アカウント設定',
      section: '二要素認証(2FA)を設定してください',
    },
    support: {
      name: 'ビジネスサポートポータル',
      accountName: 'ビジネスサポートポータルアカウント',
      settings: 'マイプロフィール',
      section: '二要素認証(2FA)を有効化する',
    },
  },
  en: {
    success: {
      name: 'Business Success Portal',
      accountName: 'Business Success Portal account',
      settings: 'Account settings',
      section: 'Set up two-factor authentication (2FA)',
    },
    support: {
      name: 'Business Support Portal',
      accountName: 'Business Support Portal account',
      settings: 'My profile',
      section: 'Turn on two-factor authentication (2FA)',
    },
  },
};

/** The otpauth issuer, which no language changes: the app keeps one name for one portal. */
export const ISSUERS: Readonly<Record<PortalId, string>> = {
  success: 'ビジネスサクセスポータル',
  support: 'ビジネスサポートポータル',
};

const ja = {
  portals: 'ポータルの一覧',
  toSignIn: 'ログイン画面へ',
  signIn: 'ログイン',
  signOut: 'ログアウト',
  signedOut: 'ログアウトしました。',
  dashboard: 'ダッシュボード',
  offer: '今すぐセットアップ',
  methods: '二要素認証の方法を選ぶ',
  application: '二要素認証のアプリケーション',
  choose: '選択',
  cancel: 'キャンセル',
  nothingChanged: '設定は変更されていません',
  on: '有効',
  off: '無効',
  state: '状態:',
  preparation: '事前準備',
  enrolment: '認証アプリを登録する',
  deviceNeeded: '登録すると、次回のログインから認証アプリを入れた端末が必要になります。',
  turnOn: '有効にする',
  turnedOn: '二要素認証を有効にしました',
  fromNextSignIn: '次回のログインから、認証アプリのコードが必要です。',
  deviceNeededLater: 'ログインには、認証アプリを入れた端末が必要になります。',
  codeTitle: '認証コードの入力',
  codeLabel: '6桁の認証コード',
  continue: '続ける',
  contact: 'サポートにお問い合わせください',
  lostDevice: '端末が手元にない場合',
  error: 'エラー: ',
  errorHeading: '入力内容を確認してください',
  wrongCode: '認証コードが一致しません。アプリに今表示されているコードを入力してください',
  review: '二要素認証を無効にする',
  consequence: '無効にすると、パスワードだけでログインできるようになり、不正ログインの危険が高まります',
  turnOff: '無効にする',
  turnedOff: '二要素認証を無効にしました',
  letters: {
    subject: (portal: string, title: string) => `【${portal}】${title}`,
    newBrowser: '新しいブラウザーからログインがありました',
    on: '二要素認証を有効にしました',
    off: '二要素認証を無効にしました',
    notMe: 'ご自身の操作ではないとき',
  },
};

export type Labels = typeof ja;

const en: Labels = {
  portals: 'Portals',
  toSignIn: 'Go to sign-in',
  signIn: 'Sign in',
  signOut: 'Sign out',
  signedOut: 'You are signed out.',
  dashboard: 'Dashboard',
  offer: 'Set up now',
  methods: 'Choose your second factor',
  application: 'Authenticator application',
  choose: 'Choose',
  cancel: 'Cancel',
  nothingChanged: 'Nothing was changed',
  on: 'On',
  off: 'Off',
  state: 'State:',
  preparation: 'Preparation',
  enrolment: 'Add your authenticator app',
  deviceNeeded: 'From your next sign-in you will need the device with your authenticator app.',
  turnOn: 'Turn on',
  turnedOn: 'Two-factor authentication is on',
  fromNextSignIn: 'From your next sign-in you will need a code from your app.',
  deviceNeededLater: 'You will need the device with your app to sign in.',
  codeTitle: 'Enter your authentication code',
  codeLabel: '6-digit code',
  continue: 'Continue',
  contact: 'Contact support',
  lostDevice: 'If you don’t have your device',
  error: 'Error: ',
  errorHeading: 'There is a problem',
  wrongCode: 'The code does not match. Enter the code your app shows now',
  review: 'Turn off two-factor authentication',
  consequence: 'If you turn this off, a password alone will open your account',
  turnOff: 'Turn off',
  turnedOff: 'Two-factor authentication is off',
  letters: {
    subject: (portal, title) => `[${portal}] ${title}`,
    newBrowser: 'Sign-in from a new browser',
    on: 'Two-factor authentication is on',
    off: 'Two-factor authentication is off',
    notMe: "If this wasn't you",
  },
};

export const LABELS: Readonly<Record<Language, Labels>> = { ja, en };
