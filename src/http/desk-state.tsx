/** What stands on every page of the desk as long as it holds: what is stopped, that one person is alone there, and that this one only reads. */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { actsFrom, may } from '../core/staff.ts';
import { formatDateTime, formatDateTimeWithZone } from '../i18n/dates.ts';
import type { DeskStop } from '../ports.ts';
import { TextLink } from './components.tsx';
import { Icon } from './marks.tsx';
import { pathOf, type Visit } from './visit.ts';

export function DeskState({ visit }: { visit: Visit }): JSX.Element | null {
  const { deskStops, language, portal, session, site, words } = visit;
  if (portal.kind !== 'desk' || session === null) return null;
  const texts = words.deskState;
  const isAlone = site.ports.recovery.singlePerson;
  const from = actsFrom(session.account, site.ports.recovery);
  const readsOnly = visit.caller.at < from;
  if (deskStops.length === 0 && !isAlone && !readsOnly) return null;
  return (
    <aside aria-label={texts.label}>
      {deskStops.map((stop) => (
        <State tone="err" icon="pause">
          {texts.stopped(stopName(visit, stop.portal), stop.by.name, formatDateTime(language, stop.at))}{' '}
          {may(session.account.role, 'stop-switch.lift') ? <TextLink href={pathOf(visit, 'stop')}>{texts.toStop}</TextLink> : null}
        </State>
      ))}
      {readsOnly ? (
        <State tone="warn" icon="info">
          {words.staff.readsOnlyTitle}: {words.staff.readsOnly(formatDateTimeWithZone(language, from))}
        </State>
      ) : null}
      {isAlone ? (
        <State tone="warn" icon="person">
          {texts.singlePerson}
        </State>
      ) : null}
    </aside>
  );
}

/** What is stopped, in the words of the portals; one that is not configured any more by its id. */
export function stopName({ language, site, words }: Visit, portal: DeskStop['portal']): string {
  return portal === null ? words.deskStop.all : (site.portals.get(portal)?.name[language] ?? portal);
}

interface StateProps {
  readonly tone: 'err' | 'warn';
  readonly icon: 'pause' | 'person' | 'info';
  readonly children?: Child;
}

function State({ tone, icon, children }: StateProps): JSX.Element {
  return (
    <div class={`desk-state desk-state-${tone}`}>
      <p>
        <Icon name={icon} />
        <span>{children}</span>
      </p>
    </div>
  );
}
