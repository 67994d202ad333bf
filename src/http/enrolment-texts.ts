/**
 * What the pages of an enrolment say, by what it is for: the first app, one more, or another in the place of one. Also which
 * step of how many it is: counted from the pages that really come before and after.
 */
import type { EnrolmentPurpose } from '../journeys/enrolment-purpose.ts';
import type { Visit } from './visit.ts';

interface EnrolmentTexts {
  readonly title: string;
  readonly stepLabel: string;
  readonly submit: string;
  readonly doneTitle: string;
  readonly doneLead: string;
  readonly doneNote: string;
}

export type PurposeKind = EnrolmentPurpose['kind'];

export function enrolmentTexts({ words }: Visit, kind: PurposeKind): EnrolmentTexts {
  const { enrolment, authenticators } = words;
  if (kind === 'first') {
    const { title, stepApp: stepLabel, submit, doneTitle, doneLead, doneWarning: doneNote } = enrolment;
    return { title, stepLabel, submit, doneTitle, doneLead, doneNote };
  }
  if (kind === 'added') {
    const { title, submit, doneTitle, doneLead, doneNote } = authenticators.added;
    return { title, stepLabel: enrolment.stepApp, submit, doneTitle, doneLead, doneNote };
  }
  const { title, stepApp: stepLabel, confirm: submit, doneTitle, doneLead, doneNote } = authenticators.replacement;
  return { title, stepLabel, submit, doneTitle, doneLead, doneNote };
}

export interface StepCount {
  readonly step: number;
  readonly of: number;
}

/** `within`: in a session, or as the last step of a sign-in. A choice before the QR code makes it the second of three. */
export function stepOf(visit: Visit, within: 'session' | 'pending', kind: PurposeKind): StepCount {
  if (within === 'pending') return { step: 3, of: 3 };
  const hasChoice = kind === 'replaced' || (kind === 'first' && visit.portal.twoFactor.methodChoice);
  return hasChoice ? { step: 2, of: 3 } : { step: 1, of: 2 };
}
