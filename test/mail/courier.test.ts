import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hours, minutes, seconds } from '../../src/core/time.ts';
import { openSmtp } from '../../src/mail/smtp.ts';
import { newLocation } from '../support/databases.ts';
import { enrolmentConfirmation, importHanako, LINK_TOKEN, letterTo, openWorld, THURSDAY, type World } from './outbox-world.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';

let office: PostOffice;
let world: World;
const smtp = (url = office.url) => openSmtp({ url, from: 'no-reply@portal.example.com', host: 'portal.example.com' });

beforeEach(async () => {
  [office, world] = await Promise.all([openPostOffice(), openWorld(await newLocation('sqlite'))]);
  await importHanako(world.store);
});

afterEach(async () => {
  await Promise.all([office.close(), world.store.close()]);
});

describe('the courier', () => {
  it('SEC-P01 delivers what a change queued, once, and leaves nothing behind', async () => {
    await world.queue(letterTo());
    await world.queue(letterTo({ language: 'en' }));
    const courier = world.courier(smtp());
    await courier.deliverDue();
    await courier.deliverDue();
    expect(office.received.map(({ mail }) => mail.headers.get('content-language')).sort()).toEqual(['en', 'ja']);
    expect(await world.store.outbox.pendingCount()).toBe(0);
  });

  it('SEC-P01 delivers nothing of a change that was rolled back', async () => {
    const event = {
      at: THURSDAY,
      portal: null,
      address: null,
      requestId: null,
      actor: { kind: 'system', id: null },
      accountId: null,
    } as const;
    const outcome = await world.store.write([{ ...event, detail: { type: 'password.rehashed' } }], async (tx) => {
      await tx.queueLetter(letterTo());
      return { ok: false, refusal: { code: 'link-spent' } };
    });
    expect(outcome.ok).toBe(false);
    await world.courier(smtp()).deliverDue();
    expect(office.received).toEqual([]);
  });

  it('SEC-P01 comes back after a 4xx, later each time, and delivers once', async () => {
    office.refusals.rcpt.push(451);
    office.refusals.data.push(452);
    await world.queue(letterTo());
    const courier = world.courier(smtp());
    await courier.deliverDue();
    world.now += seconds(9);
    await courier.deliverDue();
    expect(world.logged).toHaveLength(1);
    world.now += seconds(11);
    await courier.deliverDue();
    world.now += seconds(19);
    await courier.deliverDue();
    expect(office.received).toEqual([]);
    expect(world.logged).toHaveLength(2);
    world.now += seconds(21);
    await courier.deliverDue();
    await courier.deliverDue();
    expect(office.received).toHaveLength(1);
    expect(world.logged.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'letter.put-off', attempts: 1, reason: 'smtp-451' },
      { event: 'letter.put-off', attempts: 2, reason: 'smtp-452' },
      { event: 'letter.sent', attempts: 3 },
    ]);
  });

  it('SEC-P01 waits out a mail server that is down and delivers when it is back', async () => {
    const { port, url } = office;
    await office.close();
    await world.queue(letterTo());
    const courier = world.courier(smtp(url));
    await courier.deliverDue();
    expect(world.logged.map((line) => JSON.parse(line))).toMatchObject([{ event: 'letter.put-off', reason: 'ESOCKET' }]);
    office = await openPostOffice({}, port);
    world.now += minutes(1);
    await courier.deliverDue();
    expect(office.received).toHaveLength(1);
  });

  it('SEC-P01 gives up a letter that is refused for good, and carries the others', async () => {
    office.refusals.rcpt.push(550);
    await world.queue(letterTo());
    await world.courier(smtp()).deliverDue();
    await world.queue(letterTo({ language: 'en' }));
    await world.courier(smtp()).deliverDue();
    expect(office.received).toHaveLength(1);
    expect(await world.store.outbox.pendingCount()).toBe(0);
    expect(world.logged[0]).toContain('"level":"error","event":"letter.failed"');
    expect(world.logged[0]).toContain('smtp-550');
  });

  it('SEC-P01 keeps trying when the sender or its password is refused: that is the operator’s to mend', async () => {
    await office.close();
    office = await openPostOffice({ authOptional: false, onMailFrom: (_address, _session, done) => done(new Error('no')) });
    await world.queue(letterTo());
    await world.courier(smtp()).deliverDue();
    expect(await world.store.outbox.pendingCount()).toBe(1);
  });

  it.each([530, 535])('SEC-P01 keeps trying when a recipient is answered with %i, which is about the password', async (code) => {
    office.refusals.rcpt.push(code);
    await world.queue(letterTo());
    await world.courier(smtp()).deliverDue();
    expect(await world.store.outbox.pendingCount()).toBe(1);
  });

  it('SEC-P01 keeps trying for 24 hours, with a last attempt at the end, and then gives up', async () => {
    const { url } = office;
    await office.close();
    await world.queue(letterTo());
    const courier = world.courier(smtp(url), hours(24));
    for (; world.now < THURSDAY + hours(24); world.now += minutes(10)) await courier.deliverDue();
    expect(await world.store.outbox.pendingCount()).toBe(1);
    world.now = THURSDAY + hours(24);
    await courier.deliverDue();
    expect(await world.store.outbox.pendingCount()).toBe(0);
    expect(world.logged.filter((line) => line.includes('letter.failed'))).toHaveLength(1);
    expect(world.logged.length).toBeGreaterThan(24);
    office = await openPostOffice();
  });

  it('gives up at once a letter whose link leads away, and carries the others', async () => {
    const content = { ...enrolmentConfirmation(minutes(10)), path: '//evil.example/' };
    await world.queue(letterTo({}, content));
    await world.queue(letterTo());
    await world.courier(smtp()).deliverDue();
    expect(office.received).toHaveLength(1);
    expect(world.logged.some((line) => line.includes('"event":"letter.failed"') && line.includes('invariant-broken'))).toBe(true);
  });

  it('SEC-P01 A-17 raises an alarm when a letter waits five minutes, repeats it every fifteen, and says when it is over', async () => {
    const { port, url } = office;
    await office.close();
    await world.queue(letterTo());
    const courier = world.courier(smtp(url));
    const alarms = () => world.logged.filter((line) => line.includes('mail.')).map((line) => JSON.parse(line));
    for (; world.now < THURSDAY + minutes(5); world.now += minutes(1)) await courier.deliverDue();
    expect(alarms()).toEqual([]);
    for (; world.now < THURSDAY + minutes(21); world.now += minutes(1)) await courier.deliverDue();
    expect(alarms()).toMatchObject([
      { level: 'error', event: 'mail.behind', waiting: 1, oldestMs: minutes(5) },
      { level: 'error', event: 'mail.behind', waiting: 1, oldestMs: minutes(20) },
    ]);
    office = await openPostOffice({}, port);
    world.now += hours(1);
    await courier.deliverDue();
    expect(alarms().at(-1)).toMatchObject({ event: 'mail.caught-up' });
  });

  it('SEC-Q03 logs neither address, name, subject, link nor what the server answered', async () => {
    office.refusals.rcpt.push(550, 451);
    const content = enrolmentConfirmation(minutes(10));
    await world.queue(letterTo({ portal: 'desk' }, content));
    await world.queue(letterTo({ portal: 'desk' }, content));
    await world.queue(letterTo({ to: 'hanako@success.example, other@success.example' }));
    await world.courier(smtp(office.url.replace('//', '//portal:hunter2@'))).deliverDue();
    world.now += minutes(1);
    await world.courier(smtp()).deliverDue();
    const all = world.logged.join('\n');
    expect(world.logged.length).toBeGreaterThanOrEqual(4);
    for (const secret of ['hanako', 'success.example', '山田', '二要素', LINK_TOKEN, 'confirmation/', 'hunter2', 'not for']) {
      expect(all).not.toContain(secret);
    }
  });
});
