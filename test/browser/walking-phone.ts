/**
 * The phone of somebody who walks: scans the code off the screen and shows codes, each of them once. The service takes the
 * code of the step before and the one after too, so three codes in a row need no waiting as long as they are used quickly.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { scanQrCode } from '../support/browser.ts';
import { appCode, appCodes, keyOf, untilNextCode } from '../support/tools.ts';

/** One time step in milliseconds. */
const STEP = 30_000;
/** A code whose last moment is nearer than this might arrive too late, in milliseconds. */
const IN_HURRY = 8000;

export interface Phone {
  /** What the QR code said. */
  readonly uri: URL;
  /** A code that was not shown before and is accepted now; waits only when the next one is not accepted yet. */
  readonly nextCode: () => Promise<string>;
  /** Six digits that are the code of no time near now. */
  readonly wrongCode: () => Promise<string>;
}

export async function scan(page: Page): Promise<Phone> {
  const text = await scanQrCode(page);
  const key = keyOf(text);
  let shown = 0;

  async function nextCode(): Promise<string> {
    const now = Math.floor(Date.now() / STEP);
    const oldest = untilNextCode() < IN_HURRY ? now : now - 1;
    const step = Math.max(shown + 1, oldest);
    if (step > now + 1) await wait((step - 1) * STEP - Date.now() + 100);
    shown = step;
    return appCode(key, step * STEP);
  }

  async function wrongCode(): Promise<string> {
    const near = await appCodes(key, Date.now() - 12 * STEP, 25);
    const candidates = Array.from({ length: near.length + 1 }, (_, index) => String(111_111 + index));
    return candidates.find((candidate) => !near.includes(candidate)) ?? '';
  }

  return { uri: new URL(text), nextCode, wrongCode };
}
