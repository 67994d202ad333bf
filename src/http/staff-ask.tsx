/**
 * One thing that waits for a second person: what it does, then the two buttons for whoever counts as one. Who does not is told why,
 * and whoever asked may still drop it.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { confirmationBy, mayAct, mayConfirmStaff } from '../core/staff.ts';
import type { StaffAsk } from '../core/staff-ask.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { decideStaff, type StaffView, viewStaff } from '../journeys/staff.ts';
import { pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card, Facts } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerStaff, BackToStaff } from './staff-answers.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const ACTS = 'acts';

/** GET /desk/staff/asks/:id */
export function getStaffAsk(visit: SessionVisit, id: string): Promise<Response | null> {
  return showAsk(visit, id, null);
}

/** POST /desk/staff/asks/:id */
export async function postStaffAsk(visit: SessionVisit, id: string): Promise<Response | null> {
  const { caller, fields, session, site } = visit;
  if (visit.staleForm) return showAsk(visit, id, staleTrouble(visit, ACTS));
  const { choice } = fields;
  if (choice !== 'confirm' && choice !== 'decline') return showAsk(visit, id, null);
  const outcome = await decideStaff(site.ports, caller, session, id, choice === 'confirm' ? 'confirmed' : 'declined');
  if (!outcome.ok && outcome.refusal.code === 'too-many-attempts') {
    return showAsk(visit, id, pausedTrouble(visit, outcome.refusal.retryAt, visit.words.staff.member.paused, ACTS));
  }
  return answerStaff(visit, outcome, choice === 'confirm' ? 'confirmed' : 'declined');
}

async function showAsk(visit: SessionVisit, id: string, trouble: Trouble | null): Promise<Response | null> {
  const view = await viewStaff(visit.site.ports, visit.caller, visit.session);
  if (view === null) return null;
  const ask = view.asks.find((each) => each.id === id);
  if (ask === undefined) return seeOther(`${pathOf(visit, 'staff')}?notice=changed`);
  const page = <AskPage visit={visit} view={view} ask={ask} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface AskProps {
  readonly visit: SessionVisit;
  readonly view: StaffView;
  readonly ask: StaffAsk;
}

function AskPage({ visit, view, ask, trouble }: AskProps & { trouble: Trouble | null }): JSX.Element {
  const { language, words } = visit;
  const texts = words.staff.asks;
  return (
    <PortalPage visit={visit} title={texts.kinds[ask.kind]} width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      <BackToStaff visit={visit} />
      <h1>{texts.kinds[ask.kind]}</h1>
      <Card>
        <Facts
          rows={[
            { term: texts.person, value: ask.name },
            { term: words.staff.members.email, value: ask.email },
            { term: texts.role, value: words.role.roles[ask.role].name },
            { term: texts.askedBy, value: ask.askedBy.name },
            { term: texts.until, value: formatDateTimeWithZone(language, ask.expiresAt) },
          ]}
        />
        <p>{texts.effects[ask.kind]}</p>
      </Card>
      <div id={ACTS} class="stack">
        <Acts visit={visit} view={view} ask={ask} />
      </div>
    </PortalPage>
  );
}

function Acts({ visit, view, ask }: AskProps): JSX.Element {
  const { caller, session, site } = visit;
  const { account } = session;
  const texts = visit.words.staff.asks;
  const { recovery } = site.ports;
  const asked = { by: ask.askedBy.id, about: ask.accountId };
  const isAble = mayAct(account, account.role === 'supervisor' ? 'staff.confirm-for-one' : 'staff.confirm', caller.at, recovery);
  const mayConfirm = isAble && mayConfirmStaff(account, asked, view.confirmers);
  const isOwn = account.id === ask.askedBy.id;
  const why = isOwn ? texts.own : account.id === ask.accountId ? texts.about : texts.elsewhere;
  return (
    <>
      {mayConfirm ? (
        <Act visit={visit} id={ask.id} choice="confirm" label={texts.confirm} note={texts.confirmNote} />
      ) : (
        <Banner tone="info" title={why}>
          <p>{visit.words.staff.confirmation[confirmationBy(view.confirmers)]}</p>
        </Banner>
      )}
      {mayConfirm || (isOwn && isAble) ? (
        <Act visit={visit} id={ask.id} choice="decline" label={texts.decline} note={texts.declineNote} />
      ) : null}
    </>
  );
}

interface ActProps {
  readonly visit: SessionVisit;
  readonly id: string;
  readonly choice: 'confirm' | 'decline';
  readonly label: string;
  readonly note: string;
}

function Act({ visit, id, choice, label, note }: ActProps): JSX.Element {
  return (
    <Card headingId={`act-${choice}`}>
      <h2 id={`act-${choice}`}>{label}</h2>
      <p>{note}</p>
      <form method="post" action={pathOf(visit, `staff/asks/${id}`)}>
        <HiddenToken visit={visit} />
        <input type="hidden" name="choice" value={choice} />
        <Button kind={choice === 'confirm' ? 'primary' : 'secondary'}>{label}</Button>
      </form>
    </Card>
  );
}
