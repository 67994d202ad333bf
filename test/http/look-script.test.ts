/** What the browser script decides by itself: which pasted text is a code, and which kept text belongs to this page. */
import { describe, expect, test } from 'vitest';
import { readKept } from '../../src/http/client/kept-text.ts';
import { codeIn } from '../../src/http/client/pasted-code.ts';

describe('U-15 pasting a code', () => {
  test.each([
    ['482915', '482915'],
    [' 482 915\n', '482915'],
    ['482-915', '482915'],
    ['482–915', '482915'],
    ['４８２　９１５', '482915'],
    ['007 001', '007001'],
  ])('U-15 %j becomes six plain digits', (text, digits) => {
    expect(codeIn(text)).toBe(digits);
  });

  test.each(['48291', '4829150', '48291a', '', 'コードは 482915', '٤٨٢٩١٥'])('U-26 %j is left as it is', (text) => {
    expect(codeIn(text)).toBeNull();
  });
});

describe('U-04 text kept over a change of language', () => {
  const kept = JSON.stringify({ path: '/success/sign-in', at: 1_000, fields: { email: 'hanako@success.example' } });

  test('U-04 comes back to the page it was typed on', () => {
    expect(readKept(kept, '/success/sign-in', 2_000)?.fields).toEqual({ email: 'hanako@success.example' });
  });

  test('U-04 belongs to no other page', () => {
    expect(readKept(kept, '/support/sign-in', 2_000)).toBeNull();
  });

  test('U-04 is gone after half a minute, and never comes from the future', () => {
    expect(readKept(kept, '/success/sign-in', 31_001)).toBeNull();
    expect(readKept(kept, '/success/sign-in', 999)).toBeNull();
  });

  test.each(['', 'null', '{}', '{"path":"/success/sign-in","at":1000}', '[1'])('U-04 unreadable text %j is nothing', (text) => {
    expect(readKept(text, '/success/sign-in', 2_000)).toBeNull();
  });
});
