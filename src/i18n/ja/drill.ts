/** Words of `genkan drill`: the attackers, what stopped them, who learned of it. */
export const drill = {
  title: (version: string) => `解除方針 ${version} に対する訓練。空のデータベースの複製に対して行い、運用中のデータは開きません。`,
  columns: { attacker: '攻撃者', had: '持っていたもの', gate: '止めたもの', learned: '気づけた人と時間' },
  attackers: {
    'knows-the-case': 'メールアドレス・会社名・ケース番号を知っている',
    mailbox: 'メールボックスを読める',
    'mailbox-and-password': 'メールボックスとパスワードを持つ',
    'sim-swap': '登録電話番号を乗っ取った(SIMスワップ)',
    'stolen-phone': 'ロックされていない携帯端末を盗んだ',
    'bribed-agent': 'メールボックスとパスワードを持ち、担当者1名を買収した',
    'bribed-supervisor': 'メールボックスとパスワードを持ち、責任者1名を買収した',
    'staff-administrator': '窓口の運用管理者が裏切った',
    'changes-the-number': '先に電話番号を変え、1か月待つ',
    'resets-and-waits': 'パスワードをメールで再設定し、31日待つ',
    presses: '電話で急がせる',
    'company-administrator': '会社の管理者が裏切った',
    'administrators-mailbox': '会社の管理者のメールボックスだけを読める',
    'mail-system': '会社のメールシステム全体を読める',
    'living-session': 'ログイン中のセッションを盗んだ',
    'infected-computer': 'マルウェアに感染したパソコンを操る',
    joins: 'メールボックスだけで、ご本人の依頼に割り込む',
    'mail-is-down': '承認のときにメールサーバーを止め、依頼を大量に送る',
    'floods-an-address': '1つのアドレスに依頼を大量に送る',
  },
  nothing: '知識だけ',
  administratorsMailbox: '管理者のメールボックス',
  gates: {
    mailbox: 'メールボックスの確認',
    approval: '2人目の承認',
    notices: '通知メールが受け付けられるまで進まない',
    wait: '待機期間',
    pass: '登録パスとパスワード、依頼元のブラウザー',
    frozen: '依頼の停止',
    'second-factor': '二要素認証',
    'step-up': '直前の本人確認',
    'second-administrator': '2人目の運用管理者の確認',
    over: '依頼の終了',
  },
  conditions: (open: string) => (open === '' ? '足りない証拠' : `足りない証拠: ${open}`),
  isIn: '通り抜けた',
  isHarmed: 'ご本人の依頼が通らなかった',
  learned: (who: 'holder' | 'administrator' | 'desk', after: number) =>
    `${{ holder: 'ご本人', administrator: '会社の管理者', desk: '窓口' }[who]}・${lasted(after)}`,
  nobody: 'なし(届く先がすべて攻撃者のもの)',
  unnoticed: 'なし',
  setsTitle: '十分な組(すべて通り抜けなければ、この訓練は何も証明しません):',
  set: (level: 'low' | 'medium' | 'high', set: string, isIn: boolean) =>
    `リスク${{ low: '低', medium: '中', high: '高' }[level]} ${set}: ${isIn ? '通り抜けた' : '通り抜けられない'}`,
  passed: (attackers: number, sets: number) =>
    `攻撃者${attackers}人のうち、3つ未満の要素で通り抜けた者はいません。${sets === 0 ? '' : `十分な組は${sets}組とも通り抜けました。`}`,
  failed: (count: number) => `${count}件の結果が規則に反しています(! の行)。`,
  noPortal: 'お客様のポータルとサポートデスクが、どちらも必要です。',
};

function lasted(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return '1分以内';
  if (minutes < 120) return `${minutes}分後`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours}時間後` : `${Math.round(hours / 24)}日後`;
}
