/** Words of the telephone intake at the desk. */
export const deskIntake = {
  link: '電話の受付',
  title: '電話の受付',
  lead: 'お電話で伺った内容を、お客様が話したとおりに入力します。登録されている値は表示されません。',
  scriptTitle: '入力の前に、次の順で読み上げます',
  script: (link: string, wait: string) => [
    {
      title: 'メールボックスが要ること',
      say: `手続きには、ご登録のメールアドレスに届くリンクを、${link}以内に開いていただく必要があります。メールを読めるブラウザーは、どれでも構いません。`,
    },
    {
      title: 'すぐには終わらないこと',
      say: `複数の担当者が確認し、承認のあと${wait}以上お待ちいただきます。お急ぎの場合も、この順番は変わりません。`,
    },
    {
      title: '危険の説明',
      say: '二要素認証を解除すると、第三者に不正にログインされる危険が高まります。ご理解のうえ、お進みになりますか。',
    },
  ],
  inOther: '英語の文',
  portal: 'ポータル',
  portalEmpty: 'ポータルを選んでください',
  account: 'アカウント',
  riskTitle: '危険の説明',
  risk: '危険を説明し、お客様が理解したと答えました',
  submit: '受け付ける',
  paused: (time: string) => `受付が続いたため、${time}まで受け付けられません`,
  sentTitle: '受け付けました',
  receipt: '受付番号',
  sent: '受付番号をお客様に伝えてください。ご登録があれば、そのメールアドレスに確認のリンクを送ります。',
  sameForAll: 'この画面は、ご登録の有無にかかわらず同じです。',
  another: '続けて受け付ける',
  queue: '依頼の一覧へ',
};
