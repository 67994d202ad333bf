import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { showDemoMailbox, showDemoMailboxAsJson } from '../../src/http/demo-mailbox.tsx';
import { wordsFor } from '../../src/i18n/catalog.ts';
import type { RenderedLetter } from '../../src/mail/deliverer.ts';
import { openDemoMailbox } from '../../src/mail/demo-mailbox.ts';
import { renderLetter } from '../../src/mail/letters.ts';
import type { DemoMailbox } from '../../src/ports.ts';
import { enrolmentConfirmation, LINK_TOKEN, letterTo, PAPER, THURSDAY, twoFactorOn } from './outbox-world.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genkan-demo-'));
  file = join(folder, 'demo', 'mail.jsonl');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function letter(number: number, queued = letterTo()): RenderedLetter {
  return renderLetter(
    {
      id: `letter-${number}`,
      letter: queued,
      attempts: 1,
      createdAt: THURSDAY + minutes(number),
      awaitedAddress: null,
      refusedAt: null,
    },
    PAPER,
  );
}

describe('the mailbox of demo mode', () => {
  it('keeps letters over a restart, newest first', async () => {
    const before = await openDemoMailbox(file);
    await Promise.all([2, 1, 3].map((number) => before.deliver(letter(number))));
    const after = await openDemoMailbox(file);
    expect(after.list().map(({ at }) => at)).toEqual([3, 2, 1].map((number) => THURSDAY + minutes(number)));
    expect(after.list()[0]).toMatchObject({ from: 'ビジネスサクセスポータル', to: ['hanako@success.example'], language: 'ja' });
  });

  it('is readable by its owner only', async () => {
    const mailbox = await openDemoMailbox(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'demo'))).mode & 0o777).toBe(0o700);
    await mailbox.deliver(letter(1));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('keeps the newest 200 and lets the file not grow without end', async () => {
    const mailbox = await openDemoMailbox(file);
    for (let number = 0; number < 450; number += 1) await mailbox.deliver(letter(number));
    expect(mailbox.list()).toHaveLength(200);
    expect(mailbox.list()[199]?.at).toBe(THURSDAY + minutes(250));
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(400);
    expect((await openDemoMailbox(file)).list()).toEqual(mailbox.list());
  });

  it('SEC-P01 holds a letter once when the process died before it was marked as sent', async () => {
    await (await openDemoMailbox(file)).deliver(letter(1));
    const mailbox = await openDemoMailbox(file);
    await mailbox.deliver(letter(1));
    expect(mailbox.list()).toHaveLength(1);
  });

  it('survives a torn line, a foreign line and a broken disk', async () => {
    await (await openDemoMailbox(file)).deliver(letter(1));
    await appendFile(file, '{"id":"letter-2","sender":"ビジネス\n{"a":1}\n[]\nnull\n');
    const mailbox = await openDemoMailbox(file);
    await mailbox.deliver(letter(3));
    expect((await openDemoMailbox(file)).list()).toHaveLength(2);
    await rm(join(folder, 'demo'), { recursive: true });
    await expect(mailbox.deliver(letter(4))).rejects.toThrow();
    expect(mailbox.list()).toHaveLength(2);
  });
});

describe('the pages of the demo mailbox', () => {
  const page = (mailbox: DemoMailbox, language: 'ja' | 'en') =>
    showDemoMailbox({
      mailbox,
      language,
      words: wordsFor(language),
      here: '/demo/mail',
      assets: {
        styleSheet: '/assets/a.css',
        deskStyleSheet: '/assets/desk.css',
        script: '/assets/a.js',
        passkeyScript: '/assets/passkeys.js',
        favicon: '/assets/a.svg',
      },
      demo: true,
    });

  it('say that there is no mail yet', async () => {
    const mailbox = await openDemoMailbox(file);
    expect(await page(mailbox, 'ja').text()).toContain('メールはまだありません。');
    expect(await page(mailbox, 'en').text()).toContain('There is no mail yet.');
    expect(await showDemoMailboxAsJson(mailbox).json()).toEqual([]);
  });

  it('show sender, recipient, subject, time with its zone and the text with a link that can be followed', async () => {
    const mailbox = await openDemoMailbox(file);
    await mailbox.deliver(letter(1, letterTo({ portal: 'desk', to: 'intake@desk.example' }, enrolmentConfirmation(minutes(10)))));
    const response = page(mailbox, 'en');
    expect(response.status).toBe(200);
    const html = await response.text();
    const link = `https://portal.example.com/desk/sign-in/confirmation/${LINK_TOKEN}`;
    for (const expected of [
      `<a href="${link}">${link}</a>`,
      'サポートデスク',
      'intake@desk.example',
      '【サポートデスク】二要素認証を登録する前の確認',
      'Thu, 8 October 2026, 10:15 (Japan time)',
      '<html lang="en"',
    ]) {
      expect(html).toContain(expected);
    }
    expect(html).toMatch(/<h2[^>]* lang="ja">/u);
  });

  it('SEC-N06 escape what a person typed', async () => {
    const mailbox = await openDemoMailbox(file);
    await mailbox.deliver(
      letter(1, letterTo({ name: '<script>alert(1)</script>' }, twoFactorOn('"><img src=x onerror=alert(1)>'))),
    );
    const html = await page(mailbox, 'ja').text();
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;script&gt;');
  });

  it('answer as JSON with exactly the fields of the demo contract, newest first', async () => {
    const mailbox = await openDemoMailbox(file);
    await mailbox.deliver(letter(1));
    await mailbox.deliver(letter(2, letterTo({ language: 'en' })));
    const response = showDemoMailboxAsJson(mailbox);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/u);
    const mails: unknown = await response.json();
    const { text, html } = letter(2, letterTo({ language: 'en' }));
    expect(mails).toMatchObject([
      {
        to: ['hanako@success.example'],
        subject: '[Business Success Portal] Two-factor authentication is on',
        at: '2026-10-08T01:16:00.000Z',
        text,
        html,
      },
      { to: ['hanako@success.example'], at: '2026-10-08T01:15:00.000Z' },
    ]);
    expect(Array.isArray(mails) ? mails.map((mail) => Object.keys(mail).sort()) : []).toEqual(
      Array(2).fill(['at', 'html', 'subject', 'text', 'to']),
    );
  });
});
