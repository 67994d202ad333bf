/** Words of the dashboard: the recommendation, the newest cases, the security summary. */
export const dashboard = {
  title: 'ダッシュボード',
  /** What was told since the last sign-in, on the start page of both customers and staff. */
  notices: {
    title: '最近、次のことがありました',
    from: (browser: string, place: string) => `${browser}、接続元(おおよそ): ${place}`,
    object:
      'お心当たりがないものがあるときは、お送りしたメールの「自分の操作ではない」からアカウントを守ってください。メールが見つからないときは、サポートへご連絡ください。',
    earlier: (count: number) => `ほかに${count}件`,
    dismiss: '確認しました',
  },
  recommendation: {
    title: '二要素認証(2FA)の設定をおすすめします',
    why: '設定すると、パスワードが他人に知られても、お客様の端末がなければログインできません。設定は約3分で終わります。',
    need: '必要なもの: 認証アプリを入れた端末',
    after: '設定後は、ログインのたびにその端末が必要です',
    setUp: '今すぐセットアップ',
    later: '今はしない',
    never: '今後表示しない',
  },
  grace: {
    title: (date: string) => `${date}から、二要素認証が必須になります`,
    byPortal: (portal: string) => `${portal}の決まりです。それまでに設定すると、中断なくログインできます。`,
    byCompany: 'お客様の会社の決まりです。それまでに設定すると、中断なくログインできます。',
    setUp: '二要素認証を設定する',
  },
  security: {
    heading: 'セキュリティの状況',
    twoFactor: '二要素認証',
    device: '登録した端末',
    noDevice: 'なし',
    thisSignIn: '今回のログイン',
    password: 'パスワード',
    passwordSince: (date: string) => `${date}に設定`,
    zone: '日時は日本時間です。',
    change: '二要素認証の設定を開く',
  },
};
