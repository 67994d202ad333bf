/** Words of the page of the own role: which role the signed-in staff member has, and what it may do (desk.md section 6). */
export const role = {
  heading: '担当',
  lead: (role: string) => `あなたの担当は「${role}」です。`,
  may: 'できること',
  mayNot: 'できないこと',
  everyone:
    'どの担当も、お客様のメールアドレス・電話番号・お名前・パスワード・認証アプリを変更できません。パスワードや認証コードを見ることもできません。',
  readOnly:
    '受付、審査、責任者は、依頼の担当になり、ラベルとメモを残せます。どの担当も、このサイトから依頼を承認することはできません。',
  account: 'アカウント',
  name: '氏名',
  email: 'メールアドレス',
  role: '担当',
  twoFactor: '二要素認証',
  device: '登録した端末',
  since: (date: string) => `${date}から(日本時間)`,
  openAccount: 'アカウントと二要素認証を確認する',
  roles: {
    intake: {
      name: '受付',
      does: 'お客様の依頼を受け付け、本人確認を記録します。',
      may: ['お客様の依頼を閲覧する(会社の管理者とデスクの担当者の依頼を除く)'],
      mayNot: ['会社の管理者とデスクの担当者の依頼を閲覧する', '依頼を承認する、またはお断りする'],
    },
    reviewer: {
      name: '審査',
      does: '依頼と本人確認を調べ、解除してよいかどうかを提案します。',
      may: ['お客様の依頼を閲覧する(会社の管理者とデスクの担当者の依頼を除く)'],
      mayNot: ['会社の管理者とデスクの担当者の依頼を閲覧する', '自分が提案した依頼を承認する'],
    },
    supervisor: {
      name: '責任者',
      does: 'リスクの高い依頼の承認に加わり、止めた依頼の扱いを判断します。',
      may: ['お客様の依頼をすべて閲覧する'],
      mayNot: ['自分が提案した依頼を承認する', '1人だけで依頼を再開する'],
    },
    auditor: {
      name: '監査',
      does: '依頼と記録を閲覧し、手順が守られているかを確認します。',
      may: ['お客様の依頼をすべて閲覧する'],
      mayNot: ['依頼、アカウント、設定を変更する'],
    },
    administrator: {
      name: '運用管理者',
      does: '担当者とサイトの運用を管理します。',
      may: ['自分のアカウントと二要素認証を確認する'],
      mayNot: ['お客様の依頼を閲覧する、または扱う'],
    },
  },
};
