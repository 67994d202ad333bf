/** Words of the letter that tells what waited for room in the mail of an address, and of the one after a long absence. */
export const noticeLetters = {
  afterAbsence: {
    title: '90日以上使われていなかったアカウントにログインがありました',
    preview: 'ご自身のログインであれば、何もする必要はありません。そうでないときは、すぐにアカウントを守ってください。',
    happened:
      'お客様のアカウントに、前回のログインから90日以上たって、ログインがありました。ご自身のログインであれば、何もする必要はありません。',
    meaning: '',
    notMeHeading: 'ご自身のログインではないとき',
    notMe: 'パスワードを第三者に知られているおそれがあります。下の「自分の操作ではない」から、すぐにアカウントを守ってください。',
    ownHeading: '',
    own: '',
    link: '',
  },
  lastSignIn: 'その前のログイン',
  several: {
    title: 'アカウントの操作のお知らせ(まとめ)',
    preview: 'お知らせが続いたため、1通にまとめました。ご自身の操作でないものがあるときは、すぐにアカウントを守ってください。',
    happened: 'お客様のアカウントについてのお知らせが続いたため、送っていなかったものを1通にまとめました。次の操作がありました。',
    meaning: 'ひとつずつ、ご自身の操作かどうかをお確かめください。',
    notMeHeading: 'ご自身の操作ではないものがあるとき',
    notMe:
      '第三者がお客様のアカウントを操作したおそれがあります。下の「自分の操作ではない」から、すぐにアカウントを守ってください。最初の操作より後に登録された認証アプリは、サポートで確認が終わるまで使えなくなります。',
    ownHeading: '',
    own: '',
    link: '',
  },
  /** Where none of them has a link to object by. */
  severalAsk: 'すぐにサポートへご連絡ください。',
};
