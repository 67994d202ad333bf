/** Where an act on the desk's staff leads: back to the staff page with one sentence, to a missing page, or elsewhere. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Outcome } from '../core/outcome.ts';
import type { Words } from '../i18n/catalog.ts';
import { answerElsewhere } from './refusals.ts';
import { pathOf, type SessionVisit, seeOther } from './visit.ts';

type StaffNotice = keyof Words['staff']['notices'];

/** Null is answered with "not found". */
export function answerStaff(visit: SessionVisit, outcome: Outcome<unknown>, notice: StaffNotice): Response | null {
  if (outcome.ok) return toStaff(visit, notice);
  const { code } = outcome.refusal;
  if (code === 'no-such-account') return null;
  return code === 'not-in-this-state' ? toStaff(visit, 'changed') : answerElsewhere(visit, outcome.refusal);
}

function toStaff(visit: SessionVisit, notice: StaffNotice): Response {
  return seeOther(`${pathOf(visit, 'staff')}?notice=${notice}`);
}

export function BackToStaff({ visit }: { visit: SessionVisit }): JSX.Element {
  return (
    <p class="back">
      <a href={pathOf(visit, 'staff')}>‹ {visit.words.staff.asks.back}</a>
    </p>
  );
}
