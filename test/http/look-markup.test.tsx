/** Markup the look depends on: the size of the QR code, steps that can be read, fields without limits, the dialog's panel. */
import { renderSVG } from 'uqr';
import { describe, expect, test } from 'vitest';
import { Dialog, KeyBox, QrCard, qrPixelSize, StepProgress } from '../../src/http/components.tsx';
import { CodeField, ErrorSummary, PasswordField, TextField } from '../../src/http/fields.tsx';
import { OnOff, OnOffButton } from '../../src/http/on-off.tsx';
import { wordsFor } from '../../src/i18n/catalog.ts';

const words = wordsFor('ja');

describe('U-34 the QR code', () => {
  test('U-34 every size has whole pixels, at least 240 and no more than a window of 320 holds', () => {
    for (let modules = 21 + 8; modules <= 105 + 8; modules += 4) {
      const pixels = qrPixelSize(modules);
      expect(pixels % modules).toBe(0);
      expect(pixels).toBeGreaterThanOrEqual(modules <= 93 ? 240 : 200);
      expect(pixels).toBeLessThanOrEqual(320);
    }
  });

  test.each([
    [69, 276],
    [73, 292],
    [77, 308],
    [81, 243],
  ])('U-34 %i modules are %i px wide', (modules, pixels) => {
    expect(qrPixelSize(modules)).toBe(pixels);
  });

  test('U-34 the drawing gets its size, whatever unit it was drawn with', () => {
    const text = 'otpauth://totp/example';
    const size = (markup: string): string | undefined => /<svg width="(\d+)" height="\1"/.exec(markup)?.[1];
    const [ten, one] = [10, 1].map((pixelSize) =>
      size((<QrCard svg={renderSVG(text, { border: 4, pixelSize })} alt="QR" />).toString()),
    );
    expect(Number(ten)).toBeGreaterThanOrEqual(240);
    expect(one).toBe(ten);
  });

  test('U-34 is one picture with a description', () => {
    const markup = (<QrCard svg={renderSVG('x', { border: 4 })} alt="登録するQRコード" />).toString();
    expect(markup).toContain('role="img" aria-label="登録するQRコード"');
    expect(markup).toMatch(/<svg [^>]*aria-hidden="true"/);
  });
});

describe('U-14 U-26 fields', () => {
  const fields = [
    <CodeField id="code" label="6桁の認証コード" words={words} />,
    <PasswordField id="password" label="パスワード" autocomplete="current-password" words={words} />,
    <TextField id="email" label="メールアドレス" type="email" autocomplete="username" required words={words} />,
  ].map((field) => field.toString());

  test('U-14 no field limits or forbids what is typed or pasted', () => {
    for (const markup of fields) expect(markup).not.toMatch(/maxlength|pattern=|readonly|disabled|onpaste|placeholder/);
  });

  test('U-10 without script a password is a plain password field and there is no button', () => {
    expect(fields[1]).toContain('type="password"');
    expect(fields[1]).not.toContain('<button');
    expect(fields[1]).not.toContain('value=');
  });

  test('U-04 only text fields are kept over a change of language', () => {
    expect(fields.map((markup) => markup.includes('data-keep'))).toEqual([false, false, true]);
  });

  test('U-11 the error is described first and said in the same words as in the summary', () => {
    const message = 'パスワードを入力してください';
    const field = <PasswordField id="password" label="x" autocomplete="current-password" hint="y" error={message} words={words} />;
    const summary = <ErrorSummary errors={[{ field: 'password', message }]} words={words} />;
    expect(field.toString()).toContain('aria-invalid="true" aria-describedby="password-error password-hint"');
    expect(field.toString()).toContain(`id="password-error">${message}</p>`);
    expect(summary.toString()).toContain(`<a href="#password">${message}</a>`);
  });
});

describe('U-27 U-30 U-33 U-35 components', () => {
  test('U-33 the step is said in words, the line is hidden', () => {
    const markup = (<StepProgress step={2} of={3} label="認証アプリの登録" words={words} />).toString();
    expect(markup).toContain('ステップ 2/3');
    expect(markup).toMatch(/<svg class="step-line"[^>]*aria-hidden="true"/);
    expect(markup).toContain('class="ahead"');
  });

  test('U-30 the setting as it is stands as text, the other one is the only button, on always first', () => {
    const form = (
      <form method="post" action="/x">
        <OnOffButton state="off" words={words} />
      </form>
    );
    const markup = (<OnOff state="on" words={words} offForm={form} />).toString();
    expect(markup.match(/<button/g)).toHaveLength(1);
    expect(markup.indexOf('現在の設定')).toBeGreaterThan(markup.indexOf('有効'));
    expect(markup.indexOf('<button')).toBeGreaterThan(markup.indexOf('現在の設定'));
  });

  test('U-27 without script the offer is an open panel with its name', () => {
    const markup = (<Dialog id="recommendation" title="おすすめします" />).toString();
    expect(markup).toMatch(/^<dialog [^>]*\bopen\b/);
    expect(markup).toContain('aria-labelledby="recommendation-title"');
  });

  test('U-35 the key is copied as one string and shown in groups', () => {
    const markup = (<KeyBox groups={['JBSW', 'Y3DP']} words={words} />).toString();
    expect(markup).toContain('data-copy="JBSWY3DP"');
    expect(markup.match(/class="key-group"/g)).toHaveLength(2);
    expect(markup).not.toContain('<button');
  });
});
