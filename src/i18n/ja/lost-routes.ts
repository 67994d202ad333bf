/** Words of the page that shows the ways back in without the device, and of the accessibility statement. */
export const lostRoutes = {
  title: '端末が手元にない場合',
  lead: '二要素認証を有効にしていると、認証アプリの端末なしでは基本的にログインできません。まず、次の方法をお試しください。',
  toSignIn: 'ログイン画面へ',
  toCode: 'コードの入力に戻る',
  toPreparation: '事前準備を見る',
  toSignedIn: 'ログイン中か確認する',
  removal: 'どの方法も使えない場合は、解除をご依頼ください',
  removalLead: 'ご契約のサポートの窓口で受け付けます。どちらの窓口でも、同じ項目をお伺いします。',
  standardTitle: 'スタンダードサポート',
  byForm: 'このサイトのフォームからご依頼ください。',
  formHours: '24時間(フォーム)',
  needs: '必要なもの',
  formNeeds: '登録したメールを受け取れること',
  phoneNeeds: (time: string) =>
    `お電話から${time}以内に、登録したメールを受け取って確認できるブラウザー(どの端末のものでもかまいません)`,
  form: 'フォームで解除を依頼する',
  riskTitle: '解除の前にご確認ください',
  risk: (time: string) =>
    `解除はセキュリティの機能を外す操作です。第三者に不正にログインされる危険が高まるため、本人確認と待機期間(${time}以上)があります。`,
  timeHeading: '再びログインできるまでの時間',
  contactTime: '最初のご連絡',
  checkTime: '本人確認',
  checkHours: '窓口の受付時間内に行います',
  checkWithin: (hours: string) => `窓口の受付時間内に行います: ${hours}`,
  waitTime: '待機期間',
  wait: (time: string) => `解除が承認されてから${time}以上。この間は、いつでも取り消せます`,
  total: '全体の目安',
  totalTime: (time: string) => `早くても${time}、本人確認の進み方によっては数日かかります`,
  unchanged: 'それまでは、二要素認証の設定は何も変わりません。端末が見つかった場合は、いつものとおりログインできます。',
};

export const accessibility = {
  title: 'アクセシビリティ',
  lead: (portal: string) => `${portal}を、だれもが使えるものにするための方針です。`,
  policyHeading: '方針と目標',
  policy:
    'ログイン、二要素認証の設定、ヘルプ、お問い合わせの各画面で、JIS X 8341-3:2016の適合レベルAAと、WCAG 2.2のレベルAAに沿うことを目標にしています。',
  stateHeading: '現在の対応',
  state: '現在は「一部準拠」です。第三者による試験や認証は受けていません。',
  how: '公開する版ごとに、すべての画面を自動の検査で確かめています。そのほかに、キーボードだけでの操作、幅320ピクセルの画面、JavaScriptを使わない設定でも操作を確かめています。',
  limitsHeading: '分かっている制限',
  limits: [
    'QRコードは画像です。読み取れない場合は、同じ画面に文字で表示するキーを認証アプリに入力してください。',
    '音声読み上げソフトと画面の組み合わせのすべては、まだ確かめていません。',
    'リンク先の、このサイト以外のページは対象に含みません。',
  ],
  contactHeading: 'お困りのときは',
  contact: '使いにくいところがありましたら、窓口にお知らせください。ほかの方法でのご案内もいたします。',
  contactLink: 'お問い合わせの窓口',
};
