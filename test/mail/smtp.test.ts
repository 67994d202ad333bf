import { afterEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import type { RenderedLetter } from '../../src/mail/deliverer.ts';
import { renderLetter } from '../../src/mail/letters.ts';
import { openSmtp } from '../../src/mail/smtp.ts';
import { selfSigned } from './certificate.ts';
import { enrolmentConfirmation, LINK_TOKEN, letterTo, PAPER, THURSDAY, twoFactorOn } from './outbox-world.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';

const offices: PostOffice[] = [];
const open = async (...options: Parameters<typeof openPostOffice>): Promise<PostOffice> => {
  const office = await openPostOffice(...options);
  offices.push(office);
  return office;
};

afterEach(async () => {
  await Promise.all(offices.splice(0).map((office) => office.close()));
});

const SENDER = { from: 'no-reply@portal.example.com', host: 'portal.example.com' };
const render = (letter = letterTo()): RenderedLetter =>
  renderLetter({ id: 'Zm9vYmFyYmF6cXV4', letter, attempts: 1, createdAt: THURSDAY, awaitedAddress: null, refusedAt: null }, PAPER);
const certificate = selfSigned('localhost');

describe('a letter sent by SMTP', () => {
  it('G-33 arrives whole in Japanese: sender, subject, both parts', async () => {
    const office = await open();
    const letter = render();
    await openSmtp({ ...SENDER, url: office.url }).deliver(letter);
    expect(office.received).toHaveLength(1);
    const { mail, recipients } = office.received[0] ?? expect.fail('nothing came');
    expect(recipients).toEqual(['hanako@success.example']);
    expect(mail.from?.value).toEqual([{ name: 'ビジネスサクセスポータル', address: 'no-reply@portal.example.com' }]);
    expect(mail.subject).toBe('【ビジネスサクセスポータル】二要素認証を有効にしました');
    expect(mail.text).toBe(letter.text);
    expect(mail.html).toContain('<html lang="ja">');
    expect(mail.html).toContain('山田 花子 様');
    expect(mail.headers.get('content-language')).toBe('ja');
    expect(mail.date?.getTime()).toBe(THURSDAY);
  });

  it('G-33 arrives whole in English', async () => {
    const office = await open();
    await openSmtp({ ...SENDER, url: office.url }).deliver(render(letterTo({ language: 'en', name: 'Hanako Yamada' })));
    const { mail } = office.received[0] ?? expect.fail('nothing came');
    expect(mail.subject).toBe('[Business Success Portal] Two-factor authentication is on');
    expect(mail.text).toContain('Hello Hanako Yamada,');
    expect(mail.headers.get('content-language')).toBe('en');
  });

  it('keeps a long link in one piece', async () => {
    const office = await open();
    await openSmtp({ ...SENDER, url: office.url }).deliver(
      render(letterTo({ portal: 'desk' }, enrolmentConfirmation(minutes(10)))),
    );
    const { mail } = office.received[0] ?? expect.fail('nothing came');
    expect(mail.text?.split('\n')).toContain(`https://portal.example.com/desk/sign-in/confirmation/${LINK_TOKEN}`);
  });

  it('SEC-P01 has the same Message-ID at every attempt, and says that it is sent by a machine', async () => {
    const office = await open();
    const smtp = openSmtp({ ...SENDER, url: office.url });
    await smtp.deliver(render());
    await smtp.deliver(render());
    expect(office.received.map(({ mail }) => mail.messageId)).toEqual(Array(2).fill('<Zm9vYmFyYmF6cXV4@portal.example.com>'));
    expect(office.received[0]?.mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(office.received[0]?.source).not.toMatch(/^x-mailer|nodemailer/imu);
  });

  it('SEC-P04 gains no header and no recipient from a hostile name', async () => {
    const office = await open();
    const attack = 'Hanako\r\nBcc: victim@evil.example\r\nSubject: You won\r\n\r\n<script>alert(1)</script>';
    await openSmtp({ ...SENDER, url: office.url }).deliver(render(letterTo({ name: attack }, twoFactorOn(attack))));
    const { mail, recipients } = office.received[0] ?? expect.fail('nothing came');
    expect(recipients).toEqual(['hanako@success.example']);
    expect([...mail.headers.keys()].sort()).toEqual(
      ['auto-submitted', 'content-language', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'].sort(),
    );
    expect(mail.subject).toBe('【ビジネスサクセスポータル】二要素認証を有効にしました');
    expect(mail.html).not.toContain('<script');
  });

  it.each([
    'hanako@success.example, victim@evil.example',
    'hanako@success.example\r\nBcc: victim@evil.example',
    'victim@evil.example <hanako@success.example>',
    '@evil.example:hanako@success.example',
    '"victim@evil.example"@success.example',
    'hanako',
    '',
  ])('SEC-P04 T-13 is not sent at all to an address that could be read as another: %j', async (to) => {
    const office = await open();
    const smtp = openSmtp({ ...SENDER, url: office.url });
    const error: unknown = await smtp.deliver(render(letterTo({ to }))).catch((thrown: unknown) => thrown);
    expect(smtp.isPermanent(error)).toBe(true);
    expect(office.received).toEqual([]);
  });
});

describe('the way to the mail server', () => {
  it('SEC-P01 is encrypted by STARTTLS with a verified certificate', async () => {
    const office = await open({ ...certificate });
    await openSmtp({ ...SENDER, url: `smtp://localhost:${office.port}?tls=required`, ca: certificate.cert }).deliver(render());
    expect(office.received.map(({ wasEncrypted }) => wasEncrypted)).toEqual([true]);
  });

  it('SEC-P01 is encrypted from the first byte by smtps', async () => {
    const office = await open({ ...certificate, secure: true });
    await openSmtp({ ...SENDER, url: `smtps://localhost:${office.port}`, ca: certificate.cert }).deliver(render());
    expect(office.received.map(({ wasEncrypted }) => wasEncrypted)).toEqual([true]);
  });

  it('SEC-P01 is not taken when the certificate is unknown, and the letter waits', async () => {
    const office = await open({ ...certificate });
    const smtp = openSmtp({ ...SENDER, url: `smtp://localhost:${office.port}?tls=required` });
    const error: unknown = await smtp.deliver(render()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(smtp.isPermanent(error)).toBe(false);
    expect(office.received).toEqual([]);
  });

  it('SEC-P01 is not taken when the certificate is for another host', async () => {
    const other = selfSigned('mail.example.org');
    const office = await open({ ...other });
    const smtp = openSmtp({ ...SENDER, url: `smtp://localhost:${office.port}?tls=required`, ca: other.cert });
    await expect(smtp.deliver(render())).rejects.toThrow();
    expect(office.received).toEqual([]);
  });

  it('SEC-P01 is not taken when a server outside this machine, or one that must, offers no STARTTLS', async () => {
    const office = await open({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    const smtp = openSmtp({ ...SENDER, url: `smtp://localhost:${office.port}?tls=required`, ca: certificate.cert });
    await expect(smtp.deliver(render())).rejects.toThrow();
    expect(office.received).toEqual([]);
  });

  it('carries name and password of the address, percent-decoded', async () => {
    const seen: unknown[] = [];
    const office = await open({
      ...certificate,
      authOptional: false,
      onAuth: ({ username, password }, _session, done) => {
        seen.push([username, password]);
        done(null, { user: username });
      },
    });
    const url = `smtp://portal%40example:p%3A%2Fss%20%25@localhost:${office.port}?tls=required`;
    await openSmtp({ ...SENDER, url, ca: certificate.cert }).deliver(render());
    expect(seen).toEqual([['portal@example', 'p:/ss %']]);
    expect(office.received).toHaveLength(1);
  });
});

describe('an address of the mail server that cannot be used', () => {
  it.each([
    ['', /not of the form/u],
    ['mail.example.com:587', /not of the form/u],
    ['http://:hunter2@mail.example.com', /not of the form/u],
    ['smtp://:hunter2@mail.example.com?tls=none', /without TLS only on this machine/u],
    ['smtp://:hunter2@mail.example.com?tls=maybe', /"required" or "none"/u],
    ['smtp://:hunter2@mail.example.com?rejectUnauthorized=false', /only option/u],
    ['smtp://:hunter2@mail.example.com/path', /path/u],
    ['smtp://u:hunter2%zz@mail.example.com', /%25/u],
  ])('SEC-P01 SEC-Q03 stops the start and is not quoted: %s', (url, message) => {
    const attempt = () => openSmtp({ ...SENDER, url });
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ code: 'config-invalid', message: expect.not.stringContaining('hunter2') }));
  });

  it('stops the start too when the sender is not one address', () => {
    expect(() => openSmtp({ ...SENDER, from: 'Portal <no-reply@portal.example.com>', url: 'smtp://localhost:1' })).toThrow(
      /sender/u,
    );
  });
});
