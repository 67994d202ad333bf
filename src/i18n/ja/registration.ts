/** Words of getting an account: asking for one, and accepting a mailed link. No sentence tells whether an address has an account. */
export const registration = {
  title: 'アカウントの登録',
  lead: (portal: string) =>
    `${portal}のアカウントを登録します。メールアドレスを入力すると、登録を続けるためのリンクをお送りします。`,
  submit: 'メールを送る',
  paused: (time: string) => `同じ接続元からの登録が続いたため、${time}までお待ちください`,
  toSignIn: 'アカウントをお持ちの方はログイン',
  link: 'アカウントをお持ちでない場合は、登録できます',
  sentTitle: 'メールをご確認ください',
  sent: (lifetime: string) =>
    `入力されたメールアドレスにメールをお送りします。メールのリンクは${lifetime}使えます。届かないときは、迷惑メールのフォルダーと、入力したメールアドレスをご確認ください。`,
  again: '別のメールアドレスで登録する',
  minutes: (count: number) => `${count}分間`,
  hours: (count: number) => `${count}時間`,
  offerTitle: 'アカウントの登録',
  offerLead: 'お名前とパスワードを入力すると、アカウントができます。このページを開いただけでは、何も変わりません。',
  invitationTitle: '招待を受ける',
  invitationLead: (portal: string) =>
    `${portal}に招待されています。パスワードを設定すると、アカウントができます。このページを開いただけでは、何も変わりません。`,
  company: '会社名',
  companyHint: '会社のアカウントとして使う場合に入力してください。会社の管理者が承認すると、会社のアカウントになります。',
  name: 'お名前',
  nameEmpty: 'お名前を入力してください',
  tooLong: (label: string, count: number) => `${label}は${count}文字以内で入力してください`,
  create: 'アカウントを登録する',
  next: '登録が終わると、ログイン画面に移ります。',
  notYou: 'お心当たりがない場合は、何も入力せずにこのページを閉じてください。',
  doneNotice: 'アカウントを登録しました。設定したパスワードでログインしてください。',
  spent:
    'リンクは1回だけ、期限まで使えます。すでに登録した場合は、そのままログインできます。まだの場合は、もう一度登録するか、招待した方に新しい招待を依頼してください。',
};
