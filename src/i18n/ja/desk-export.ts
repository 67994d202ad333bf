/** Words of what leaves the desk as a file: the record of one request, tables of the list and of the audit search. */
export const deskExport = {
  title: '依頼の記録を書き出す',
  lead: 'この依頼のすべての出来事と、監査ログの記録を、1つのファイルに書き出します。',
  holds: 'ファイルの内容',
  contents: [
    '受付から今までの出来事と、担当者が書いた理由',
    '監査ログのうち、この依頼についての記録',
    '改ざんを見つけるための電子署名',
  ],
  masked: 'お名前と連絡先は一部を隠します。パスワード、認証コード、メールのリンクは含まれません。',
  verify: 'ファイルは genkan audit verify-bundle で、このサーバーがなくても確認できます。',
  fingerprint: '署名の鍵の指紋',
  reason: '書き出す理由',
  reasonHint: '10文字以上。理由は監査ログに残ります。お客様のお名前や連絡先は書かないでください。',
  reasonLength: '理由は10文字以上、2000文字以内で入力してください',
  paused: (time: string) => `書き出しの回数が上限に達しました。${time}以降にもう一度お試しください`,
  submit: 'ファイルを書き出す',
  cancel: '書き出さずに戻る',
  link: '記録を書き出す',
};
