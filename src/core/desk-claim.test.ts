import { describe, expect, it } from 'vitest';
import { CLAIM_FOR, isHeldBy, LABEL_MAX, NOTE_MAX, readLabel, readNote } from './desk-claim.ts';
import { minutes } from './time.ts';

describe('a claim', () => {
  it.each([
    ['of the one who asks', { by: 'me', until: 10 }, true],
    ['of somebody else', { by: 'other', until: 10 }, false],
    ['that ran out in this instant', { by: 'me', until: 9 }, false],
    ['of nobody', null, false],
  ] as const)('D-10 %s is held: %s', (_name, claim, expected) => {
    expect(isHeldBy(claim, 'me', 9)).toBe(expected);
  });

  it('D-10 lasts five minutes without a sign of life', () => {
    expect(CLAIM_FOR).toBe(minutes(5));
  });
});

describe('what staff write on a request', () => {
  it.each([
    [' 至急 ', '至急'],
    ['Ｖ Ｉ\nＰ', 'V I P'],
    ['a\u202Eb', 'a b'],
    ['a'.repeat(LABEL_MAX), 'a'.repeat(LABEL_MAX)],
  ])('D-36 the label %j is %j', (typed, value) => {
    expect(readLabel(typed)).toEqual({ ok: true, value });
  });

  it('D-36 a label that is empty or too long is none', () => {
    expect(readLabel(' \u200B ')).toEqual({ ok: false, problem: 'empty' });
    expect(readLabel('あ'.repeat(LABEL_MAX + 1))).toEqual({ ok: false, problem: 'too-long' });
  });

  it('keeps the lines of a note, and nothing that turns a text around', () => {
    expect(readNote('一行目\r\n二行目\u202E\u0007 \n')).toEqual({ ok: true, value: '一行目\n二行目' });
    expect(readNote('😀'.repeat(NOTE_MAX))).toMatchObject({ ok: true });
    expect(readNote('😀'.repeat(NOTE_MAX + 1))).toEqual({ ok: false, problem: 'too-long' });
    expect(readNote('\n')).toEqual({ ok: false, problem: 'empty' });
  });
});
