/** The list of common passwords as it ships: how much it holds, what is in it, and that only whole strings count. */
import { describe, expect, it } from 'vitest';
import { decideNewPassword, foldPassword, PASSWORD_FLOOR } from '../core/password.ts';
import { openPasswordBlocklist } from './password-blocklist.ts';

const blocklist = openPasswordBlocklist();
const ALONE = { floor: PASSWORD_FLOOR, secondFactorMandatory: false };
const decide = (password: string) => decideNewPassword(password, ALONE, { words: [], blocklist });

describe('the blocklist', () => {
  it('SEC-A04 holds at least 3,000 entries of 15 characters or more', () => {
    expect(blocklist.countFrom(PASSWORD_FLOOR)).toBeGreaterThanOrEqual(3000);
    expect(blocklist.size).toBeGreaterThan(blocklist.countFrom(PASSWORD_FLOOR));
  });

  it.each([
    'passwordpassword',
    'Passwordpassword1',
    'iloveyouiloveyou',
    'correct horse battery staple',
    'CorrectHorseBatteryStaple',
    'qwertyuiopasdfgh',
    '1qaz2wsx3edc4rfv',
    '1234567890-^\\qwe',
    '123456789012345',
    'aaaaaaaaaaaaaaaa',
    'sakurasakurasakura',
    'nihongonihongonihongo',
    'gokuraku123456789',
    'hanakohanakohanako',
    'yamadayamadayamada',
    'watashinopassword',
    'さくらさくらさくらさくらさくら',
    'パスワードパスワードパスワード',
    'ハ\u309aスワート\u3099ハ\u309aスワート\u3099ハ\u309aスワート\u3099',
    'いろはにほへとちりぬるをわかよたれそ',
    'たていすかんなにらせちとしはきくま',
    'genkan-demo-2026',
  ])('SEC-A04 refuses %s', (password) => {
    expect(decide(password)).toEqual({ kind: 'common' });
  });

  it.each([
    'my passwordpassword is blue',
    'sakurasakurasakura ga saita',
    'さくらさくらさくらさくらさくらと歌う',
    'xpasswordpassword',
    'violet-tram-41-kettle',
    '三毛猫がこたつで丸くなる午後三時',
  ])('SEC-A04 accepts a longer phrase that merely contains a listed word: %s', (password) => {
    expect(decide(password)).toEqual(null);
  });

  it('SEC-A04 is kept in the form in which it is asked', () => {
    expect(foldPassword('ＰassWORD')).toBe('ｐassword');
    expect(['password', 'sakurasakurasakura'].filter((entry) => blocklist.has(entry))).toHaveLength(2);
  });
});
