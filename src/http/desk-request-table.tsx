/**
 * The table of received requests as the desk sees them. Meaning never stands in a colour alone: risk and state are words,
 * the reasons of a risk are sentences. It shows what it is given; masking was done before.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { RiskLevel } from '../core/recovery-policy.ts';
import type { Instant } from '../core/time.ts';
import { formatDayAndClock } from '../i18n/dates.ts';
import type { DeskRequest } from '../journeys/recovery-desk.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { Badge } from './components.tsx';
import { DataTable } from './data-table.tsx';
import type { IconName } from './icons.ts';
import type { Visit } from './visit.ts';

export function RequestTable({
  visit,
  requests,
  portals,
}: {
  visit: Visit;
  requests: readonly DeskRequest[];
  portals: readonly PortalDefinition[];
}): JSX.Element {
  const { language, words } = visit;
  const texts = words.requests;
  const nameOf = (id: string): string => portals.find((portal) => portal.id === id)?.name[language] ?? id;
  return (
    <DataTable
      caption={texts.caption}
      columns={[
        { label: texts.receipt },
        { label: texts.holder },
        { label: texts.channel },
        { label: texts.risk },
        { label: texts.state },
        { label: texts.times },
      ]}
      rows={requests.map((request) => [
        <>
          <strong class="request-receipt" translate="no">
            {request.receipt}
          </strong>
          <span class="request-second portal-mark" data-mark={request.portal}>
            {nameOf(request.portal)}
          </span>
        </>,
        <>
          {request.company?.name ?? texts.noCompany}
          <span class="request-second">{words.common.honorific(request.maskedName)}</span>
        </>,
        <>
          {texts.channels[request.channel]}
          {request.company === null ? null : <span class="request-second">{texts.plans[request.company.plan]}</span>}
        </>,
        <RiskCell visit={visit} risk={request.risk} />,
        <span class="request-state">{texts.states[request.state]}</span>,
        <>
          <Moment visit={visit} label={texts.filed} at={request.filedAt} />
          {request.confirmedAt === null ? null : <Moment visit={visit} label={texts.confirmed} at={request.confirmedAt} />}
        </>,
      ])}
    />
  );
}

const RISK_LOOK: Readonly<Record<RiskLevel, { readonly tone: 'neutral' | 'warn' | 'err'; readonly icon: IconName }>> = {
  low: { tone: 'neutral', icon: 'check' },
  medium: { tone: 'warn', icon: 'warning' },
  high: { tone: 'err', icon: 'warning' },
};

function RiskCell({ visit, risk }: { visit: Visit; risk: DeskRequest['risk'] }): JSX.Element {
  const words = visit.words.requests;
  if (risk === null) return <span class="request-quiet">{words.notAssessed}</span>;
  const { tone, icon } = RISK_LOOK[risk.level];
  return (
    <>
      <Badge tone={tone} icon={icon}>
        {words.levels[risk.level]}
      </Badge>
      {risk.because.length === 0 ? null : (
        <ul class="risk-reasons">
          {risk.because.map((reason) => (
            <li>{words.reasons[reason]}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Moment({ visit, label, at }: { visit: Visit; label: string; at: Instant }): JSX.Element {
  return (
    <span class="request-moment">
      <span class="request-quiet">{label}</span>{' '}
      <time datetime={new Date(at).toISOString()}>{formatDayAndClock(visit.language, at)}</time>
    </span>
  );
}
