/** What can be done with a request now and what it waits for, in one line with its buttons (D-22): each leads to a page that says what it does. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { COMMAND_STATES } from '../core/recovery-request.ts';
import { formatClock, formatDateTime } from '../i18n/dates.ts';
import type { ShownRequest } from '../journeys/desk-request.ts';
import { LinkButton } from './components.tsx';
import { type DecisionName, decisionPath } from './desk-paths.ts';
import { conditionText } from './desk-request-history.tsx';
import type { RequestProps } from './desk-request-parts.tsx';
import { Icon } from './marks.tsx';
import type { SessionVisit } from './visit.ts';

export function RequestBar({ visit, shown }: RequestProps): JSX.Element {
  const texts = visit.words.deskRequest.bar;
  const names = possibleDecisions(visit, shown);
  const answer = answerOf(visit, shown);
  const { receipt } = shown.request;
  return (
    <section class="request-bar" aria-labelledby="bar-heading">
      <div>
        <p class="bar-state">
          <Icon name="people" size={20} />
          <strong id="bar-heading">{stateText(visit, shown)}</strong>
        </p>
        {missingText(visit, shown)}
        {shown.may('request.claim') ? null : (
          <p class="small">{visit.session.account.role === 'auditor' ? texts.readsAlways : texts.readsOnly}</p>
        )}
        {shown.request.portal === visit.portal.id ? <p class="small">{visit.words.staffLost.deciders}</p> : null}
        {askText(visit, shown)}
      </div>
      <div class="bar-actions">
        {answer === null ? null : <LinkButton href={decisionPath(visit, receipt, answer)}>{texts.answer}</LinkButton>}
        {names.map((name) => (
          <LinkButton kind={KINDS[name]} href={decisionPath(visit, receipt, name)} icon={name === 'stop' ? 'alert' : undefined}>
            {texts[name]}
          </LinkButton>
        ))}
      </div>
    </section>
  );
}

type BarName = 'propose' | 'approve' | 'stop' | 'refuse' | 'return' | 'resume';
const KINDS = {
  propose: 'primary',
  approve: 'primary',
  stop: 'danger',
  refuse: 'secondary',
  return: 'secondary',
  resume: 'primary',
} as const satisfies Readonly<Record<BarName, string>>;

/** Of what the role may at all and the state allows; the last word has the decider. */
export function possibleDecisions(
  visit: SessionVisit,
  { may, mayApprove, mayPropose, request, standing, stored }: ShownRequest,
): readonly BarName[] {
  const { state } = request;
  const isIn = (kind: keyof typeof COMMAND_STATES): boolean => COMMAND_STATES[kind].includes(state);
  const { singlePerson } = visit.site.ports.recovery;
  const isAsked = stored.request.ask?.what === 'resume' && visit.caller.at < stored.request.ask.until;
  const all: readonly (BarName | false)[] = [
    isIn('stop') && state !== 'opened' && may('request.stop') && 'stop',
    isIn('refuse') && may('request.refuse') && 'refuse',
    isIn('return') && may('request.return') && 'return',
    isIn('propose') && may('request.propose') && mayPropose && standing?.mayBeProposed === true && 'propose',
    isIn('approve') && may('request.approve') && !singlePerson && mayApprove && standing?.isSufficient === true && 'approve',
    isIn('resume') && may('request.resume') && !isAsked && 'resume',
  ];
  return all.filter((name) => name !== false);
}

/** The page on which an open ask of somebody else is answered. */
function answerOf({ caller, session }: SessionVisit, { may, stored }: ShownRequest): DecisionName | null {
  const { ask } = stored.request;
  if (ask === null || caller.at >= ask.until || ask.by === session.account.id) return null;
  if (ask.what === 'lower-risk') return may('risk.lower.second') ? 'lower' : null;
  if (ask.what === 'resume') return may('request.resume.second') ? 'resume' : null;
  return may('quota.grant') ? 'grant' : null;
}

function askText({ caller, language, words }: SessionVisit, { nameOf, stored }: ShownRequest): JSX.Element | null {
  const { ask } = stored.request;
  if (ask === null || caller.at >= ask.until) return null;
  const { bar, timeline } = words.deskRequest;
  return <p class="small">{bar.asked(nameOf(ask.by), timeline.asks[ask.what], formatClock(language, ask.until))}</p>;
}

/** In place of a button that is not there: what is still to be proven. */
function missingText({ words }: SessionVisit, { standing, stored }: ShownRequest): JSX.Element | null {
  if (stored.request.state !== 'evidence' || standing === null || standing.mayBeProposed) return null;
  const missing = standing.conditions.filter(({ isMet }) => !isMet).map((each) => conditionText(words, each));
  return missing.length === 0 ? null : <p class="small">{words.deskRequest.bar.missing(missing.join('・'))}</p>;
}

function stateText({ language, words }: SessionVisit, shown: ShownRequest): string {
  const texts = words.deskRequest.bar;
  const { standing, stored } = shown;
  const { request } = stored;
  switch (request.state) {
    case 'opened':
      return texts.opened;
    case 'evidence':
      if (standing?.mayBeProposed !== true) return texts.notYet;
      return standing.isSufficient ? texts.ready : texts.readySecond;
    case 'proposed': {
      if (standing?.isSufficient !== true) return texts.secondRecord;
      const needed = standing.approvers.count;
      const given = texts.approvals(request.approvals.length, needed);
      return `${shown.mayApprove || !shown.may('request.approve') ? texts.waitingSecond : texts.ownProposal} ${given}`;
    }
    case 'approved':
      return texts.approved;
    case 'waiting':
      return texts.waiting(formatDateTime(language, request.waitUntil ?? request.stateSince));
    case 'released':
      return texts.released;
    case 'frozen':
      return texts.frozen(words.deskRequest.timeline.freezes[request.frozen?.because ?? 'staff']);
    default:
      return texts.ended;
  }
}
