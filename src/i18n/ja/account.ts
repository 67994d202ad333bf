/** Words of account settings and profile, and of the two-factor section that stands on one of them. */
export const account = {
  accountTitle: 'アカウント設定',
  profileTitle: 'マイプロフィール',
  registration: '登録情報',
  name: 'お名前',
  company: '会社名',
  noCompany: '登録されていません',
  email: 'メールアドレス',
  phone: '電話番号',
  noPhone: '登録されていません',
  password: 'パスワード',
  passwordSince: (date: string) => `${date}に設定`,
  plan: 'ご契約',
  plans: { standard: 'スタンダードサポート', paid: '有償サポート' },
  twoFactor: {
    state: '状態:',
    since: (date: string) => `${date}から`,
    explain: 'パスワードに加えて、認証アプリの6桁の認証コードで本人を確認します。',
    turnOffNote: '「無効」を選ぶと、確認の画面が開きます。',
    turnOnNote: '「有効」を選ぶと、QRコードの画面が開きます。認証コードを入力するまで、設定は変わりません。',
    chooseNote: '「有効」を選ぶと、認証方法を選ぶ画面が開きます。認証コードを入力するまで、設定は変わりません。',
    boundAt: (date: string) => `登録 ${date}`,
    lastUsed: (time: string) => `最後に使った日時 ${time}`,
    neverUsed: 'ログインにはまだ使っていません',
    zone: '日時は日本時間です。',
    preparationBefore: '認証アプリをまだお持ちでない場合は、先に',
    preparationLink: '事前準備',
    preparationAfter: 'をご覧ください。',
    requiredByPortal: (portal: string) =>
      `${portal}では、すべてのお客様に二要素認証をお使いいただいています。この設定は無効にできません。ご不明な点は、ご契約のサポート窓口へお問い合わせください。`,
    requiredByDesk: (portal: string) =>
      `${portal}では、すべての担当者に二要素認証が必須です。この規則は運用管理者が定めています。ご不明な点は、運用管理者にお尋ねください。`,
    requiredByCompany:
      'お客様の会社では、すべての方に二要素認証が必須です。この決まりは会社の管理者が定めています。この設定は無効にできません。ご不明な点は、会社の管理者にお尋ねください。',
    contact: 'お問い合わせの窓口を見る',
  },
};
