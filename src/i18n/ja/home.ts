/** Words of the front page: the portals and, in the demo, the accounts to try them with. */
export const home = {
  title: 'ポータルの一覧',
  lead: 'ご利用のポータルを選んで、ログインしてください。アカウントはポータルごとに分かれています。',
  signIn: (accountName: string) => `${accountName}でログインします。`,
  staffOnly: '担当者専用です。ログインには二要素認証が必須です。',
  toSignIn: 'ログイン画面へ',
  demo: {
    heading: 'デモ用のアカウント',
    password: { before: 'パスワードは、どのアカウントも', after: 'です。' },
    caption: 'デモ用のアカウントの一覧',
    portal: 'ポータル',
    email: 'メールアドレス',
    name: '氏名',
    who: '説明',
    companyAdministrator: '会社の管理者',
    letters: '送信されたメールを見る',
    lettersHint: 'デモモードでは、メールは実際には送信されず、次のページに表示されます:',
    twoFactor: 'どのアカウントも、最初は二要素認証を設定していません。サポートデスクでは、最初のログインのときに必ず設定します。',
  },
};
