import { describe, expect, it } from 'vitest';
import type { Letter, LetterContent } from '../../src/core/letter.ts';
import { hours, minutes } from '../../src/core/time.ts';
import { renderLetter } from '../../src/mail/letters.ts';
import { everyLetter } from './every-letter.ts';
import {
  CIRCUMSTANCES,
  enrolmentConfirmation,
  LINK_TOKEN,
  letterTo,
  NOT_ME_TOKEN,
  ORIGIN,
  PAPER,
  THURSDAY,
  twoFactorOn,
} from './outbox-world.ts';

const render = (letter: Letter) =>
  renderLetter({ id: 'letter-1', letter, attempts: 1, createdAt: THURSDAY, awaitedAddress: null, refusedAt: null }, PAPER);

const browserConfirmation: LetterContent = {
  kind: 'browser-confirmation',
  path: `/success/sign-in/browser/${LINK_TOKEN}`,
  expiresAt: THURSDAY + hours(24),
  circumstances: CIRCUMSTANCES,
};

const EVERY = everyLetter();

describe('every letter, in both languages', () => {
  const all = EVERY.flatMap((content) => (['ja', 'en'] as const).map((language) => render(letterTo({ language }, content))));

  it('U-02 comes from the full portal name and has it in the subject', () => {
    for (const { sender, subject, language } of all) {
      const name = language === 'ja' ? 'ビジネスサクセスポータル' : 'Business Success Portal';
      expect(sender).toBe(name);
      expect(subject.startsWith(language === 'ja' ? `【${name}】` : `[${name}] `)).toBe(true);
    }
  });

  it('G-33 is written in the language of the account and says so to screen readers', () => {
    for (const { html, text, language } of all) {
      expect(html).toContain(`<html lang="${language}">`);
      expect(
        /[ぁ-んァ-ヶ一-龠]/u.test(text.replaceAll('山田 花子', '').replaceAll('会社のiPhone', '').replaceAll('鈴木 香織', '')),
      ).toBe(language === 'ja');
    }
  });

  it('SEC-P04 says in both parts when, with what and roughly from where, and whom to contact when it was someone else', () => {
    for (const { html, text, language } of all) {
      const when = language === 'ja' ? '2026年10月8日(木) 10:14(日本時間)' : 'Thu, 8 October 2026, 10:14 (Japan time)';
      for (const part of [html, text]) {
        for (const expected of [when, 'Chrome / Windows', '203.0.113.x', `${ORIGIN}/success/help`])
          expect(part).toContain(expected);
      }
    }
  });

  it('SEC-N07 links nowhere but to the configured origin, and fetches nothing', () => {
    for (const { html, text } of all) {
      const addresses = [...html.matchAll(/https?:[^"<\s]+/gu), ...text.matchAll(/https?:\S+/gu)].map(([address]) => address);
      expect(addresses.length).toBeGreaterThan(2);
      expect(addresses.filter((address) => !address.startsWith(`${ORIGIN}/`))).toEqual([]);
      expect(html).not.toMatch(/<(?:img|script|link|iframe|form|style)|\ssrc=|url\(/iu);
    }
  });

  it('has a preview line of its own after the subject, hidden in the HTML part and first in the text part', () => {
    for (const { html, text } of all) {
      const preview = /<body[^>]*><div style="display:none[^"]*">([^<]+)<\/div>/u.exec(html)?.[1] ?? '';
      expect(preview.length).toBeGreaterThan(15);
      expect(preview.replaceAll('&#39;', "'")).toBe(text.split('\n')[0]);
    }
  });

  it('SEC-P04 names the desk of the contract, and every desk where no contract is known', () => {
    for (const [plan, expected] of [
      ['standard', ['support@success.example']],
      ['paid', ['0120-000-111']],
      [null, ['support@success.example', '0120-000-111']],
    ] as const) {
      const { html, text } = render(letterTo({ plan }));
      for (const way of ['support@success.example', '0120-000-111'])
        for (const part of [html, text]) expect(part.includes(way), `${plan} ${way}`).toBe(expected.some((each) => each === way));
    }
    expect(render(letterTo({ plan: 'paid' })).html).toContain('href="tel:0120000111"');
  });

  it('never asks for a secret, and says so', () => {
    for (const { text, html, language } of all) {
      const never = language === 'ja' ? 'お聞きすることはありません' : 'We never ask for your password';
      expect(text).toContain(never);
      expect(html).toContain(never);
    }
  });

  it('keeps what the holder turned off and what the desk removes apart', () => {
    const off = render(letterTo({}, { kind: 'two-factor-off', circumstances: CIRCUMSTANCES }));
    expect(off.text).toContain('ログイン中の操作による無効化です。サポートによる解除ではありません。');
  });
});

describe('a letter with a link', () => {
  it('says how long the link works, until when, and that opening it changes nothing', () => {
    const japanese = render(letterTo({ portal: 'desk' }, enrolmentConfirmation(minutes(10)))).text;
    expect(japanese).toContain('リンクは10分間、1回だけ使えます。開いただけでは何も変わりません。');
    expect(japanese).toContain('リンクの期限: 2026年10月8日(木) 10:24(日本時間)');
    const english = render(letterTo({ language: 'en' }, browserConfirmation)).text;
    expect(english).toContain('The link works once, for 24 hours.');
  });

  it('G-16 U-43 SEC-P04 lets the holder object to a notice, and says how long and to what effect', () => {
    const link = `${ORIGIN}/success/not-me/${NOT_ME_TOKEN}`;
    const { text, html } = render(letterTo());
    expect(text.split('\n')).toContain(link);
    expect(text).toContain('リンクは30日間、1回だけ使えます。開いただけでは何も変わりません。');
    expect(html).toContain(`href="${link}"`);
    expect(render(letterTo({ language: 'en' })).text).toContain('The link works once, for 30 days.');
  });

  it('SEC-P04 cannot make the holder close the account over wrong passwords of a stranger', () => {
    expect(render(letterTo({}, browserConfirmation)).text).not.toContain('/not-me/');
  });

  it('says what still works when the account was closed, and whose it was', () => {
    const closed = (codeWorks: boolean): string =>
      render(letterTo({}, { kind: 'account-closed', reported: 'new-browser', codeWorks, circumstances: CIRCUMSTANCES })).text;
    expect(closed(true)).toContain('パスワードと認証コードでのログインは引き続きできます');
    expect(closed(false)).toContain('サポートで確認が終わるまで、ログインできません');
    expect(closed(true)).toContain('お知らせの内容: 新しいブラウザーからログインがありました');
    const colleague = 'http://evil.example\r\n\u202Egnp';
    const told = render(
      letterTo({}, { kind: 'colleague-closed', colleague, reported: 'new-browser', circumstances: CIRCUMSTANCES }),
    );
    expect(told.text).toContain('対象の方: http: //evil. example gnp');
    expect(told.html).not.toMatch(/evil\.example|\u202E/u);
  });

  it('holds the link alone on a line of the text part, and no other secret', () => {
    const { text, html } = render(letterTo({ portal: 'desk' }, enrolmentConfirmation(minutes(10))));
    const link = `${ORIGIN}/desk/sign-in/confirmation/${LINK_TOKEN}`;
    expect(text.split('\n')).toContain(link);
    expect(html).toContain(`href="${link}"`);
    expect(html.replaceAll(link, '')).not.toContain(LINK_TOKEN);
  });

  it.each(['//evil.example/x', 'https://evil.example/', '\\\\evil.example', 'javascript:alert(1)', 'sign-in', '/\\evil.example'])(
    'SEC-N07 T-15 is not made when its path %s leads elsewhere',
    (path) => {
      expect(() => render(letterTo({}, { ...browserConfirmation, path }))).toThrow(/leads away/u);
    },
  );
});

describe('hostile names', () => {
  const attack = '<script>alert(1)</script>"\'&\r\nBcc: victim@evil.example\r\n\r\nhttp://evil.example \u202Egnp.exe';
  const hostile = render(letterTo({ name: attack }, twoFactorOn(attack)));

  it('SEC-N06 SEC-P04 are escaped in the HTML part', () => {
    expect(hostile.html).not.toContain('<script');
    expect(hostile.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
  });

  it('SEC-P04 are one line without a change of reading direction in the text part', () => {
    const line = hostile.text.split('\n').find((each) => each.includes('Bcc:'));
    expect(line).toContain('<script>');
    expect(hostile.text).not.toContain('\r');
    expect(hostile.text).not.toContain('\u202E');
  });

  it.each(['http://evil.example/x', 'https://evil.example', 'evil.example', 'www.evil.example', 'ＨＴＴＰ：//evil.example'])(
    'SEC-P04 become no link in a mail program: %s',
    (name) => {
      const { text, html } = render(letterTo({ name }, twoFactorOn(name)));
      for (const part of [text, html]) {
        expect(part).toContain('example');
        expect(part).not.toContain('evil.example');
        expect(part).not.toMatch(/https?:\/\/(?!portal\.example\.com\/)/u);
      }
    },
  );

  it('SEC-P04 are cut, so that a name cannot be a letter of its own', () => {
    const long = render(letterTo({ name: 'あ'.repeat(5000) }));
    expect(long.text).toContain(`${'あ'.repeat(59)}… 様`);
    expect(long.text).not.toContain('あ'.repeat(60));
  });

  it('SEC-P04 never stand in subject or sender', () => {
    const usual = render(letterTo());
    expect(hostile.subject).toBe(usual.subject);
    expect(hostile.sender).toBe(usual.sender);
  });

  it('are left as they are when they are harmless, also with an emoji or a full stop in a number', () => {
    const { text } = render(letterTo({ name: "Zoë O'Brien" }, twoFactorOn('Pixel 7.1 📱')));
    expect(text).toContain("Zoë O'Brien 様");
    expect(text).toContain('端末の名前: Pixel 7.1 📱');
  });
});

it('greets an account without a name', () => {
  expect(render(letterTo({ name: '' })).text).toContain('お客様\n');
  expect(render(letterTo({ name: '', language: 'en' })).text).toContain('Hello,\n');
});

it('is not made for a portal that is not configured: it waits for the operator', () => {
  expect(() => render(letterTo({ portal: 'gone' }))).toThrow(expect.objectContaining({ code: 'config-invalid' }));
});
