/**
 * The evidence of a request (D-18): the conditions of its risk as steps, each kind with what it is, who vouches and when, and for calls
 * and meetings the two records that must be there. What counts is core's decision.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import {
  EVIDENCE_KINDS,
  type Evidence,
  type EvidenceKind,
  isStaffVouched,
  NATURE_OF,
  type StaffVouchedKind,
} from '../core/recovery-evidence.ts';
import { GATHERING_STATES } from '../core/recovery-state.ts';
import { formatDateTime } from '../i18n/dates.ts';
import { Badge, Card, Disclosure, LinkButton, TextLink } from './components.tsx';
import { ClaimForm } from './desk-claim.tsx';
import { decisionPath, requestPath } from './desk-paths.ts';
import { conditionText } from './desk-request-history.tsx';
import type { RequestProps } from './desk-request-parts.tsx';
import { HiddenToken } from './fields.tsx';
import { Icon } from './marks.tsx';

/** What the row *staff* asks for (desk.md section 6). */
const OF_STAFF: readonly EvidenceKind[] = ['mailbox', 'password', 'in-person'];

function isOfDesk({ portal }: RequestProps['visit'], { request }: RequestProps['shown']): boolean {
  return request.portal === portal.id;
}

export function EvidencePanel({ visit, shown }: RequestProps): JSX.Element {
  const texts = visit.words.deskRequest.evidence;
  const held = new Set(shown.stored.request.evidence.map(({ kind }) => kind));
  // What a call or a meeting can still give stands there before anything is recorded.
  const isOpen = GATHERING_STATES.includes(shown.request.state);
  const kinds = isOfDesk(visit, shown) ? OF_STAFF : EVIDENCE_KINDS;
  const listed = kinds.filter((kind) => held.has(kind) || (isOpen && isStaffVouched(kind)));
  const others = kinds.filter((kind) => !listed.includes(kind));
  return (
    <section class="stack evidence" aria-labelledby="evidence-heading">
      <Card>
        <Gauge visit={visit} shown={shown} />
      </Card>
      {listed.map((kind) => (
        <Kind visit={visit} shown={shown} kind={kind} />
      ))}
      {others.length === 0 ? null : (
        <Disclosure summary={texts.others(others.length)}>
          <ul>
            {others.map((kind) => (
              <li>{texts.kinds[kind]}</li>
            ))}
          </ul>
        </Disclosure>
      )}
    </section>
  );
}

function Gauge({ visit, shown }: RequestProps): JSX.Element {
  const { words } = visit;
  const texts = words.deskRequest.evidence;
  const { standing } = shown;
  const conditions = standing?.conditions ?? [];
  return (
    <>
      <div class="section-head">
        <h2 id="evidence-heading">{texts.heading}</h2>
        {standing === null ? null : (
          <p>
            {texts.gauge(words.requests.levels[standing.level])}{' '}
            <strong>{texts.met(conditions.filter(({ isMet }) => isMet).length, conditions.length)}</strong>
          </p>
        )}
      </div>
      {conditions.length === 0 ? null : (
        <ol class="gauge">
          {conditions.map((condition) => (
            <li class={condition.isMet ? undefined : 'gauge-open'}>
              <Icon name={condition.isMet ? 'check' : 'clock'} size={16} /> {conditionText(words, condition)}{' '}
              <span class="visually-hidden">{condition.isMet ? texts.done : texts.open}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

interface KindProps extends RequestProps {
  readonly kind: EvidenceKind;
}

function Kind({ visit, shown, kind }: KindProps): JSX.Element {
  const { language, words } = visit;
  const texts = words.deskRequest.evidence;
  const pieces = shown.stored.request.evidence.filter((piece) => piece.kind === kind);
  const counted = shown.standing?.counted.get(kind);
  const isStaff = isStaffVouched(kind);
  const state = counted !== undefined ? 'counts' : pieces.length > 0 ? 'half' : 'none';
  const vouchedBy = isStaff
    ? visit.site.ports.recovery.singlePerson
      ? texts.byStaffAlone
      : texts.byStaff
    : kind === 'voucher'
      ? texts.byAdministrator
      : texts.bySystem;
  return (
    <div class={`card evidence-card evidence-${state}`}>
      <div class="section-head">
        <h3>{texts.kinds[kind]}</h3>
        {state === 'counts' ? (
          <Badge tone="ok" icon="check">
            {texts.recorded}
          </Badge>
        ) : state === 'half' ? (
          <Badge tone="warn" icon="people">
            {texts.secondMissing}
          </Badge>
        ) : (
          <Badge tone="neutral" icon="clock">
            {texts.none}
          </Badge>
        )}
      </div>
      <p class="evidence-marks">
        <span class="mark">{texts.natures[NATURE_OF[kind]]}</span>{' '}
        {counted === undefined ? null : counted.isStrong ? <span class="mark mark-strong">{texts.strong}</span> : null} {vouchedBy}
      </p>
      {isStaff ? (
        <Records visit={visit} shown={shown} kind={kind} pieces={pieces} />
      ) : (
        pieces.map(({ at }) => <p class="small">{formatDateTime(language, at)}</p>)
      )}
    </div>
  );
}

interface RecordsProps extends RequestProps {
  readonly kind: StaffVouchedKind;
  readonly pieces: readonly Evidence[];
}

function Records(props: RecordsProps): JSX.Element {
  const { visit, shown, kind, pieces } = props;
  const texts = visit.words.deskRequest.evidence;
  const [first, second] = pieces;
  const hasAny = first !== undefined;
  return (
    <>
      {kind === 'call-back' && shown.standing !== null ? <p class="small">{texts.numbers[shown.standing.numberOnFile]}</p> : null}
      {hasAny ? (
        <div class="record-pair">
          <OneRecord {...props} title={texts.first} piece={first} />
          <OneRecord {...props} title={texts.second} piece={second} />
        </div>
      ) : null}
      {hasAny && second === undefined ? <p class="small">{texts.ownCounts}</p> : null}
      <RecordActions {...props} />
    </>
  );
}

function OneRecord({ visit, shown, title, piece }: RecordsProps & { title: string; piece: Evidence | undefined }): JSX.Element {
  const texts = visit.words.deskRequest.evidence;
  if (piece === undefined) {
    return (
      <div class="record record-open">
        <p class="small">{title}</p>
        <p>
          <strong>{texts.notYet}</strong>
        </p>
        <p class="small">{texts.oneDoesNotCount}</p>
      </div>
    );
  }
  const by = piece.by ?? '';
  const mayRevoke = shown.may('evidence.revoke') || (by === visit.session.account.id && shown.may('evidence.revoke.own'));
  return (
    <div class="record">
      <p class="small">
        {title}・{formatDateTime(visit.language, piece.at)}
      </p>
      <p>
        <strong>{shown.nameOf(by)}</strong>{' '}
        {piece.role === null ? null : <span class="small">{visit.words.role.roles[piece.role].name}</span>}
      </p>
      {mayRevoke ? (
        <p>
          <TextLink href={`${decisionPath(visit, shown.request.receipt, 'revoke')}?evidence=${piece.key}`}>{texts.revoke}</TextLink>
        </p>
      ) : null}
    </div>
  );
}

/** One call at a time: whoever has begun one goes back to it. */
function RecordActions({ visit, shown, kind, pieces }: RecordsProps): Child {
  const texts = visit.words.deskRequest.evidence;
  const { receipt, state } = shown.request;
  const isOwnDone = kind === 'call-back' && pieces.some(({ by }) => by === visit.session.account.id);
  if (!GATHERING_STATES.includes(state) || !shown.may('evidence.record') || isOwnDone) return null;
  if (kind === 'call-back' && shown.standing?.numberOnFile === 'none') return null;
  if (shown.ownCall === kind) return <LinkButton href={`${requestPath(visit, receipt)}/call`}>{texts.goOn}</LinkButton>;
  const isMain = kind === (isOfDesk(visit, shown) ? 'in-person' : 'call-back');
  if (!shown.isHeld) {
    if (!isMain) return null;
    return (
      <>
        <p class="small">{texts.claimFirst}</p>
        {shown.request.claim === null ? (
          <ClaimForm visit={visit} receipt={receipt} act="claim" label={visit.words.deskWork.claim} />
        ) : null}
      </>
    );
  }
  const label = kind === 'in-person' ? texts.startMeeting : pieces.length > 0 ? texts.startSecondCall : texts.startCall;
  return (
    <form method="post" action={`${requestPath(visit, receipt)}/calls`}>
      <HiddenToken visit={visit} />
      <button type="submit" class={`button button-${isMain ? 'primary' : 'secondary'} button-desk`} name="evidence" value={kind}>
        <Icon name={kind === 'call-back' ? 'phone' : 'document'} size={20} />
        {label}
      </button>
    </form>
  );
}
