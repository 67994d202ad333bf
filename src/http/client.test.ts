/** Where a request comes from may not be chosen by its sender, and nothing of a header is kept as it came. */
import { describe, expect, test } from 'vitest';
import { browserLabel, chooseLanguage, originsOf, parseProxies } from './client.ts';

describe('originsOf', () => {
  const proxies = parseProxies('10.0.0.0/8,::1');

  test.each([
    ['203.0.113.9', undefined, '203.0.113.9'],
    ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['10.0.0.2', '198.51.100.1', '198.51.100.1'],
    ['10.0.0.2', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
    ['10.0.0.2', '6.6.6.6, 198.51.100.1, 10.0.0.9', '198.51.100.1'],
    ['10.0.0.2', 'rubbish', '10.0.0.2'],
    ['10.0.0.2', '', '10.0.0.2'],
    ['::ffff:10.0.0.2', '198.51.100.1', '198.51.100.1'],
    ['::1', '[2001:db8::7]', '2001:db8::7'],
  ])('SEC-F05 T-08 peer %s with X-Forwarded-For %s is %s', (peer, forwarded, address) => {
    expect(originsOf(peer, forwarded, proxies).address).toBe(address);
  });

  test('SEC-F05 without a configured proxy the header means nothing', () => {
    expect(originsOf('203.0.113.9', '1.2.3.4', parseProxies('')).address).toBe('203.0.113.9');
  });

  test('SEC-F05 IPv6 is counted by /64 however it is written, IPv4 by the address', () => {
    const one = originsOf('2001:db8:0:7::1', undefined, proxies).network;
    const same = originsOf('2001:0db8:0000:0007:ffff::2', undefined, proxies).network;
    const other = originsOf('2001:db8:0:8::1', undefined, proxies).network;
    expect(one).toBe(same);
    expect(one).not.toBe(other);
    expect(originsOf('203.0.113.9', undefined, proxies).network).toBe('203.0.113.9');
  });

  test('SEC-P04 letters and pages get a coarse place', () => {
    expect(originsOf('203.0.113.9', undefined, proxies).place).toBe('203.0.113.x');
    expect(originsOf('2001:db8:5:7::1', undefined, proxies).place).toBe('2001:db8:5::/48');
  });

  test.each(['everyone', '10.0.0.0/x', '10.0.0.0/99', '300.1.1.1'])('a proxy list with %s is refused', (text) => {
    expect(() => parseProxies(text)).toThrow(RangeError);
  });
});

describe('chooseLanguage', () => {
  test.each([
    ['en', 'ja', 'ja', 'ja', 'en', true],
    ['fr', 'en', 'ja', 'ja', 'en', true],
    [undefined, null, 'en', 'ja', 'en', false],
    [undefined, null, null, 'en-GB,en;q=0.9,ja;q=0.8', 'en', false],
    [undefined, null, null, 'fr,ja;q=0.8,en;q=0.7', 'ja', false],
    [undefined, null, null, 'ja;q=0,en;q=0.1', 'en', false],
    [undefined, null, null, 'fr', 'ja', false],
    [undefined, null, null, undefined, 'ja', false],
    [undefined, 'xx', null, ';;;q=,', 'ja', false],
  ] as const)('X-7 query %s, cookie %s, account %s, header %s give %s', (query, cookie, account, header, language, chosen) => {
    expect(chooseLanguage(query, cookie, account, header)).toEqual({ language, chosen });
  });
});

describe('browserLabel', () => {
  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0',
      'Edge / Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox / Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/19.0 Mobile Safari/604.1',
      'Safari / iPhone',
    ],
    ['Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36', 'Chrome / Android'],
    ['<script>alert(1)</script>\r\nBcc: x', ''],
    [undefined, ''],
  ])('SEC-P04 %s is named %s', (header, label) => {
    expect(browserLabel(header)).toBe(label);
  });
});
