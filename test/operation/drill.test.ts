/** `genkan drill` (desk.md section 7): nobody gets in with fewer than three compromises, and it can lose. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recoveryPolicy } from '../../src/config/recovery.ts';
import { breakInSets } from '../../src/core/recovery-paths.ts';
import { RISK_LEVELS } from '../../src/core/recovery-policy.ts';
import { ATTACKERS } from '../../src/drill/attackers.ts';
import { en } from '../../src/i18n/en.ts';
import { genkanHere } from '../support/command.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'genkan-drill-test-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function play(yaml: string, ...args: readonly string[]) {
  const path = join(directory, 'genkan.yaml');
  writeFileSync(path, `demo: true\n${yaml}`);
  return genkanHere(['drill', '--config', path, ...args], { GENKAN_DATA: directory });
}

describe('desk.md 7 the drill', () => {
  it('T-52 plays every attacker and every sufficient set against the default policy', async () => {
    const { exitCode, out } = await play('');
    const lines = out.split('\n');
    for (const name of ATTACKERS) {
      const [line] = lines.filter((each) => each.includes(en.drill.attackers[name]));
      expect(line, name).toBeDefined();
      expect([line?.startsWith('!'), line?.includes('GOT IN')], name).toEqual([false, false]);
    }
    const sets = RISK_LEVELS.flatMap((level) =>
      breakInSets(recoveryPolicy(), level).map(
        (set) => `  ${level.charAt(0).toUpperCase()}${level.slice(1)} risk, ${set.join('+')}: got in`,
      ),
    );
    expect(lines.filter((line) => / risk, .*: /u.test(line))).toEqual(sets);
    expect(out).toContain('Of 19 attackers none got in with fewer than three compromises. All 26 sets that suffice got in.');
    expect(exitCode).toBe(0);
  });

  it('loses where the policy is lax: mailbox and password alone', async () => {
    const lax = 'recovery:\n  evidence:\n    low:\n      strong: 0\n';
    const { exitCode, out } = await play(lax, '--attacker', 'mailbox-and-password');
    expect(out).toMatch(/^! reads the mailbox and has the password +M\+P +GOT IN/mu);
    expect([exitCode, out.includes('One result breaks the rule')]).toEqual([1, true]);
  });

  it('says in Japanese what it found, and plays one attacker where one is named', async () => {
    const { exitCode, out } = await play('', '--attacker', 'stolen-phone', '--lang', 'ja');
    expect(out).toContain('ロックされていない携帯端末を盗んだ');
    expect(out).toContain('足りない証拠');
    expect(out).not.toContain('十分な組');
    expect(exitCode).toBe(0);
  });

  it('a desk of one person: the voucher is the approval, and nothing less gets in', async () => {
    const { exitCode, out } = await play('desk:\n  singlePerson: true\n', '--attacker', 'mailbox-and-password');
    expect([exitCode, out.includes('the approval of a second person')]).toEqual([0, true]);
  });

  it('is refused with what to change where the configuration is wrong', async () => {
    const wrong = await play('recovery:\n  wait: soon\n');
    expect([wrong.exitCode, wrong.err.includes('recovery.wait')]).toEqual([78, true]);
    expect((await play('', '--attacker', 'nobody')).exitCode).toBe(2);
  });
});
