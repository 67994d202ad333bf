/** The step a pending sign-in is at. Whoever opens another step of the sign-in is sent to the right one. */
import { nextStep } from '../core/assurance.ts';
import { isTwoFactorRequired } from '../core/two-factor-policy.ts';
import { type PendingVisit, pathOf, seeOther } from './visit.ts';

export type PendingStep = 'code' | 'mailbox' | 'enrolment' | 'over';

/** What is still missing: a code, the mailed link, or the enrolment; `over` when neither is needed any more. */
export function pendingStep({ caller, pending }: PendingVisit): PendingStep {
  const { account, authenticators, sitting } = pending;
  if (sitting === 'lost-device') return 'enrolment';
  const twoFactorRequired = isTwoFactorRequired(caller.portal, account.company, caller.at);
  const step = nextStep({ proven: ['password'], authenticators, account, twoFactorRequired });
  if (step === 'session' || step === 'closed' || step === 'replace-password') return 'over';
  if (step === 'code') return 'code';
  return pending.mailboxConfirmedAt === null ? 'mailbox' : 'enrolment';
}

/** A redirect to the right step, or null when this page is it. */
export function sendToStep(visit: PendingVisit, here: readonly PendingStep[]): Response | null {
  const step = pendingStep(visit);
  return here.includes(step) ? null : seeOther(STEP_PATH[step](visit));
}

const STEP_PATH: Readonly<Record<PendingStep, (visit: PendingVisit) => string>> = {
  code: (visit) => pathOf(visit, 'sign-in/code'),
  mailbox: (visit) => pathOf(visit, 'sign-in/confirmation'),
  enrolment: (visit) => pathOf(visit, 'sign-in/enrolment'),
  // Two-factor was turned off in another browser meanwhile, or a notice objected to: the password is asked for once more.
  over: (visit) => `${pathOf(visit, 'sign-in')}?notice=sign-in-expired`,
};
