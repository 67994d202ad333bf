/** Words of the desk's first page: which role the signed-in staff member has, and what it does. */
export const role = {
  heading: '担当',
  yours: 'あなたの担当',
  account: 'アカウント',
  name: '氏名',
  email: 'メールアドレス',
  twoFactor: '二要素認証',
  device: '登録した端末',
  since: (date: string) => `${date}から`,
  coming: 'お客様からの二要素認証の解除の依頼は、この画面で扱います。',
  comingDetail: '受け付けた依頼は、まだありません。',
  roles: {
    intake: { name: '受付', does: 'お客様の依頼を受け付け、本人確認を記録します。承認やお断りはできません。' },
    reviewer: { name: '審査', does: '依頼と本人確認を調べて承認またはお断りを提案し、ほかの担当者の提案を承認します。' },
    supervisor: { name: '責任者', does: 'リスクの高い依頼の承認に加わり、止めた依頼を再開するかどうかを判断します。' },
    auditor: { name: '監査', does: '依頼と記録を閲覧します。変更はできません。' },
    administrator: { name: '運用管理者', does: '担当者とサイトの運用を管理します。お客様の依頼は扱いません。' },
  },
};
