/** Every number of security.md section 3 that this product uses, as one frozen record; configuration may override them. */
import { type Duration, days, hours, minutes } from './time.ts';

export interface Durations {
  /** A pending sign-in (password accepted, code missing). */
  readonly pendingSignInFor: Duration;
  /** A begun enrolment. */
  readonly enrolmentFor: Duration;
  /** Age at which a proof counts as fresh for a security change. */
  readonly stepUpFor: Duration;
  /** A mailed link that confirms the mailbox before a compulsory enrolment. */
  readonly enrolmentLinkFor: Duration;
  /** A mailed link that lets one browser try passwords again; at most one such letter goes out in this time. */
  readonly browserLinkFor: Duration;
  /** How long a browser that signed in completely is recognised. */
  readonly knownBrowserFor: Duration;
  /** How long the courier keeps trying to deliver a letter. */
  readonly letterRetryFor: Duration;
  /** The "that wasn't me" page that a letter about a security change leads to. */
  readonly notMeLinkFor: Duration;
  /** A mailed link that confirms a new mail address. */
  readonly contactLinkFor: Duration;
  /** How long the old mail address can take back a change, from its request and again from its confirmation. */
  readonly contactCancelFor: Duration;
  /** A mailed link with which a new account sets its first password. */
  readonly passwordLinkFor: Duration;
  /** A mailed link with which a forgotten password is set anew. */
  readonly resetLinkFor: Duration;
  /** A mailed invitation of a company. */
  readonly invitationFor: Duration;
  /** A mailed link with which somebody who asked for an account gets one. */
  readonly registrationLinkFor: Duration;
}

export const DEFAULT_DURATIONS: Durations = {
  pendingSignInFor: minutes(10),
  enrolmentFor: minutes(10),
  stepUpFor: minutes(10),
  enrolmentLinkFor: minutes(10),
  browserLinkFor: hours(24),
  knownBrowserFor: days(30),
  letterRetryFor: hours(24),
  notMeLinkFor: days(30),
  contactLinkFor: hours(24),
  contactCancelFor: days(7),
  passwordLinkFor: hours(24),
  resetLinkFor: minutes(30),
  invitationFor: days(7),
  registrationLinkFor: hours(1),
};

/** How long what is over is kept (product decision 6). */
export interface Retention {
  /** What was typed for a request and what staff wrote about it, since its end. */
  readonly claims: Duration;
  /** An entry of the audit log, since it was written. */
  readonly audit: Duration;
}

export const DEFAULT_RETENTION: Retention = { claims: days(90), audit: days(1826) };

export const CUSTOMER_SESSION = { idleFor: minutes(60), absoluteFor: hours(24) } as const;
export const STAFF_SESSION = { idleFor: minutes(15), absoluteFor: hours(12) } as const;
