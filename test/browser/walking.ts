/**
 * Steps of a walk in a real browser. Things are found by the words on them, as a person finds them, and a step waits for the
 * page it leads to. What must stand on that page is for the test to say.
 */
import type { Page } from 'puppeteer-core';
import { fill, follow, type OpenBrowser } from '../support/browser.ts';
import { LABELS, type Labels, type Language, PORTALS, type PortalId, type PortalLabels } from './walking-labels.ts';
import { type Watch, watch } from './walking-watch.ts';

export const PASSWORD = 'Genkan-demo-2026';

export interface Walk {
  readonly page: Page;
  readonly origin: string;
  readonly portal: PortalId;
  readonly email: string;
  readonly language: Language;
  readonly labels: Labels;
  readonly names: PortalLabels;
  readonly watched: Watch;
}

export interface Letter {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: string;
}

/** Somebody who was never here, with a browser that prefers this language. */
export async function beginWalk(
  browser: OpenBrowser,
  origin: string,
  who: { readonly portal: PortalId; readonly email: string; readonly language: Language },
): Promise<Walk> {
  const page = await browser.newVisitor();
  const watched = await watch(page, browser.kind, origin);
  return { page, origin, ...who, labels: LABELS[who.language], names: PORTALS[who.language][who.portal], watched };
}

/** From the list of portals to the sign-in and through its first step; answers nothing, the page tells where it led. */
export async function signInFromFrontPage(walk: Walk): Promise<void> {
  const { page, origin, labels, names } = walk;
  await page.goto(`${origin}/`);
  await follow(page, link(`${labels.toSignIn} – ${names.name}`));
  await typePassword(walk);
}

/** The first step of a sign-in, on its page. */
export async function typePassword({ page, email, labels }: Pick<Walk, 'page' | 'labels'> & { email: string }): Promise<void> {
  await fill(page, '#email', email);
  await fill(page, '#password', PASSWORD);
  await follow(page, button(labels.signIn));
}

/** Types a code as one would and sends the form by the button with these words. */
export async function sendCode(page: Page, code: string, words: string): Promise<void> {
  await fill(page, '#code', code);
  await follow(page, button(words));
}

/** A link with exactly these words. */
export function link(words: string): string {
  return `xpath///a[normalize-space()=${quoted(words)}]`;
}

/** A button with exactly these words. */
export function button(words: string): string {
  return `xpath///button[normalize-space()=${quoted(words)}]`;
}

/** An item of the menu at the top right. */
export function menuItem(words: string): string {
  return `xpath///header//nav//a[normalize-space()=${quoted(words)}]`;
}

export function heading(page: Page): Promise<string> {
  return textOf(page, 'h1');
}

/** What is read in this part of the page, white space collapsed. */
export function textOf(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (node) => (node.textContent ?? '').replace(/\s+/g, ' ').trim());
}

/** Path of the address bar, without query and fragment. */
export function pathOf(page: Page): string {
  return new URL(page.url()).pathname;
}

/** Whether something stands in the upper right quarter of the window. */
export function isAtTopRight(page: Page, selector: string): Promise<boolean> {
  return page.$eval(selector, (node) => {
    const { left, right, top } = node.getBoundingClientRect();
    return (left + right) / 2 > innerWidth / 2 && top + scrollY < innerHeight / 2;
  });
}

/** Everything the demo has mailed to this address, oldest first. */
export async function lettersTo(origin: string, email: string): Promise<readonly Letter[]> {
  const response = await fetch(`${origin}/demo/mail.json`);
  const letters: readonly Letter[] = JSON.parse(await response.text());
  return letters.filter(({ to }) => to.includes(email)).toReversed();
}

function quoted(words: string): string {
  return words.includes('"') ? `'${words}'` : `"${words}"`;
}
