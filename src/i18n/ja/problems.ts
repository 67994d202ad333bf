/** Words of the pages that say why something did not work. What happened, what to do, nothing about the machine. */
export const problems = {
  staleForm: 'この画面は時間が経過したか、別の画面で状態が変わりました。内容を確認して、もう一度送信してください',
  cookiesHint: 'くり返し表示される場合は、ブラウザーの設定でCookieを許可してください。',
  requestId: '受付番号',
  requestIdHint: 'お問い合わせの際は、この番号をお知らせください。',
  toStart: '最初のページへ',
  contactSupport: 'ヘルプとお問い合わせ',
  notFound: {
    title: 'ページが見つかりません',
    text: 'アドレスが変わったか、削除された可能性があります。アドレスをご確認ください。',
  },
  methodNotAllowed: {
    title: 'この操作はできません',
    text: 'このページは、その方法では開けません。最初のページからお進みください。',
  },
  malformed: {
    title: '受け取れない内容です',
    text: '送信された内容を読み取れませんでした。前の画面に戻って、もう一度お試しください。何も変更されていません。',
  },
  unsupportedType: {
    title: '受け取れない形式です',
    text: '送信された内容の形式に対応していません。画面のフォームから送信してください。',
  },
  tooLarge: {
    title: '送信された内容が大きすぎます',
    text: '入力した文字を減らして、もう一度送信してください。何も変更されていません。',
  },
  crossSite: {
    title: 'ほかのサイトからの操作は受け付けません',
    text: '安全のため、このサイトの画面からだけ操作できます。何も変更されていません。',
  },
  misdirected: { title: 'このアドレスでは応答できません', text: 'お使いのアドレスをご確認ください。' },
  forbidden: { title: 'この操作はできません', text: 'このアカウントには、この操作の権限がありません。' },
  tooMany: { title: 'しばらく操作を止めています', text: '短い時間に操作が続いたため、一時的に受付を止めています。' },
  tooManyUntil: (time: string) => `${time}を過ぎたら、もう一度お試しください。`,
  unavailable: {
    title: 'ただいまサービスをご利用いただけません',
    text: '混雑しているか、作業中です。入力した内容は保存されていません。少し時間をおいて、もう一度お試しください。',
  },
  fault: {
    title: 'サービスに問題が起きています',
    text: 'ページを表示できませんでした。操作が完了したかどうかは、もう一度開いてご確認ください。',
  },
};
