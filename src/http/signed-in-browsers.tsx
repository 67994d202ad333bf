/**
 * The living sessions of the account as a table, with the forms that end one or all others. This browser's own has no such button:
 * its way out is in the header. Sessions are named by a short hash, so that no address on the way holds an id.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatDateTime } from '../i18n/dates.ts';
import type { SessionView } from '../journeys/activity.ts';
import { Badge, Button } from './components.tsx';
import { DataTable } from './data-table.tsx';
import { HiddenToken } from './fields.tsx';
import { pathOf, type SessionVisit } from './visit.ts';

export function SignedInBrowsers({ visit, sessions }: { visit: SessionVisit; sessions: readonly SessionView[] }): JSX.Element {
  const texts = visit.words.activity;
  const hasOthers = sessions.some(({ isCurrent }) => !isCurrent);
  return (
    <>
      {hasOthers ? <p>{texts.sessionsLead}</p> : null}
      <DataTable
        caption={texts.caption}
        columns={[
          { label: texts.browser },
          { label: texts.signedInAt },
          { label: texts.lastSeenAt },
          { label: texts.how },
          { label: texts.action },
        ]}
        rows={sessions.map((session) => rowOf(visit, session))}
      />
      <p class="small">{texts.zone}</p>
      {hasOthers ? <EndOthers visit={visit} /> : <p>{texts.noOthers}</p>}
    </>
  );
}

function rowOf(visit: SessionVisit, session: SessionView): readonly (JSX.Element | string)[] {
  const { language, words } = visit;
  const texts = words.activity;
  const browser = session.browser === '' ? texts.unknownBrowser : session.browser;
  return [
    <>
      <strong>{browser}</strong>
      <span class="session-place">
        {texts.place} {session.place === '' ? texts.unknownPlace : session.place}
      </span>
    </>,
    <Moment visit={visit} at={session.signedInAt} />,
    <Moment visit={visit} at={session.lastSeenAt} />,
    <HowProven visit={visit} methods={session.methods} />,
    session.isCurrent ? (
      <Badge tone="accent" icon="check">
        {texts.thisBrowser}
      </Badge>
    ) : (
      <form method="post" action={pathOf(visit, `activity/sessions/${session.handle}`)}>
        <HiddenToken visit={visit} />
        <Button kind="secondary">
          <span class="no-wrap">{texts.end}</span>
          <span class="visually-hidden"> {texts.endWhich(browser, formatDateTime(language, session.signedInAt))}</span>
        </Button>
      </form>
    ),
  ];
}

/** Each method in one piece: Japanese would break within it where the column is narrow. */
function HowProven({ visit, methods }: { visit: SessionVisit; methods: SessionView['methods'] }): JSX.Element {
  const texts = visit.words.activity;
  return (
    <>
      {methods.map((method, index) => (
        <span class="no-wrap">
          {index === 0 ? '' : ' + '}
          {texts.methods[method]}
        </span>
      ))}
    </>
  );
}

function EndOthers({ visit }: { visit: SessionVisit }): JSX.Element {
  const texts = visit.words.activity;
  return (
    <form method="post" action={pathOf(visit, 'activity/sessions')}>
      <HiddenToken visit={visit} />
      <p class="small">{texts.endOthersNote}</p>
      <Button kind="secondary">{texts.endOthers}</Button>
    </form>
  );
}

function Moment({ visit, at }: { visit: SessionVisit; at: number }): JSX.Element {
  return <time datetime={new Date(at).toISOString()}>{formatDateTime(visit.language, at)}</time>;
}
