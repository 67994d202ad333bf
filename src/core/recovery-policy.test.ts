/** Which evidence suffices: every combination of kinds against the rules of desk.md sections 2 and 3, written out once more by hand. */
import { describe, expect, it } from 'vitest';
import { EVIDENCE_KINDS, type EvidenceKind } from './recovery-evidence.ts';
import { type CountedEvidence, DEFAULT_RECOVERY, missingEvidence, RISK_LEVELS, type RiskLevel } from './recovery-policy.ts';

/** Strong or not depends on the number on file and on how the password was set. */
const EITHER: readonly EvidenceKind[] = ['call-back', 'in-person'];
const NATURES: Readonly<Record<EvidenceKind, string>> = {
  mailbox: 'channel',
  password: 'secret',
  'known-browser': 'possession',
  'live-session': 'possession',
  'call-back': 'channel',
  voucher: 'person',
  'in-person': 'person',
};

function combinations(): readonly CountedEvidence[] {
  return EVIDENCE_KINDS.reduce<readonly CountedEvidence[]>(
    (before, kind) =>
      before.flatMap((held) => {
        const strengths = EITHER.includes(kind) ? [false, true] : [kind === 'voucher'];
        return [held, ...strengths.map((isStrong) => new Map([...held, [kind, { isStrong }] as const]))];
      }),
    [new Map()],
  );
}

/** "Always", and the table of risks. */
function isEnough(held: CountedEvidence, level: RiskLevel): boolean {
  const kinds = [...held.keys()];
  if (!held.has('mailbox') || new Set(kinds.map((kind) => NATURES[kind])).size < 2) return false;
  if (![...held.values()].some(({ isStrong }) => isStrong)) return false;
  if (level === 'low') return true;
  if (!held.has('password')) return false;
  return level === 'medium' || kinds.filter((kind) => ['call-back', 'voucher', 'in-person'].includes(kind)).length >= 2;
}

describe('evidence', () => {
  it.each(RISK_LEVELS)('D-18 SEC-J05 of every combination suffices at %s risk what the rule says, and nothing else', (level) => {
    const all = combinations();
    expect(all).toHaveLength(2 ** 5 * 3 ** 2);
    const differing = all.filter(
      (held) => (missingEvidence(held, DEFAULT_RECOVERY.evidence[level]).length === 0) !== isEnough(held, level),
    );
    expect(differing.map((held) => [...held.keys()])).toEqual([]);
    expect(all.filter((held) => isEnough(held, level)).length).toBeGreaterThan(5);
  });

  it('SEC-J05 there are seven kinds: what somebody merely knows is none of them', () => {
    expect(EVIDENCE_KINDS.toSorted()).toEqual(Object.keys(NATURES).toSorted());
  });

  it('SEC-J06 a company may ask for the voucher whatever else there is', () => {
    const held: CountedEvidence = new Map(
      EVIDENCE_KINDS.filter((kind) => kind !== 'voucher').map((kind) => [kind, { isStrong: true }] as const),
    );
    for (const level of RISK_LEVELS) {
      expect(missingEvidence(held, DEFAULT_RECOVERY.evidence[level])).toEqual([]);
      expect(missingEvidence(held, DEFAULT_RECOVERY.evidence[level], ['voucher'])).toEqual([
        { kind: 'evidence', evidence: 'voucher' },
      ]);
    }
  });
});
