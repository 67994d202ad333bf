/** SEC-P04 over the whole way: what people and browsers can write into a letter, read back from a real mail server. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSmtp } from '../../src/mail/smtp.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import { beginEnrolment, codeNow, signIn } from '../support/steps.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';

const HEADERS = [
  'auto-submitted',
  'content-language',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
];

/** CRLF and headers, HTML, a link, a right-to-left override: as a name, as the 20 characters of a device, as a user agent. */
const ATTACKS = [
  ['花子\r\nBcc: victim@evil.example\r\n\r\nHi', 'a\r\nBcc: v@evil.test', 'Chrome/1 Bcc: victim@evil.example'],
  ['<script>alert(1)</script><b>', '<img src=x onerror>', '<script>alert(1)</script> Windows NT 10'],
  ['http://evil.example/pay now', 'https://evil.test/a', 'http://evil.example/ Firefox/1.0'],
  ['\u202Egnp.exe \u2066x\u2069', '\u202Egnp.exe', 'Mozilla \u00AD evil.example'],
] as const;

let office: PostOffice;
let world: World;
beforeEach(async () => {
  office = await openPostOffice();
  const smtp = openSmtp({ url: office.url, from: 'no-reply@portal.test', host: 'portal.test' });
  const portals = PRESETS.map((portal) => (portal.id === 'success' ? { ...portal, replyTo: 'desk@portal.test' } : portal));
  world = await openWorld({ portals, compose: { deliverer: smtp } });
});
afterEach(async () => {
  await world.close();
  await office.close();
});

test.each(ATTACKS)(
  'SEC-P04 name %j, device %j and user agent %j add no header, recipient, link, tag or turn',
  async (name, device, agent) => {
    await world.addAccount({ name });
    const visitor = world.visitor({ headers: { 'user-agent': agent } });
    await signIn(visitor);
    const secret = await beginEnrolment(visitor);
    await visitor.post('/success/enrolment/code', { code: codeNow(world, secret), device_name: device });
    await world.letters();
    await expect.poll(() => office.received.length).toBe(2);
    for (const { mail, recipients } of office.received) {
      expect(recipients).toEqual(['hanako@success.example']);
      expect([...mail.headers.keys()].toSorted()).toEqual([...HEADERS, 'reply-to'].toSorted());
      expect(mail.subject).toMatch(
        /^【ビジネスサクセスポータル】(?:新しいブラウザーからログインがありました|二要素認証を有効にしました)$/u,
      );
      const html = String(mail.html);
      const links = [...html.matchAll(/(?:href|src)="([^"]*)"/gu)].map(([, link = '']) => link);
      expect(links.filter((link) => !link.startsWith(`${ORIGIN}/success/`))).toEqual(['mailto:support@success.example']);
      for (const part of [html, mail.text ?? '']) {
        expect(part.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]|evil\.(?:example|test)/u);
        expect(part).not.toMatch(/https?:\/\/(?!portal\.test\/)/u);
      }
      expect(html).not.toMatch(/<(?:script|img|b)[\s>]/iu);
    }
  },
);

test('an answer goes to the address the portal names, under the name of the portal', async () => {
  await world.addAccount();
  await world.addAccount({ portal: 'support', email: 'jiro@support.example' });
  await signIn(world.visitor());
  await signIn(world.visitor(), { portal: 'support', email: 'jiro@support.example' });
  await world.letters();
  await expect.poll(() => office.received.length).toBe(2);
  const replyTo = new Map(office.received.map(({ mail, recipients }) => [recipients[0], mail.replyTo?.value]));
  expect(replyTo.get('hanako@success.example')).toEqual([{ name: 'ビジネスサクセスポータル', address: 'desk@portal.test' }]);
  expect(replyTo.get('jiro@support.example')).toBeUndefined();
});
