/** How long a session still lasts: the page behind the warning, its button, and what each page says to the script. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hours, minutes, seconds } from '../../../src/core/time.ts';
import { nextQuestion } from '../../../src/http/client/session-time.ts';
import { routesOf } from '../../../src/http/routes.ts';
import { SUCCESS_PORTAL } from '../../../src/portals/presets.ts';
import { enrolStaff } from '../../support/staff.ts';
import { signIn } from '../../support/steps.ts';
import type { Answer } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const PAGE = '/success/activity/extension';
const leftOn = ({ html }: Answer): number => Number(/data-left="(\d+)"/u.exec(html)?.[1]);

describe('what is left', () => {
  test('U-58 SEC-G03 it is said as a clock time, and asking is no activity', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    for (let count = 0; count < 59; count += 1) {
      world.advance(minutes(1));
      expect(leftOn(await visitor.get(PAGE)), `${count}`).toBe(minutes(59) - count * minutes(1));
    }
    expect((await visitor.get(PAGE)).text).toContain('操作がないまま11:00(日本時間)になると、自動でログアウトします。');
    world.advance(minutes(1));
    expect((await visitor.get(PAGE)).location).toContain('notice=session-ended');
  });

  test('U-58 WCAG 2.2.1 the button extends, more than ten times, up to the overall end and not beyond', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    let extensions = 0;
    for (let passed = minutes(59); passed < hours(24); passed += minutes(59)) {
      world.advance(minutes(59));
      await visitor.get(PAGE);
      const answer = await visitor.post(PAGE);
      expect(answer.location).toBe(`${PAGE}?notice=extended`);
      const page = await visitor.follow(answer);
      expect(page.text).toContain('ログインの時間をのばしました。');
      extensions += 1;
    }
    expect(extensions).toBeGreaterThanOrEqual(10);
    world.advance(hours(24) - extensions * minutes(59) - seconds(1));
    const last = await visitor.get(PAGE);
    expect(leftOn(last)).toBe(seconds(1));
    expect(last.text).toContain('2026年11月24日(火) 10:00(日本時間)に、ログインの有効時間が終わります');
    expect(last.html).not.toContain('data-extend');
    await visitor.post(PAGE);
    world.advance(seconds(1));
    expect((await visitor.get(PAGE)).location).toContain('notice=session-ended');
  });

  test('SEC-N02 a form of another browser extends nothing it could not reach anyway, and says so', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const answer = await visitor.post(PAGE, { form_token: 'x' });
    expect([answer.status, answer.html.includes('href="#extension"')]).toEqual([403, true]);
  });

  test('D-01 U-58 staff have fifteen minutes, and the same page', async () => {
    const { visitor } = await enrolStaff(world, 'reviewer');
    world.advance(minutes(14));
    const page = await visitor.get('/desk/activity/extension');
    expect(leftOn(page)).toBe(minutes(1));
    await visitor.post('/desk/activity/extension');
    world.advance(minutes(14));
    expect((await visitor.get('/desk/dashboard')).status).toBeLessThan(400);
    expect((await visitor.get('/desk/dashboard')).location ?? '').not.toContain('sign-in');
  });
});

describe('each signed-in page', () => {
  test('U-58 WCAG 2.2.6 says without script how long a pause may last, and where the script asks', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    let pages = 0;
    for (const route of routesOf(SUCCESS_PORTAL)) {
      if (route.method !== 'GET' || route.entry !== 'session') continue;
      const page = await visitor.get(`/success/${route.path.replace(/:[a-z]+/u, 'x')}`);
      if (page.status === 303) continue;
      pages += 1;
      expect(page.text, route.path).toContain('操作がないと1時間でログアウトします');
      expect(page.html, route.path).toContain(`data-session-time="${PAGE}"`);
      expect(page.html, route.path).toMatch(/data-session-over="\/success\/sign-in\?notice=session-ended/u);
    }
    expect(pages).toBeGreaterThan(5);
  });

  test('U-58 leads back to itself after the end where a sign-in may lead there', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const { html } = await visitor.get('/success/cases?page=1');
    expect(html).toContain('data-session-over="/success/sign-in?notice=session-ended&amp;return_to=%2Fsuccess%2Fcases%3Fpage%3D1"');
  });

  test('SEC-E03 a page of nobody says nothing of it', async () => {
    const { html, text } = await world.visitor().get('/success/help');
    expect(html).not.toContain('data-session');
    expect(text).not.toContain('ログアウトします');
  });
});

describe('when the script asks', () => {
  test('U-58 first two minutes before the end, then often enough to notice another tab, at last just after the end', () => {
    expect(nextQuestion(minutes(59), minutes(2))).toEqual({ warn: false, askIn: minutes(57) });
    expect(nextQuestion(minutes(2) + 1, minutes(2))).toEqual({ warn: false, askIn: 1 });
    expect(nextQuestion(minutes(2), minutes(2))).toEqual({ warn: true, askIn: seconds(20) });
    expect(nextQuestion(seconds(4), minutes(2))).toEqual({ warn: true, askIn: 4500 });
    expect(nextQuestion(-5, minutes(2))).toEqual({ warn: true, askIn: 500 });
  });
});
