/**
 * The desk's own side of one request: who is in charge and who holds it, who else looks, labels and notes (D-10). A piece that the
 * page of a request holds, with the forms that belong to it; a page of its own shows it alone. What may be done is the journeys' decision.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { CLAIMABLE_STATES, readLabel, readNote } from '../core/desk-claim.ts';
import type { Macro } from '../core/macro.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatClock, formatDateTime } from '../i18n/dates.ts';
import {
  actOnClaim,
  addLabel,
  addNote,
  type ClaimAct,
  type Handling,
  noteSignOfLife,
  removeLabel,
  viewHandling,
} from '../journeys/desk-claims.ts';
import { listMacros } from '../journeys/macros.ts';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { Button, Facts } from './components.tsx';
import { AccountLinks } from './desk-account.tsx';
import { DeskNotice, NotAllowedPage } from './desk-answers.tsx';
import { leadToDraft } from './desk-macro-draft.tsx';
import { MacroPick, offeredMacros, pickedMacro, placedText, useText } from './desk-macro-pick.tsx';
import { nextRequestLink } from './desk-next.tsx';
import { pathAfter, queuePath, requestPortals } from './desk-paths.ts';
import { ShortcutsLink } from './desk-shortcut-marks.tsx';
import { HiddenToken, TextField } from './fields.tsx';
import { refuseJson, showJson } from './json.ts';
import { PortalPage } from './layout.tsx';
import { Icon } from './marks.tsx';
import { answerElsewhere } from './refusals.ts';
import { TextArea } from './text-area.tsx';
import { pathOf, type SessionVisit, seeOther, showPage, type Visit } from './visit.ts';

type Notice = keyof Words['deskWork']['notices'];

/** GET /desk/requests/:receipt/handling, and ?macro=ID to place one: here, or where it leads. */
export async function getHandling(visit: SessionVisit, receipt: string): Promise<Response | null> {
  return (await leadToDraft(visit, receipt)) ?? showHandling(visit, receipt, null);
}

async function showHandling(visit: SessionVisit, receipt: string, trouble: Trouble | null): Promise<Response | null> {
  const handling = await deskClaim(visit, receipt, trouble);
  if (handling === null) return null;
  const { words } = visit;
  const title = words.deskWork.handling;
  return showPage(
    visit,
    <PortalPage
      visit={visit}
      title={`${title} ${receipt}`}
      current="requests"
      width="reading"
      errors={trouble?.errors}
      errorNote={trouble?.note}
    >
      <p class="back">
        <a href={queuePath(visit, { view: 'all' })}>‹ {words.deskWork.back}</a>
      </p>
      <DeskNotice visit={visit} />
      <h1>
        {title}{' '}
        <span class="no-wrap" translate="no">
          {receipt}
        </span>
      </h1>
      <p>{words.deskWork.handlingLead}</p>
      {handling}
      {await nextRequestLink(visit, receipt)}
      <ShortcutsLink visit={visit} />
    </PortalPage>,
    trouble?.status ?? 200,
    trouble?.headers,
  );
}

/**
 * The piece for a page that shows this request; null for whoever may not see it. Being asked for it is a sign of life: the others see
 * who is there, and the own claim goes on.
 */
export async function deskClaim(visit: SessionVisit, receipt: string, trouble: Trouble | null = null): Promise<JSX.Element | null> {
  const { caller, session, site } = visit;
  const portals = requestPortals(visit).map(({ id }) => id);
  const handling = await viewHandling(site.ports, caller, session, portals, receipt);
  if (handling === null) return null;
  const macros = handling.mayWork ? await listMacros(site.ports, session) : null;
  return <DeskClaim visit={visit} handling={handling} trouble={trouble} macros={macros ?? []} />;
}

interface ClaimProps {
  readonly visit: SessionVisit;
  readonly handling: Handling;
  readonly trouble: Trouble | null;
  readonly macros: readonly Macro[];
}

function DeskClaim(props: ClaimProps): JSX.Element {
  const { visit, handling } = props;
  const { request } = handling;
  return (
    <section
      class="card desk-claim"
      aria-label={visit.words.deskWork.handling}
      data-presence={pathOf(visit, `requests/${request.receipt}/presence`)}
      data-token={visit.formToken}
    >
      <Work {...props} />
      <Labels {...props} />
      <Notes {...props} />
      <AccountLinks visit={visit} requests={[request]} />
    </section>
  );
}

function Work({ visit, handling }: ClaimProps): JSX.Element {
  const { session, words } = visit;
  const texts = words.deskWork;
  const { request, others, mayWork, isHeld } = handling;
  const { owner, claim } = request;
  const isOwn = owner?.id === session.account.id;
  const mayClaim = mayWork && !isHeld && claim === null && CLAIMABLE_STATES.includes(request.state);
  const work =
    isHeld && claim !== null
      ? texts.heldByYou(formatClock(visit.language, claim.until))
      : claim === null
        ? texts.heldByNobody
        : texts.heldBy(claim.name, formatClock(visit.language, claim.until));
  return (
    <div id="claim">
      <Facts
        rows={[
          { term: texts.ownerTerm, value: owner?.name ?? texts.nobody },
          { term: texts.claimTerm, value: work },
          {
            term: texts.othersTerm,
            value:
              others.length === 0 ? (
                texts.nobodyElse
              ) : (
                <ul class="presence-list">
                  {others.map(({ staff, isEditing }) => (
                    <li class="presence">
                      <Icon name="eye" size={16} />
                      {isEditing || claim?.by === staff.id ? texts.isEditing(staff.name) : texts.isViewing(staff.name)}
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
      <div class="actions">
        {mayClaim ? (
          <ClaimForm visit={visit} receipt={request.receipt} act="claim" label={isOwn ? texts.takeUp : texts.claim} />
        ) : null}
        {mayWork && (isHeld || isOwn) ? (
          <ClaimForm visit={visit} receipt={request.receipt} act="release" label={texts.release} />
        ) : null}
      </div>
      {mayClaim ? <p class="small">{texts.claimNote}</p> : null}
    </div>
  );
}

export function ClaimForm({
  visit,
  receipt,
  act,
  label,
}: {
  visit: Visit;
  receipt: string;
  act: ClaimAct;
  label: string;
}): JSX.Element {
  return (
    <form method="post" action={pathOf(visit, `requests/${receipt}/claim`)}>
      <HiddenToken visit={visit} />
      <input type="hidden" name="back" value="request" />
      <Button kind="secondary" name="choice" value={act}>
        {label}
      </Button>
    </form>
  );
}

function Labels({ visit, handling, trouble }: ClaimProps): JSX.Element {
  const texts = visit.words.deskWork;
  const { receipt, labels } = handling.request;
  const action = pathOf(visit, `requests/${receipt}/labels`);
  return (
    <div>
      <h2>{texts.labels}</h2>
      {labels.length === 0 ? <p>{texts.noLabels}</p> : null}
      <ul class="label-list">
        {labels.map((label) => (
          <li>
            <span class="request-label">{label}</span>
            {handling.mayWork ? (
              <form method="post" action={action}>
                <HiddenToken visit={visit} />
                <input type="hidden" name="back" value="request" />
                <input type="hidden" name="label" value={label} />
                <button type="submit" class="button button-text button-desk" name="choice" value="remove">
                  {texts.removeLabel(label)}
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {handling.mayWork ? (
        <form method="post" action={action} novalidate>
          <HiddenToken visit={visit} />
          <input type="hidden" name="back" value="request" />
          <TextField
            id="label"
            label={texts.label}
            hint={texts.labelHint}
            error={errorOf(trouble, 'label')}
            value={trouble === null ? undefined : visit.fields['label']}
            autocomplete="off"
            width="medium"
            required
            words={visit.words}
          />
          <div class="actions">
            <Button kind="secondary" name="choice" value="add">
              {texts.addLabel}
            </Button>
          </div>
        </form>
      ) : null}
    </div>
  );
}

function Notes({ visit, handling, trouble, macros }: ClaimProps): JSX.Element {
  const { language, words } = visit;
  const texts = words.deskWork;
  const { notes, mayWork, request } = handling;
  const offered = offeredMacros(visit, macros);
  const picked = trouble === null ? pickedMacro(visit, offered) : null;
  const placed = picked === null ? undefined : placedText(visit, picked.text, request, language);
  return (
    <div>
      <h2>{texts.notes}</h2>
      {notes.length === 0 ? <p>{texts.noNotes}</p> : null}
      <ol class="note-list">
        {notes.map(({ at, by, text }) => (
          <li>
            <p class="small">
              <time datetime={new Date(at).toISOString()}>{formatDateTime(language, at)}</time> {by.name}
            </p>
            <p class="note-text">{text ?? texts.erased}</p>
          </li>
        ))}
      </ol>
      {mayWork ? (
        <MacroPick
          visit={visit}
          offered={offered}
          action={pathOf(visit, `requests/${request.receipt}/handling`)}
          hint={words.deskMacros.placeHint}
          submit={words.deskMacros.placeSubmit}
        />
      ) : null}
      {mayWork && picked !== null && picked.use.state !== 'note' ? (
        <p class="small" role="status">
          {words.deskMacros.noteOnly(useText(words, picked.use))}
        </p>
      ) : null}
      {mayWork ? (
        <form method="post" action={pathOf(visit, `requests/${request.receipt}/notes`)} novalidate>
          <HiddenToken visit={visit} />
          <input type="hidden" name="back" value="request" />
          <TextArea
            id="note"
            label={texts.note}
            hint={texts.noteHint}
            error={errorOf(trouble, 'note')}
            value={trouble === null ? placed : visit.fields['note']}
            rows={4}
            required
            words={words}
          />
          <div class="actions">
            <Button kind="secondary">{texts.addNote}</Button>
          </div>
        </form>
      ) : null}
    </div>
  );
}

/** POST /desk/requests/:receipt/claim */
export async function postClaim(visit: SessionVisit, receipt: string): Promise<Response | null> {
  const { caller, fields, session, site } = visit;
  if (visit.staleForm) return showHandling(visit, receipt, staleTrouble(visit, 'claim'));
  const act: ClaimAct = fields['choice'] === 'release' ? 'release' : 'claim';
  const outcome = await actOnClaim(site.ports, caller, session, portalIds(visit), receipt, act);
  return answerAct(visit, receipt, outcome, act === 'claim' ? 'claimed' : 'released', 'changed');
}

/** POST /desk/requests/:receipt/labels */
export async function postLabels(visit: SessionVisit, receipt: string): Promise<Response | null> {
  const { caller, fields, session, site, words } = visit;
  if (visit.staleForm) return showHandling(visit, receipt, staleTrouble(visit, 'label'));
  const label = readLabel(fields['label'] ?? '');
  if (!label.ok) {
    const { labelEmpty, labelLong } = words.deskWork.errors;
    return showHandling(visit, receipt, complaint('label', label.problem === 'empty' ? labelEmpty : labelLong));
  }
  const portals = portalIds(visit);
  if (fields['choice'] === 'remove') {
    const outcome = await removeLabel(site.ports, caller, session, portals, receipt, label.value);
    return answerAct(visit, receipt, outcome, 'label-removed', 'label-removed');
  }
  const outcome = await addLabel(site.ports, caller, session, portals, receipt, label.value);
  return answerAct(visit, receipt, outcome, 'label-added', 'label-kept');
}

/** POST /desk/requests/:receipt/notes */
export async function postNotes(visit: SessionVisit, receipt: string): Promise<Response | null> {
  const { caller, fields, session, site, words } = visit;
  if (visit.staleForm) return showHandling(visit, receipt, staleTrouble(visit, 'note'));
  const note = readNote(fields['note'] ?? '');
  if (!note.ok) {
    const { noteEmpty, noteLong } = words.deskWork.errors;
    return showHandling(visit, receipt, complaint('note', note.problem === 'empty' ? noteEmpty : noteLong));
  }
  const outcome = await addNote(site.ports, caller, session, portalIds(visit), receipt, note.value);
  return answerAct(visit, receipt, outcome, 'noted', 'changed');
}

/** POST /desk/requests/:receipt/presence: the ping of a page that stands open. */
export async function postPresence(visit: SessionVisit, receipt: string): Promise<Response> {
  const { caller, fields, session, site } = visit;
  if (visit.staleForm) return refuseJson('stale-form');
  const isEditing = fields['choice'] === 'editing';
  const isSeen = await noteSignOfLife(site.ports, caller, session, portalIds(visit), receipt, isEditing);
  return isSeen ? showJson({}) : showJson({ error: 'not_found' }, 404);
}

function answerAct(
  visit: SessionVisit,
  receipt: string,
  outcome: Outcome<unknown> | null,
  notice: Notice,
  outdated: Notice,
): Response | null {
  if (outcome === null) return null;
  if (outcome.ok) return seeOther(pathAfter(visit, receipt, notice));
  switch (outcome.refusal.code) {
    case 'request-claimed':
      return seeOther(pathAfter(visit, receipt, 'held'));
    case 'not-in-this-state':
      return seeOther(pathAfter(visit, receipt, outdated));
    case 'not-permitted':
      return showPage(visit, <NotAllowedPage visit={visit} />, 403);
    default:
      return answerElsewhere(visit, outcome.refusal);
  }
}

function complaint(field: string, message: string): Trouble {
  return { status: 422, errors: [{ field, message }] };
}

function portalIds(visit: SessionVisit): readonly string[] {
  return requestPortals(visit).map(({ id }) => id);
}
