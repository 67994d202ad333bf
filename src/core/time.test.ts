/** Durations by name. */
import { expect, it } from 'vitest';
import { DEFAULT_DURATIONS } from './policy.ts';
import { days, hours, minutes, seconds } from './time.ts';

it('durations are milliseconds', () => {
  expect([seconds(1), minutes(1), hours(1), days(1)]).toEqual([1000, 60_000, 3_600_000, 86_400_000]);
  expect([seconds(0), minutes(90), hours(24)]).toEqual([0, hours(1.5), days(1)]);
});

it('SEC-B08 SEC-E06 SEC-H01 G-20 the numbers of the specification are the defaults', () => {
  expect(DEFAULT_DURATIONS).toEqual({
    pendingSignInFor: 600_000,
    enrolmentFor: 600_000,
    stepUpFor: 600_000,
    enrolmentLinkFor: 600_000,
    browserLinkFor: 86_400_000,
    knownBrowserFor: 2_592_000_000,
    letterRetryFor: 86_400_000,
    notMeLinkFor: 2_592_000_000,
    contactLinkFor: 86_400_000,
    contactCancelFor: 604_800_000,
    passwordLinkFor: 86_400_000,
    resetLinkFor: 1_800_000,
    invitationFor: 604_800_000,
    registrationLinkFor: 3_600_000,
  });
});
