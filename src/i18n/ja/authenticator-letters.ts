/** Letters about one authenticator of several. None says 無効化 or 解除: two-factor sign-in stays on through all of them. */
const notMe =
  '第三者がお客様のアカウントを操作したおそれがあります。下の「自分の操作ではない」から、すぐにアカウントを守ってください。';
const common = { meaning: '', notMeHeading: 'ご自身の操作ではないとき', notMe, ownHeading: '', own: '', link: '' };

export const authenticatorLetters = {
  previousName: 'これまでの端末',
  oldName: '前の名前',
  added: {
    ...common,
    title: 'ログインに使う端末を追加しました',
    preview: 'ログインに使える端末が増えました。ご自身の操作でないときは、すぐにアカウントを守ってください。',
    happened:
      'お客様のアカウントに、ログインに使う端末を追加しました。これまでの端末もそのまま使えます。ほかのブラウザーでのログインは終了しました。',
  },
  replaced: {
    ...common,
    title: 'ログインに使う端末を変更しました',
    preview: '次回のログインから、新しい端末のコードが必要です。ご自身の操作でないときは、すぐにアカウントを守ってください。',
    happened:
      'お客様のアカウントの、ログインに使う端末を変更しました。これまでの端末のコードは使えなくなり、ほかのブラウザーでのログインは終了しました。',
  },
  removed: {
    ...common,
    title: 'ログインに使う端末の登録を削除しました',
    preview: 'この端末ではログインできなくなりました。ご自身の操作でないときは、すぐにアカウントを守ってください。',
    happened:
      'お客様のアカウントから、ログインに使う端末の登録を1台削除しました。二要素認証は有効のままです。ほかのブラウザーでのログインは終了しました。',
  },
  renamed: {
    ...common,
    title: 'ログインに使う端末の名前を変更しました',
    preview: '変わったのは名前だけです。ご自身の操作でないときは、すぐにアカウントを守ってください。',
    happened: 'お客様のアカウントの、ログインに使う端末の名前を変更しました。',
    meaning: '変わったのは名前だけです。ログインの方法は変わっていません。',
  },
};
