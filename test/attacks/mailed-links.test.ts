/** T-15 and the letters' links: they lead to the configured address, do nothing by being opened, and work once. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { codeNow, enrol, postPassword, secretOn, signIn } from '../support/steps.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };

describe('poisoned headers', () => {
  test.each([
    { host: 'evil.example' },
    { forwarded: 'host=evil.example;proto=http' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
    { 'x-original-host': 'evil.example' },
    { host: 'portal.test', 'x-forwarded-for': '1.2.3.4', origin: 'null' },
  ])('T-15 SEC-N07 %j as the first request after the start never reaches a link', async (headers) => {
    await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
    await world.addAccount();
    const poisoned = world.visitor({ headers });
    await postPassword(poisoned, STAFF);
    const visitor = world.visitor({ headers: { 'x-forwarded-host': 'evil.example' } });
    await signIn(visitor);
    await enrol(world, visitor);
    const letters = await world.letters();
    expect(letters.length).toBeGreaterThan(0);
    for (const letter of letters) {
      const links = `${letter.text}\n${letter.html}`.match(/https?:\/\/[^\s"<>]+/gu) ?? [];
      expect(links.filter((link) => !link.startsWith(`${ORIGIN}/`))).toEqual([]);
      expect(letter.text + letter.html).not.toContain('evil.example');
    }
  });

  test('SEC-N07 an unknown host gets no page of a portal', async () => {
    const answer = await world.visitor({ headers: { host: 'evil.example' } }).get('/success/sign-in');
    expect(answer.status).toBe(421);
    expect(answer.html).not.toContain('form_token');
  });
});

describe('who must enrol', () => {
  async function waiting() {
    await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
    const visitor = world.visitor();
    expect((await postPassword(visitor, STAFF)).location).toBe('/desk/sign-in/confirmation');
    const letters = await world.letters();
    const path = /\/desk\/sign-in\/confirmation\/\S+/u.exec(letters.at(-1)?.text ?? '')?.[0] ?? '';
    return { visitor, path };
  }

  test('product decision 10: a stolen password alone enrols nothing, before and after the letter is sent', async () => {
    const { visitor } = await waiting();
    await visitor.get('/desk/sign-in/confirmation');
    expect((await visitor.post('/desk/sign-in/confirmation')).status).toBe(422);
    expect((await visitor.post('/desk/sign-in/enrolment')).html).not.toContain('otpauth:');
    expect(await world.query('select id from authenticator')).toHaveLength(0);
  });

  test("T-21 SEC-P05 a holder talked into pressing the button confirms no stranger's sign-in", async () => {
    const { visitor: thief, path } = await waiting();
    const holder = world.visitor({ address: '192.0.2.4' });
    await holder.get(path);
    expect((await holder.post(path)).status).toBe(422);
    await postPassword(holder, STAFF);
    await holder.get(path);
    expect((await holder.post(path)).status).toBeGreaterThanOrEqual(400);
    await thief.get('/desk/sign-in/confirmation');
    expect((await thief.post('/desk/sign-in/confirmation')).status).toBe(422);
    expect((await thief.post('/desk/sign-in/enrolment')).html).not.toContain('otpauth:');
  });

  test('SEC-P05 opening the link changes nothing, its button does once, and the code then signs in', async () => {
    const { visitor, path } = await waiting();
    for (let count = 0; count < 3; count += 1) expect((await world.visitor().get(path)).status).toBe(200);
    await visitor.get('/desk/sign-in/confirmation');
    expect((await visitor.post('/desk/sign-in/confirmation')).status).toBe(422);
    await visitor.get(path);
    expect((await visitor.post(path)).location).toBe('/desk/sign-in/confirmation');
    expect(visitor.cookies.has('__Host-genkan-desk-session')).toBe(false);
    await visitor.get(path);
    expect((await visitor.post(path)).status).toBe(410);

    await visitor.get('/desk/sign-in/confirmation');
    expect((await visitor.post('/desk/sign-in/confirmation')).location).toBe('/desk/sign-in/enrolment');
    const secret = secretOn(await visitor.get('/desk/sign-in/enrolment'));
    const done = await visitor.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '業務用iPhone' });
    expect(done.status).toBe(303);
    expect((await visitor.get('/desk/dashboard')).status).toBe(200);
  });

  test('SEC-P05 the link is dead after its lifetime, in the twin portal, shortened, and for another purpose', async () => {
    const { visitor: reader, path } = await waiting();
    const token = path.split('/').at(-1) ?? '';
    for (const wrong of [
      `/success/sign-in/confirmation/${token}`,
      `/desk/sign-in/browser/${token}`,
      path.slice(0, -1),
      `${path}A`,
    ]) {
      await reader.get(wrong);
      expect((await reader.post(wrong)).status, wrong).toBeGreaterThanOrEqual(400);
    }
    world.advance(minutes(10));
    await reader.get(path);
    expect((await reader.post(path)).status).toBeGreaterThanOrEqual(400);
  });

  test('T-03 SEC-R01 the button pressed 20 times at once confirms once', async () => {
    const { visitor: reader, path } = await waiting();
    await reader.get(path);
    const form_token = reader.formToken();
    const answers = await Promise.all(Array.from({ length: 20 }, () => reader.copy().post(path, { form_token })));
    expect(answers.filter((answer) => answer.status < 400)).toHaveLength(1);
  });
});
