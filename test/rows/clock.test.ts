/** SEC-B07: codes are judged by the server's clock alone, and by none at all while that clock differs from the database's. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Duration, seconds } from '../../src/core/time.ts';
import { CODE_FORMS } from '../bad-input/code-forms.ts';
import { codeNow } from '../support/steps.ts';
import { MORNING, openWorld, type World } from '../support/world.ts';

let world: World;
/** How far the database's clock is ahead of the node's. */
let off: Duration;
beforeEach(async () => {
  off = 0;
  world = await openWorld({ compose: { databaseClock: () => (world?.now() ?? MORNING) + off } });
});
afterEach(() => world.close());

const REFUSED = {
  ja: 'ただいま認証コードを確認できません。時刻を調整しています。数分後にもう一度お試しください',
  en: 'Codes cannot be checked right now because a clock is being adjusted. Try again in a few minutes',
};

test('SEC-B07 A-11 a node is ready up to five seconds from the database’s clock, and not beyond', async () => {
  for (const [difference, status] of [
    [0, 200],
    [seconds(5), 200],
    [-seconds(5), 200],
    [seconds(5) + 1, 503],
    [-seconds(5) - 1, 503],
    [0, 200],
  ] as const) {
    off = difference;
    expect((await world.visitor().get('/readyz')).status, `${difference}`).toBe(status);
    expect((await world.visitor().get('/healthz')).status, `${difference}`).toBe(200);
  }
});

describe.each(CODE_FORMS)('a code at $name', (form) => {
  test.each([seconds(5) + 1, -seconds(5) - 1])(
    'SEC-B07 is not judged by a clock %i ms off: told so, not charged, good once the clock is',
    async (by) => {
      const { visitor, secret } = await form.open(world);
      const fields = { ...form.others, code: codeNow(world, secret) };
      const counters = JSON.stringify(await world.query('select * from attempt_counter'));
      off = by;
      for (const [language, said] of Object.entries(REFUSED)) {
        const answer = await visitor.post(`${form.path}${form.path.includes('?') ? '&' : '?'}lang=${language}`, fields);
        expect(answer.status).toBe(503);
        expect(answer.text).toContain(said);
      }
      expect(JSON.stringify(await world.query('select * from attempt_counter'))).toBe(counters);
      off = 0;
      expect((await visitor.post(form.path, fields)).location).toBe(form.leadsTo);
    },
  );

  test('SEC-B07 takes no time from the sender', async () => {
    const { visitor, secret } = await form.open(world);
    world.advance(seconds(120));
    const late = { ...form.others, code: codeNow({ now: () => world.now() - seconds(90) }, secret) };
    for (const extra of ['time', 'timestamp', 'now', 'date', 't']) {
      const said = String(world.now() - seconds(90));
      expect((await visitor.post(form.path, { ...late, [extra]: said })).status, extra).toBe(400);
    }
    const date = new Date(world.now() - seconds(90)).toUTCString();
    const answer = await visitor.post(form.path, late, { headers: { date, 'x-time': date } });
    expect(answer.status).toBe(422);
  });
});
