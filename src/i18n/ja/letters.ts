/**
 * Words of the letters, and of the page that shows them in demo mode. What is turned off by the holder is 無効化, what the
 * desk does is 解除; no sentence holds text a person typed, which stands only in the greeting and in the list of facts.
 */
export const letters = {
  subject: (portal: string, title: string) => `【${portal}】${title}`,
  greeting: (name: string) => (name === '' ? 'お客様' : `${name} 様`),
  fact: (label: string, value: string) => `${label}: ${value}`,
  facts: {
    at: '日時',
    device: '端末の名前',
    failures: '間違えた回数',
    browser: 'ブラウザー',
    place: '接続元(おおよそ)',
    until: 'リンクの期限',
  },
  failures: (count: number) => `${count}回`,
  minutes: (count: number) => `${count}分間`,
  hours: (count: number) => `${count}時間`,
  contactLink: 'サポートの連絡先を見る',
  linkUse: (lifetime: string) =>
    `リンクは${lifetime}、1回だけ使えます。開いただけでは何も変わりません。開いたページのボタンを押すと、確認されます。`,
  neverAsked: 'パスワード、認証コード、回復コードをお聞きすることはありません。',
  withoutButton: 'ボタンが使えない場合',
  contact: 'サポートの連絡先',
  twoFactorOn: {
    title: '二要素認証を有効にしました',
    happened: 'お客様のアカウントの二要素認証を有効にしました。次回のログインから、認証アプリのコードが必要です。',
    meaning: '',
    notMeHeading: 'ご自身の操作ではないとき',
    notMe: '第三者がお客様のアカウントに認証アプリを登録したおそれがあります。すぐにサポートへご連絡ください。',
    ownHeading: '',
    own: '',
    link: '',
  },
  twoFactorOff: {
    title: '二要素認証を無効にしました',
    happened:
      'お客様のアカウントの二要素認証を無効にしました。次回のログインから、パスワードだけでログインできます。登録していた認証アプリのコードは使えなくなり、ほかのブラウザーでのログインは終了しました。',
    meaning: 'ログイン中の操作による無効化です。サポートによる解除ではありません。',
    notMeHeading: 'ご自身の操作ではないとき',
    notMe: '第三者がお客様のアカウントを操作したおそれがあります。すぐにサポートへご連絡ください。',
    ownHeading: '',
    own: '',
    link: '',
  },
  newBrowser: {
    title: '新しいブラウザーからログインがありました',
    happened:
      'お客様のアカウントに、はじめてのブラウザー、またはしばらく使われていなかったブラウザーからログインがありました。ご自身のログインであれば、何もする必要はありません。',
    meaning: '',
    notMeHeading: 'ご自身のログインではないとき',
    notMe: 'パスワードを第三者に知られているおそれがあります。すぐにサポートへご連絡ください。',
    ownHeading: '',
    own: '',
    link: '',
  },
  secondFactorFailures: {
    title: '認証コードの間違いが続きました',
    happened: 'お客様のアカウントで、正しいパスワードが入力されたあと、認証コードの間違いが続きました。',
    meaning: 'この時点で、ログインは完了していません。',
    notMeHeading: 'ご自身の入力ではないとき',
    notMe: 'パスワードを第三者に知られているおそれがあります。二要素認証は有効のままにして、すぐにサポートへご連絡ください。',
    ownHeading: 'ご自身の入力のとき',
    own: '端末の日付と時刻を「自動設定」にしてから、もう一度お試しください。',
    link: '',
  },
  enrolmentConfirmation: {
    title: '二要素認証を登録する前の確認',
    happened:
      'お客様のアカウントのパスワードが入力されました。ログインには二要素認証の登録が必要です。登録を始める前に、このメールを受け取れることを確認します。',
    meaning: 'まだ何も変わっていません。',
    notMeHeading: 'ご自身のログインではないとき',
    notMe: 'パスワードを第三者に知られているおそれがあります。確認ページのボタンを押さずに、すぐにサポートへご連絡ください。',
    ownHeading: 'ご自身のログインのとき',
    own: '確認ページを開き、ボタンを押してください。そのあと、ログインしていた画面に戻って登録を続けます。',
    link: '確認ページを開く',
  },
  browserConfirmation: {
    title: 'ログインに使うブラウザーの確認',
    happened:
      'パスワードの間違いが続いたため、お客様のアカウントには、これまでにログインしたことのあるブラウザーからだけログインできるようにしています。',
    meaning: 'パスワードも二要素認証も変わっていません。',
    notMeHeading: 'ログインを試していないとき',
    notMe: '第三者がパスワードを推測しようとしたおそれがあります。確認ページのボタンを押さずに、サポートへご連絡ください。',
    ownHeading: 'ログインを続けたいとき',
    own: 'ログインに使うブラウザーで確認ページを開き、ボタンを押してください。そのブラウザーで、もう一度ログインできるようになります。',
    link: '確認ページを開く',
  },
  mailbox: {
    title: '送信されたメール(デモ)',
    lead: 'デモモードのメールは、どこにも送信されません。新しい順に並んでいます。',
    empty: 'メールはまだありません。',
    to: '宛先',
    at: '日時',
    unreadableAt: '日時不明',
  },
};
