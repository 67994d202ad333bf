/** Two panels of a request's page: the risk with its reasons in words (D-17), and what happened, by whom and why (D-31). */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { RecoveryEventDetail } from '../core/recovery-event.ts';
import type { EvidenceCondition } from '../core/recovery-standing.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatDateTime } from '../i18n/dates.ts';
import type { ShownRequest, TimelineEntry } from '../journeys/desk-request.ts';
import { Badge, Card, TextLink } from './components.tsx';
import { decisionPath } from './desk-paths.ts';
import { type RequestProps, RISK_TONE } from './desk-request-parts.tsx';
import type { IconName } from './icons.ts';
import { lasting } from './lasting.ts';
import { Icon } from './marks.tsx';
import type { SessionVisit } from './visit.ts';

export function RiskPanel({ visit, shown }: RequestProps): JSX.Element | null {
  const { words } = visit;
  const { standing, stored } = shown;
  if (standing === null) return null;
  const texts = words.deskRequest.standing;
  const { approvers, level, risk, wait } = standing;
  const { raisedTo, lowered, isPressed } = stored.request;
  return (
    <Card headingId="risk-heading">
      <div class="section-head">
        <h2 id="risk-heading">{texts.heading}</h2>
        <Badge tone={RISK_TONE[level]} icon={level === 'low' ? 'check' : 'warning'}>
          {words.requests.levels[level]}
        </Badge>
      </div>
      {risk.because.length === 0 ? (
        <p>{texts.noReason}</p>
      ) : (
        <ul>
          {risk.because.map((reason) => (
            <li>{words.requests.reasons[reason]}</li>
          ))}
        </ul>
      )}
      {raisedTo === null ? null : <p>{texts.raised}</p>}
      {lowered === null ? null : <p>{texts.loweredBy}</p>}
      {isPressed ? <p>{texts.pressed}</p> : null}
      <p class="small">
        {texts.needs(approvers.count, wait === 0 ? texts.noWait : lasting(words, wait))}{' '}
        {approvers.supervisor ? texts.supervisor : null}
      </p>
      <RiskLinks visit={visit} shown={shown} />
    </Card>
  );
}

function RiskLinks({ visit, shown }: RequestProps): JSX.Element | null {
  const texts = visit.words.deskRequest.standing;
  const { may, request, standing, stored } = shown;
  if (standing === null || request.state === 'frozen') return null;
  const { receipt } = request;
  const canLower = request.state === 'evidence' && (may('risk.lower') || may('risk.lower.second')) && standing.level !== 'low';
  return (
    <ul class="link-list">
      {may('risk.raise') && standing.level !== 'high' ? (
        <li>
          <TextLink href={decisionPath(visit, receipt, 'risk')}>{texts.raise}</TextLink>
        </li>
      ) : null}
      {may('request.press') && !stored.request.isPressed ? (
        <li>
          <TextLink href={decisionPath(visit, receipt, 'press')}>{texts.press}</TextLink>
        </li>
      ) : null}
      {canLower ? (
        <li>
          <TextLink href={decisionPath(visit, receipt, 'lower')}>{texts.lower}</TextLink>
        </li>
      ) : null}
    </ul>
  );
}

export function TimelinePanel({ visit, shown }: RequestProps): JSX.Element {
  const texts = visit.words.deskRequest.timeline;
  return (
    <Card headingId="timeline-heading">
      <h2 id="timeline-heading">{texts.heading}</h2>
      <ol class="timeline">
        {shown.timeline.map((entry) => (
          <Entry visit={visit} shown={shown} entry={entry} />
        ))}
      </ol>
    </Card>
  );
}

function Entry({ visit, shown, entry }: RequestProps & { entry: TimelineEntry }): JSX.Element {
  const { language, words } = visit;
  const texts = words.deskRequest.timeline;
  const { actor, at, detail, name, remark } = entry;
  const more = eventText(visit, shown, detail);
  return (
    <li class="timeline-done">
      <span class="timeline-dot">
        <Icon name={iconOf(detail)} size={16} />
      </span>
      <div>
        <p class="timeline-title">
          <strong>{texts.events[detail.type]}</strong>
        </p>
        {more === '' ? null : <p class="small">{more}</p>}
        <p class="small">
          <time datetime={new Date(at).toISOString()}>{formatDateTime(language, at)}</time> {name ?? texts.by[actor.kind]}
        </p>
        {remark === null ? null : (
          <p class="small note-text">
            {texts.remark}: {remark}
          </p>
        )}
      </div>
    </li>
  );
}

const ICONS: Partial<Record<RecoveryEventDetail['type'], IconName>> = {
  Filed: 'document',
  MailboxConfirmed: 'mail',
  CallStarted: 'phone',
  ContactTried: 'phone',
  EvidenceRecorded: 'check',
  EvidenceAdded: 'check',
  RiskAssessed: 'warning',
  RiskRaised: 'warning',
  Proposed: 'people',
  Approved: 'people',
  WaitStarted: 'clock',
  PassMailed: 'key',
  Redeemed: 'device',
  Frozen: 'alert',
  Vetoed: 'cross',
  Refused: 'cross',
};

const iconOf = ({ type }: RecoveryEventDetail): IconName => ICONS[type] ?? 'info';

/** What the event says beside its name; '' for most of them. */
function eventText({ language, words }: SessionVisit, { nameOf }: ShownRequest, detail: RecoveryEventDetail): string {
  const texts = words.deskRequest;
  const { levels, reasons } = words.requests;
  switch (detail.type) {
    case 'EvidenceAdded':
    case 'CallStarted':
    case 'EvidenceRecorded':
      return texts.evidence.kinds[detail.kind];
    case 'ContactTried':
      return texts.outcomes[detail.outcome];
    case 'RiskAssessed':
      return [levels[detail.risk], ...detail.because.map((reason) => reasons[reason])].join(' / ');
    case 'RiskRaised':
      return levels[detail.to];
    case 'RiskLowered':
      return `${levels[detail.from]} → ${levels[detail.to]}`;
    case 'EvidenceFellShort':
      return texts.timeline.shortfalls[detail.because];
    case 'Frozen':
      return texts.timeline.freezes[detail.because];
    case 'Asked':
      return texts.timeline.asks[detail.what];
    case 'Proposed':
    case 'Approved':
      return nameOf(detail.by);
    case 'Refused':
      return detail.because === 'account-disabled' ? '' : texts.reasons[detail.because];
    case 'WaitStarted':
    case 'PassMailed':
    case 'RecoveryFrozen':
      return formatDateTime(language, detail.until);
    default:
      return '';
  }
}

/** A condition in the words of the rule. */
export function conditionText(words: Words, { needs }: Pick<EvidenceCondition, 'needs'>): string {
  const { conditions, kinds } = words.deskRequest.evidence;
  switch (needs.kind) {
    case 'evidence':
      return kinds[needs.evidence];
    case 'natures':
      return conditions.natures(needs.count);
    case 'strong':
      return conditions.strong;
    case 'some':
      return conditions.some(needs.count, needs.of.map((kind) => kinds[kind]).join('・'));
  }
}
