/** サポートデスクのすべての画面に出る知らせの文言。 */
export const deskState = {
  label: 'デスクの状態',
  stopped: (where: string, by: string, at: string) =>
    `停止中: ${where}。承認、解除、新しい端末の登録は進みません(${by}さんが${at}に停止)。`,
  toStop: '停止スイッチを開く',
  singlePerson:
    '1人体制です。どの依頼にも会社の管理者の確認が必要で、承認は会社の管理者が行います。リスクが高い依頼は受け付けられません。',
};
