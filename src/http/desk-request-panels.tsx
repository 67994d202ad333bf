/**
 * Two panels of a request's page: the claims, with a match or none and never what is on record (D-12, D-13), and what the account itself
 * says, red flags first (D-14 to D-16).
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ClaimMatch } from '../core/claim-match.ts';
import { formatDate, formatDateTime } from '../i18n/dates.ts';
import type { ShownClaims, ShownFacts } from '../journeys/desk-request.ts';
import { Badge, Banner, Card, LinkButton } from './components.tsx';
import { requestPath } from './desk-paths.ts';
import type { RequestProps } from './desk-request-parts.tsx';
import type { IconName } from './icons.ts';
import { Icon } from './marks.tsx';
import type { SessionVisit } from './visit.ts';

const MATCH = {
  match: { tone: 'ok', icon: 'check' },
  'no-match': { tone: 'err', icon: 'cross' },
  'not-claimed': { tone: 'neutral', icon: 'info' },
  'not-on-record': { tone: 'neutral', icon: 'info' },
} as const satisfies Readonly<Record<ClaimMatch, { readonly tone: string; readonly icon: IconName }>>;

export function ClaimsPanel({ visit, shown }: RequestProps): JSX.Element {
  const texts = visit.words.deskRequest.claims;
  return (
    <Card headingId="claims-heading">
      <h2 id="claims-heading">{texts.heading}</h2>
      <Banner tone="err" icon="warning" title={texts.banner} />
      {shown.stored.request.dispute ? <p>{visit.words.deskDispute.request.claims}</p> : null}
      {shown.claims === null ? (
        <p>{texts.erased}</p>
      ) : (
        <Claims visit={visit} claims={asked(visit, shown.claims, shown.request.portal)} />
      )}
      <ComparisonLink visit={visit} shown={shown} />
    </Card>
  );
}

/** Where what a caller says is compared, for whoever may and once there is an account to compare with. */
function ComparisonLink({ visit, shown }: RequestProps): JSX.Element | null {
  const { receipt, state } = shown.request;
  if (shown.facts === null || state === 'opened' || !shown.may('claims.compare')) return null;
  return (
    <div class="actions">
      <LinkButton kind="secondary" href={`${requestPath(visit, receipt)}/comparison`}>
        {visit.words.deskComparison.title}
      </LinkButton>
    </div>
  );
}

/** Of a colleague at the desk neither company nor number is asked. */
function asked({ portal }: SessionVisit, { fields, summary }: ShownClaims, of: string): ShownClaims {
  return portal.id === of ? { summary, fields: fields.filter(({ match }) => match !== 'not-claimed') } : { fields, summary };
}

function Claims({ visit, claims }: { visit: SessionVisit; claims: ShownClaims }): JSX.Element {
  const texts = visit.words.deskRequest.claims;
  return (
    <>
      <p class="small">{texts.lead}</p>
      <dl class="claim-list">
        {claims.fields.map(({ field, match, text }) => (
          <div>
            <dt>{texts.fields[field]}</dt>
            <dd>
              <span>{text === '' ? texts.noSummary : text}</span>{' '}
              <Badge tone={MATCH[match].tone} icon={MATCH[match].icon}>
                {texts.matches[match]}
              </Badge>
            </dd>
          </div>
        ))}
        <div>
          <dt>{texts.summary}</dt>
          <dd class="note-text">{claims.summary === '' ? texts.noSummary : claims.summary}</dd>
        </div>
      </dl>
    </>
  );
}

export function FactsPanel({ visit, shown }: RequestProps): JSX.Element | null {
  if (shown.facts === null) return null;
  const flags = flagsOf(visit, shown.facts);
  return (
    <Card headingId="facts-heading">
      <h2 id="facts-heading">{visit.words.deskRequest.facts.heading}</h2>
      {flags.length === 0 ? null : <FactList items={flags} isFlag />}
      <FactList items={plainFacts(visit, shown.facts)} />
      <Earlier visit={visit} facts={shown.facts} />
    </Card>
  );
}

interface FactItem {
  readonly icon: IconName;
  readonly text: Child;
}

function FactList({ items, isFlag = false }: { items: readonly FactItem[]; isFlag?: boolean }): JSX.Element {
  return (
    <ul class={isFlag ? 'fact-list fact-flags' : 'fact-list'}>
      {items.map(({ icon, text }) => (
        <li>
          <Icon name={icon} size={20} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

/** So many wrong codes are more than fingers make. */
const FAILURES_SHOWN = 3;

/** What speaks against the request. */
function flagsOf(visit: SessionVisit, facts: ShownFacts): readonly FactItem[] {
  const { language } = visit;
  const texts = visit.words.deskRequest.facts;
  const flags: (FactItem | false)[] = [
    facts.isContradicted &&
      facts.lastSecondFactorAt !== null && {
        icon: 'alert',
        text: texts.contradiction(formatDateTime(language, facts.lastSecondFactorAt)),
      },
    facts.livingSessions > 0 && { icon: 'alert', text: texts.living(facts.livingSessions) },
    facts.failures >= FAILURES_SHOWN && { icon: 'warning', text: texts.failures(facts.failures) },
    facts.contactChangedAt !== null &&
      facts.isContactYoung && { icon: 'warning', text: texts.changed(formatDate(language, facts.contactChangedAt)) },
  ];
  return flags.filter((flag) => flag !== false);
}

function plainFacts(visit: SessionVisit, facts: ShownFacts): readonly FactItem[] {
  const { language } = visit;
  const texts = visit.words.deskRequest.facts;
  const { authenticators, company, contactChangedAt, lastPlace, lastSignedInAt, recoveryCodesLeft } = facts;
  const since = Math.min(...authenticators.map(({ boundAt }) => boundAt));
  const items: (FactItem | false)[] = [
    contactChangedAt === null && { icon: 'check', text: texts.unchanged },
    contactChangedAt !== null &&
      !facts.isContactYoung && { icon: 'check', text: texts.changed(formatDate(language, contactChangedAt)) },
    facts.failures < FAILURES_SHOWN && { icon: 'check', text: texts.failures(facts.failures) },
    facts.livingSessions === 0 && { icon: 'monitor', text: texts.noLiving },
    {
      icon: 'device',
      text: authenticators.length === 0 ? texts.noDevices : texts.devices(authenticators.length, formatDate(language, since)),
    },
    { icon: 'key', text: recoveryCodesLeft === null ? texts.noCodes : texts.codes(recoveryCodesLeft) },
    {
      icon: 'clock',
      text: lastSignedInAt === null ? texts.never : texts.lastSignIn(formatDateTime(language, lastSignedInAt), lastPlace),
    },
    {
      icon: 'building',
      text: company === null ? texts.noCompany : texts.company(company.openCases, company.administrators),
    },
  ];
  return items.filter((item) => item !== false);
}

function Earlier({ visit, facts }: { visit: SessionVisit; facts: ShownFacts }): JSX.Element | null {
  const { language, words } = visit;
  const texts = words.deskRequest.facts;
  const { earlier, ofCompany } = facts;
  if (earlier.length === 0 && ofCompany === 0) return null;
  return (
    <div class="small">
      {earlier.length === 0 ? null : (
        <>
          <p>{texts.earlier(earlier.length)}</p>
          <ul>
            {earlier.map(({ at, state }) => (
              <li>
                {formatDate(language, at)} {words.requests.states[state]}
              </li>
            ))}
          </ul>
        </>
      )}
      {ofCompany === 0 ? null : <p>{texts.ofCompany(ofCompany)}</p>}
    </div>
  );
}
