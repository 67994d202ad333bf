/**
 * One of the desk's staff: what is on record, and the acts that are possible, each with what it does and a button of its own. What is
 * possible is core's decision; no secret, no number and no name of an authenticator stands here.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { canonicalEmail, STAFF_ROLES, type StaffRole } from '../core/account.ts';
import { actsFrom, mayAct, maySuspend } from '../core/staff.ts';
import type { StaffPerson } from '../core/staff-ask.ts';
import { formatDate, formatDateTimeWithZone } from '../i18n/dates.ts';
import { askForStaff, suspendStaff, viewStaff } from '../journeys/staff.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card, Facts } from './components.tsx';
import { portalsOf } from './desk-paths.ts';
import { HiddenToken, RadioCard } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { StaffState } from './staff.tsx';
import { answerStaff, BackToStaff } from './staff-answers.tsx';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

const ACTS = 'acts';

/** GET /desk/staff/people/:id */
export function getStaffPerson(visit: SessionVisit, id: string): Promise<Response | null> {
  return showMember(visit, id, null);
}

/** POST /desk/staff/people/:id */
export async function postStaffPerson(visit: SessionVisit, id: string): Promise<Response | null> {
  const { caller, fields, session, site } = visit;
  if (visit.staleForm) return showMember(visit, id, staleTrouble(visit, ACTS));
  const texts = visit.words.staff.member;
  const { choice } = fields;
  if (choice === 'suspend') {
    return answerAct(visit, id, await suspendStaff(site.ports, caller, session, id), 'suspended');
  }
  if (choice === 'restore') {
    return answerAct(visit, id, await askForStaff(site.ports, caller, session, { kind: 'restore', accountId: id }), 'asked');
  }
  if (choice !== 'role') return showMember(visit, id, null);
  const role = STAFF_ROLES.find((each) => each === fields['role']);
  if (role === undefined) return showMember(visit, id, { status: 422, errors: [{ field: 'role', message: texts.roleEmpty }] });
  const outcome = await askForStaff(site.ports, caller, session, { kind: 'change-role', accountId: id, role });
  if (!outcome.ok && outcome.refusal.code === 'not-in-this-state') {
    return showMember(visit, id, { status: 422, errors: [{ field: 'role', message: texts.sameRole }] });
  }
  return answerAct(visit, id, outcome, 'asked');
}

type Answered = Parameters<typeof answerStaff>;

function answerAct(
  visit: SessionVisit,
  id: string,
  outcome: Answered[1],
  notice: Answered[2],
): Promise<Response | null> | Response | null {
  const texts = visit.words.staff.member;
  if (!outcome.ok && outcome.refusal.code === 'too-many-attempts') {
    return showMember(visit, id, pausedTrouble(visit, outcome.refusal.retryAt, texts.paused, ACTS));
  }
  if (!outcome.ok && outcome.refusal.code === 'last-administrator') {
    return showMember(visit, id, { status: 422, errors: [{ field: ACTS, message: texts.last }] });
  }
  return answerStaff(visit, outcome, notice);
}

async function showMember(visit: SessionVisit, id: string, found: Trouble | null): Promise<Response | null> {
  const view = await viewStaff(visit.site.ports, visit.caller, visit.session);
  const member = view?.members.find((each) => each.id === id);
  if (member === undefined) return null;
  const trouble = found === null ? null : { ...found, errors: found.errors.map((each) => atRole(each, member)) };
  return showPage(visit, <MemberPage visit={visit} member={member} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

/** The first choice of the form: where an error about the role leads. */
function roleField({ role }: StaffPerson): string {
  return `role-${STAFF_ROLES.find((each) => each !== role)}`;
}

function atRole(error: Trouble['errors'][number], member: StaffPerson): Trouble['errors'][number] {
  return error.field === 'role' ? { ...error, field: roleField(member) } : error;
}

interface MemberProps {
  readonly visit: SessionVisit;
  readonly member: StaffPerson;
}

function MemberPage({ visit, member, trouble }: MemberProps & { trouble: Trouble | null }): JSX.Element {
  const texts = visit.words.staff.member;
  return (
    <PortalPage visit={visit} title={texts.title} width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      <BackToStaff visit={visit} />
      <h1>{texts.title}</h1>
      <Card>
        <MemberFacts visit={visit} member={member} />
      </Card>
      <div id={ACTS} class="stack">
        <Acts visit={visit} member={member} trouble={trouble} />
      </div>
      <p class="small">{texts.unchanged}</p>
    </PortalPage>
  );
}

function MemberFacts({ visit, member }: MemberProps): JSX.Element {
  const { caller, language, site, words } = visit;
  const texts = words.staff.members;
  const from = actsFrom(member, site.ports.recovery);
  const isNew = from > caller.at;
  return (
    <Facts
      rows={[
        { term: texts.name, value: member.name },
        { term: texts.email, value: member.email },
        { term: texts.role, value: words.role.roles[member.role].name },
        {
          term: texts.portals,
          value: portalsOf(site, canonicalEmail(member.email))
            .map(({ name }) => name[language])
            .join('・'),
        },
        {
          term: texts.lastSignIn,
          value: member.lastSignedInAt === null ? texts.never : formatDate(language, member.lastSignedInAt),
        },
        { term: texts.state, value: <StaffState visit={visit} member={member} /> },
        ...(isNew
          ? [{ term: words.staff.member.since, value: words.staff.member.until(formatDateTimeWithZone(language, from)) }]
          : []),
      ]}
    />
  );
}

function Acts({ visit, member, trouble }: MemberProps & { trouble: Trouble | null }): JSX.Element {
  const { caller, session, site } = visit;
  const { account } = session;
  const texts = visit.words.staff.member;
  if (member.id === account.id) return <Banner tone="info" title={texts.own} />;
  const can = (action: 'staff.suspend' | 'staff.change-role' | 'staff.restore') =>
    mayAct(account, action, caller.at, site.ports.recovery);
  const isActive = member.status === 'active';
  const acts = [
    isActive && can('staff.suspend') && maySuspend(account, member) ? (
      <Act visit={visit} id={member.id} choice="suspend" label={texts.suspend} note={texts.suspendNote} />
    ) : null,
    isActive && can('staff.change-role') ? <RoleForm visit={visit} member={member} trouble={trouble} /> : null,
    !isActive && can('staff.restore') ? (
      <Act visit={visit} id={member.id} choice="restore" label={texts.restore} note={texts.restoreNote} />
    ) : null,
  ];
  return acts.every((act) => act === null) ? <Banner tone="info" title={texts.nothing} /> : <div class="stack">{acts}</div>;
}

function RoleForm({ visit, member, trouble }: MemberProps & { trouble: Trouble | null }): JSX.Element {
  const texts = visit.words.staff.member;
  return (
    <Card headingId="act-role">
      <h2 id="act-role">{texts.changeRole}</h2>
      <p>{texts.changeRoleNote}</p>
      <form method="post" action={pathOf(visit, `staff/people/${member.id}`)} novalidate>
        <HiddenToken visit={visit} />
        <input type="hidden" name="choice" value="role" />
        <RoleChoice
          visit={visit}
          legend={texts.newRole}
          chosen={visit.fields['role'] ?? ''}
          except={member.role}
          error={errorOf(trouble, roleField(member))}
        />
        <Button kind="secondary">{texts.ask}</Button>
      </form>
    </Card>
  );
}

interface RoleChoiceProps {
  readonly visit: SessionVisit;
  readonly legend: string;
  readonly chosen: string;
  /** The role that somebody has already. */
  readonly except?: StaffRole;
  readonly error: string | undefined;
}

/** One of the five; what each may do stands beside it. */
export function RoleChoice({ visit, legend, chosen, except, error }: RoleChoiceProps): JSX.Element {
  const { common, role: words } = visit.words;
  const hint = (role: StaffRole): string => words.roles[role].does;
  return (
    <fieldset
      class={error === undefined ? undefined : 'has-error'}
      aria-describedby={error === undefined ? undefined : 'role-error'}
    >
      <legend class="label">
        {legend} <span class="required">{common.required}</span>
      </legend>
      {STAFF_ROLES.filter((role) => role !== except).map((role) => (
        <RadioCard
          id={`role-${role}`}
          name="role"
          value={role}
          label={words.roles[role].name}
          hint={hint(role)}
          checked={chosen === role}
        />
      ))}
      {error === undefined ? null : (
        <p class="field-error" id="role-error">
          {error}
        </p>
      )}
    </fieldset>
  );
}

interface ActProps {
  readonly visit: SessionVisit;
  readonly id: string;
  readonly choice: 'suspend' | 'restore';
  readonly label: string;
  readonly note: string;
}

function Act({ visit, id, choice, label, note }: ActProps): JSX.Element {
  return (
    <Card headingId={`act-${choice}`}>
      <h2 id={`act-${choice}`}>{label}</h2>
      <p>{note}</p>
      <form method="post" action={pathOf(visit, `staff/people/${id}`)}>
        <HiddenToken visit={visit} />
        <input type="hidden" name="choice" value={choice} />
        <Button kind={choice === 'suspend' ? 'danger' : 'secondary'}>
          {choice === 'suspend' ? label : visit.words.staff.member.ask}
        </Button>
      </form>
    </Card>
  );
}
