/**
 * What an account may hold: how many apps, under which names, what the end of one means for the rest, and which one its holder
 * is asked to try. Who is allowed to change any of it (step-up, rules of portal and company) is decided elsewhere.
 */
import { appsOf, type BoundApp, type BoundAuthenticator } from './authenticator.ts';
import { days, type Instant } from './time.ts';

/** G-14, U-47: two phones at once while one takes over from the other, and a spare one at home. */
export const APPS_MAX = 2;

/** U-50: from when on after its binding an app that was never used is asked for, and until when. */
export const CHECK_UP = { from: days(3), until: days(28) } as const;

export function mayAddApp(authenticators: readonly BoundAuthenticator[]): boolean {
  return appsOf(authenticators).length < APPS_MAX;
}

/** What nobody sees, or sees as the same: width, case, blanks, zero-width characters. */
const UNSEEN = /[\s\p{Default_Ignorable_Code_Point}]/gu;

/** Whether somebody who reads two names could take one authenticator for the other; `except` is the one that gets the name. */
export function isNameTaken(authenticators: readonly BoundAuthenticator[], name: string, except: string | null): boolean {
  const wanted = seen(name);
  return authenticators.some((each) => each.id !== except && seen(each.name) === wanted);
}

/** `name`, or with a number behind it when it is taken: for who gave none. */
export function freeName(authenticators: readonly BoundAuthenticator[], name: string, except: string | null): string {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name} ${count}`;
    if (!isNameTaken(authenticators, candidate, except)) return candidate;
  }
}

function seen(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(UNSEEN, '');
}

/** The end of the last one is the end of two-factor sign-in, which only turning off is: with its own page and consequences. */
export function isLast(authenticators: readonly BoundAuthenticator[], id: string): boolean {
  return authenticators.every((each) => each.id === id);
}

/** Apps that have shown no code since they were bound, in the days in which a mistake can still be mended easily. */
export function unprovenApps(authenticators: readonly BoundAuthenticator[], at: Instant): readonly BoundApp[] {
  return appsOf(authenticators).filter(
    ({ boundAt, lastUsedAt }) => lastUsedAt === null && at >= boundAt + CHECK_UP.from && at < boundAt + CHECK_UP.until,
  );
}
