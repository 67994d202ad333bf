/** Words of the sign-in page, the code page and the links that go with them. */
export const signIn = {
  title: 'ログイン',
  lead: (accountName: string) => `${accountName}を使用します。`,
  email: 'メールアドレス',
  password: 'パスワード',
  submit: 'ログイン',
  codeNext: '二要素認証を有効にしている場合は、次の画面で認証アプリの6桁のコードを入力します。',
  emailEmpty: 'メールアドレスを入力してください',
  emailShape: 'メールアドレスは name@example.com の形で入力してください',
  emailLength: 'メールアドレスは254文字以内で入力してください',
  passwordEmpty: 'パスワードを入力してください',
  passwordLength: 'パスワードは1,024バイト以内で入力してください',
  notAccepted: 'メールアドレスまたはパスワードが一致しません。もう一度入力してください',
  paused: (time: string) => `パスワードの間違いが続いたため、${time}までログインできません`,
  pausedMeanwhile:
    'パスワードを思い出せない場合は、この画面の下の「パスワードをお忘れの場合」をご覧ください。ログイン中のほかの端末はそのまま使えます。',
  networkPaused: (time: string) => `同じ接続元からのログインの失敗が続いたため、${time}までログインできません`,
  lettersPaused: (time: string) =>
    `確認のメールを続けてお送りしたため、${time}までログインできません。すでに届いているメールをご確認ください`,
  held: 'パスワードの間違いが100回続いたため、このブラウザーからはログインできません。ご登録のメールアドレスに届いたリンクを開いて確認してください',
  endedNotice: 'ログインの有効期間が終わりました。もう一度ログインしてください。',
  expiredNotice: '時間が経過したため、もう一度ログインしてください。入力したメールアドレスは残っています。',
  expiredEmptyNotice: '時間が経過したため、もう一度ログインしてください。',
  lockedNotice:
    'このアカウントは閉じています。再審査が終わるまで、だれもログインできません。進んでいた手続きは止まり、サポートの責任者が確認します。',
  signedOutNotice: 'ログアウトしました。',
  otherAccountNotice: '別のアカウントでログインできます。設定は変更されていません。',
  browserConfirmedNotice: 'このブラウザーを確認しました。パスワードを入力してログインしてください。',
  signedIn: 'ログイン中です',
  signedInAs: (portal: string) => `${portal}にログインしています。`,
  otherAccountHow: '別のアカウントを使う場合は、先にログアウトしてください。',
};

export const code = {
  title: '認証コードの入力',
  stepLabel: '認証コード',
  label: '6桁の認証コード',
  hint: (portal: string) => `認証アプリを開き、「${portal}」に表示されている6桁の数字を入力します。`,
  changing: 'コードが変わっても、入力済みのコードは少しの間使えます。',
  empty: '認証コードを入力してください',
  length: '認証コードは6桁の数字です。入力した文字数を確認してください',
  characters: '認証コードは数字だけです。6桁の数字を入力してください',
  wrong: '認証コードが一致しません。アプリに今表示されているコードを入力してください',
  used: (seconds: number) => `このコードは使用済みです。${seconds}秒後に表示される次のコードを入力してください`,
  usedWarning: 'ご自身で使っていない場合は、ほかの人がコードを使った可能性があります。サポートにお問い合わせください。',
  drift: (minutes: number) =>
    `端末の時計が約${minutes}分ずれている可能性があります。日付と時刻を「自動設定」にしてから、もう一度お試しください`,
  /** `minutes` is the length of the pause that follows; null when the authenticator app is stopped instead. */
  left: (n: number, minutes: number | null) => ({
    before: 'あと',
    number: `${n}回`,
    after:
      minutes === null
        ? '間違えると、この認証アプリではログインできなくなります'
        : `間違えると、${minutes < 60 ? `${minutes}分間` : `${Math.round(minutes / 60)}時間`}ログインできなくなります`,
  }),
  otherAccount: '別のアカウントでログイン',
  clockSummary: 'コードが合わない場合',
  clockHelp: '端末の時計がずれていると、コードが一致しません。日付と時刻を「自動設定」にしてください。',
  clockIos: '設定 → 一般 → 日付と時刻 → 自動設定',
  clockAndroid: '設定 → 日付と時刻 → 自動設定',
  noDevice: '端末が手元にない場合',
  otherDevice: '同じ認証アプリを入れた別の端末を使う',
  otherDeviceWhy: 'アプリを同期している場合は、その端末のコードをこの画面に入力できます',
  askDesk: '二要素認証の解除を依頼する',
  askDeskWhy: 'ご契約の窓口で受け付けます。本人確認と待機期間があります',
  contact: 'サポートにお問い合わせください',
  pausedTitle: 'ログインを一時的に止めています',
  locked: (time: string) => `認証コードの間違いが続いたため、${time}までログインできません`,
  lockedWhy:
    'パスワードを知っているほかの人が試している可能性もあるため、しばらくの間コードを受け付けません。登録済みの設定は変わっていません。',
  lockedThen: 'この時刻を過ぎたら、もう一度ログインしてください。',
  lockedAgain: 'ログイン画面へ',
  disabledTitle: '認証アプリでのログインを止めています',
  disabled: '認証コードの間違いが続いたため、この認証アプリではログインできません',
  disabledWhy: '安全のため、コードの受付を止めました。二要素認証は有効のままです。続けるには、ご契約の窓口にご連絡ください。',
  clockUntrusted: 'ただいま認証コードを確認できません。時刻を調整しています。数分後にもう一度お試しください',
};

export const links = {
  waitTitle: 'メールをご確認ください',
  waitLead: 'このアカウントでは二要素認証の登録が必要です。登録の前に、ご登録のメールアドレスを確認します。',
  waitSent: (email: string) =>
    `${email} に確認のメールを送信しました。このブラウザーでメールのリンクを開き、表示された画面のボタンを押してください。`,
  waitThen: '確認が終わったら、この画面で「続ける」を押してください。',
  waitNotYet: 'まだ確認が終わっていません。メールのリンクを開いて、ボタンを押してください',
  waitConfirmed: 'メールアドレスを確認しました。「続ける」を押して、認証アプリを登録してください。',
  waitUntil: (time: string) => `${time}までに、確認と認証アプリの登録を終えてください。`,
  waitResend: 'メールが届かない場合は、迷惑メールのフォルダーをご確認のうえ、ログインからやり直してください。',
  confirmTitle: 'メールアドレスの確認',
  confirmLead: 'ボタンを押すと、このメールアドレスを受け取れることが確認されます。このページを開いただけでは、何も変わりません。',
  confirmNotYou:
    'ご自身でログインしていない場合は、ボタンを押さずにこのページを閉じてください。パスワードを知られている可能性があるため、窓口にご連絡ください。',
  confirmSubmit: '確認する',
  confirmDoneTitle: '確認しました',
  otherBrowser: 'このリンクは、ログインを始めたブラウザーで開いてください。ほかのブラウザーや端末では確認できません',
  browserTitle: 'このブラウザーの確認',
  browserLead: 'ボタンを押すと、このブラウザーからもう一度パスワードでログインできるようになります。パスワードは変わりません。',
  browserSubmit: 'このブラウザーを確認する',
  spentTitle: 'このリンクは使えません',
  spent: 'リンクは1回だけ、期限まで使えます。すでに使われたか、期限が過ぎています。もう一度ログインからお試しください。',
  spentAction: 'ログイン画面へ',
};
