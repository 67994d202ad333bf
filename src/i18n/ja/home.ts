/** Words of the front page: the portals and, in the demo, the accounts to try them with. */
export const home = {
  title: 'ポータルの一覧',
  lead: 'ご利用のポータルを選んで、ログインしてください。',
  signIn: (accountName: string) => `${accountName}でログインします。`,
  toSignIn: 'ログイン画面へ',
  toSignInOf: (portal: string) => `${portal}のログイン画面へ`,
  desk: 'サポートデスク(担当者用)',
  separate: 'アカウントはポータルごとに分かれています。',
  demo: {
    heading: 'デモ用のアカウント',
    password: 'パスワードは、すべて次のものです。',
    caption: 'デモ用のアカウントの一覧',
    portal: 'ポータル',
    email: 'メールアドレス',
    who: '説明',
    letters: '送信されたメールを見る',
    lettersHint: 'デモモードでは、メールは実際には送信されず、次のページに表示されます。',
    restore: 'どのアカウントも、最初は二要素認証を設定していません。サポートデスクでは、最初のログインのときに設定します。',
  },
};
