/**
 * Somebody who uses the clocked demo by keyboard alone and looks at every page on the way: fields are filled in, forms are
 * sent by Enter. What was wrong with the pages is kept and asked for at the end.
 */
import type { Page } from 'puppeteer-core';
import { decodeBase32 } from '../../src/core/base32.ts';
import type { OpenBrowser } from '../support/browser.ts';
import { fillAtOnce } from '../support/browser.ts';
import { passEnrolment } from '../support/staff.ts';
import { beginEnrolment, codeNow, STEP, signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import type { ClockedDemo } from './clocked-demo.ts';
import { inspectPage } from './page-inspection.ts';
import { PASSWORD } from './walking.ts';

export interface PageVisitor {
  readonly page: Page;
  /** What was wrong so far, one sentence each. */
  readonly problems: readonly string[];
  open(path: string): Promise<void>;
  /** Fills the fields by their ids and sends the form whose action ends so by Enter: in the last field, or on its button. */
  send(action: string, fields?: Readonly<Record<string, string>>): Promise<void>;
  /** Looks at the page, which must have this heading and, when it shows an error, say `error` somewhere in it. */
  look(heading: string, error?: string): Promise<void>;
  /** Password only; where it leads depends on the account. */
  enterPassword(portal: string, email: string, password?: string): Promise<void>;
  signOut(portal: string): Promise<void>;
}

export async function openPageVisitor(
  browser: OpenBrowser,
  demo: Pick<ClockedDemo, 'origin'>,
  language: 'ja' | 'en',
): Promise<PageVisitor> {
  const page = await browser.newVisitor();
  await page.setExtraHTTPHeaders({ 'accept-language': language });
  const problems: string[] = [];

  async function open(path: string): Promise<void> {
    await page.goto(`${demo.origin}${path}`, { waitUntil: 'load' });
  }

  async function send(action: string, fields: Readonly<Record<string, string>> = {}): Promise<void> {
    for (const [id, text] of Object.entries(fields)) await fillAtOnce(page, `#${id}`, text);
    if (Object.keys(fields).length === 0) {
      // A form that only fills in the page may have the same address.
      const posts = await page.$(`form[method="post"][action$="${action}"]`);
      await page.$eval(posts === null ? `form[action$="${action}"]` : `form[method="post"][action$="${action}"]`, focusButton);
    }
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
  }

  async function look(heading: string, error?: string): Promise<void> {
    const seen = await page.evaluate(() => ({
      heading: document.querySelector('h1')?.textContent,
      error: document.querySelector('#error-summary')?.textContent ?? document.querySelector('dialog .banner-err')?.textContent,
    }));
    const name = `${new URL(page.url()).pathname} ${heading}${error === undefined ? '' : `, ${error}`}`;
    if (seen.heading !== heading) problems.push(`${name}: the heading is ${seen.heading}`);
    if (error === undefined ? seen.error !== undefined : seen.error?.includes(error) !== true)
      problems.push(`${name}: says ${seen.error}`);
    problems.push(...(await inspectPage(page, name, language)));
  }

  async function enterPassword(portal: string, email: string, password = PASSWORD): Promise<void> {
    await open(`/${portal}/sign-in`);
    await send('/sign-in', { email, password });
  }

  async function signOut(portal: string): Promise<void> {
    await open(`/${portal}/help`);
    await send('/sign-out');
  }

  return { page, problems, open, send, look, enterPassword, signOut };
}

/** Runs in the page: the button that sends this form, wherever on the page it stands. */
function focusButton(form: Element): void {
  const buttons = form instanceof HTMLFormElement ? [...form.elements] : [];
  const button = buttons.find((each) => each instanceof HTMLButtonElement && each.type === 'submit');
  if (!(button instanceof HTMLElement)) throw new Error('nothing sends this form');
  button.focus();
}

/** Of two methods none is chosen beforehand (U-29): the app, by the space bar. */
export async function chooseApp({ page }: PageVisitor): Promise<void> {
  await page.focus('#method-totp');
  await page.keyboard.press('Space');
}

/** Makes every form of the page one that belongs to no browser, as if it had been open over night. */
export async function makeStale({ page }: PageVisitor): Promise<void> {
  await page.$$eval('[name="form_token"]', (fields) => {
    for (const field of fields) field.setAttribute('value', 'of-yesterday');
  });
}

/** The secret on an enrolment page. */
export async function secretOf({ page }: PageVisitor): Promise<Uint8Array> {
  const key = await page.$eval('[data-copy]', (box) => box.getAttribute('data-copy') ?? '');
  return decodeBase32(key) ?? new Uint8Array();
}

/** Somebody signs in elsewhere and switches two-factor on; answers the secret. The code's time step is used up then. */
export async function enrolElsewhere(demo: ClockedDemo, portal: string, email: string): Promise<Uint8Array> {
  const visitor = demo.visitor();
  await signIn(visitor, { portal, email, password: PASSWORD });
  const secret = await beginEnrolment(visitor, portal);
  await visitor.post(`/${portal}/enrolment/code`, { code: codeNow(demo, secret), device_name: '会社のiPhone' });
  demo.advance(STEP);
  return secret;
}

/** Somebody who got here without a window goes on in this one. */
export async function takeCookies({ page }: PageVisitor, { cookies }: Pick<Visitor, 'cookies'>): Promise<void> {
  const given = [...cookies].map(([name, value]) => ({ name, value, domain: 'localhost', path: '/' }));
  await page.browserContext().setCookie(...given);
}

/** A member of the desk's first sign-in, which is not looked at, up to the session in this window. The code's time step is used up then. */
export async function enterDesk(demo: ClockedDemo, window: PageVisitor, email: string): Promise<void> {
  const visitor = demo.visitor();
  await passEnrolment(demo, visitor, { email, password: PASSWORD });
  await takeCookies(window, visitor);
  demo.advance(STEP);
}
