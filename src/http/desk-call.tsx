/**
 * The script of a call and the record of a meeting (D-19, D-20): one page with the exact sentences in both languages, the number on file
 * and no other, the check word that the desk says first, and at its end the code that was read out, or what else happened.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../core/language.ts';
import type { Outcome } from '../core/outcome.ts';
import { CONTACT_OUTCOMES, STAFF_VOUCHED } from '../core/recovery-evidence.ts';
import { wordsFor } from '../i18n/catalog.ts';
import { formatClock, formatDateTime } from '../i18n/dates.ts';
import { type CallStep, recordEvidence, startCall, viewCall } from '../journeys/desk-calls.ts';
import { decideOnRequest } from '../journeys/desk-decisions.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card, Step, Steps } from './components.tsx';
import { deskActor, refusalText } from './desk-decision.tsx';
import { DraftPick, type MacroDraft, macroDraft, notePath } from './desk-macro-draft.tsx';
import { requestPath } from './desk-paths.ts';
import { CodeField, HiddenToken, RadioCard, TextField } from './fields.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { TextArea } from './text-area.tsx';
import { type SessionVisit, seeOther, showPage } from './visit.ts';

/** POST /desk/requests/:receipt/calls */
export async function postCalls(visit: SessionVisit, receipt: string): Promise<Response | null> {
  const kind = STAFF_VOUCHED.find((each) => each === visit.fields['evidence']);
  if (visit.staleForm || kind === undefined) return seeOther(requestPath(visit, receipt));
  const outcome = await startCall(visit.site.ports, deskActor(visit), receipt, kind);
  if (outcome === null) return null;
  if (outcome.ok) return seeOther(`${requestPath(visit, receipt)}/call`);
  return answerCall(visit, receipt, outcome);
}

const NOTICES: Readonly<Record<string, string>> = {
  'request-not-claimed': 'take-up-first',
  'request-claimed': 'held',
  'number-unusable': 'no-number',
};

function answerCall(visit: SessionVisit, receipt: string, outcome: Extract<Outcome<unknown>, { ok: false }>): Response {
  const { code } = outcome.refusal;
  if (refusalText(visit, code) === null) return answerElsewhere(visit, outcome.refusal);
  return seeOther(`${requestPath(visit, receipt)}?notice=${NOTICES[code] ?? 'not-possible'}`);
}

/** GET /desk/requests/:receipt/call */
export function getCall(visit: SessionVisit, receipt: string): Promise<Response | null> {
  return showCall(visit, receipt, null);
}

/** Who has no open call has nothing to see here: back to the request. */
async function showCall(asked: SessionVisit, receipt: string, trouble: Trouble | null): Promise<Response | null> {
  const visit = { ...asked, here: `${requestPath(asked, receipt)}/call` };
  const step = await viewCall(visit.site.ports, deskActor(visit), receipt);
  if (step === null)
    return seeOther(
      visit.query['macro'] === undefined ? `${requestPath(visit, receipt)}?notice=not-possible` : notePath(visit, receipt),
    );
  const draft = await macroDraft(visit, 'attempt', step.request);
  const page = <CallPage visit={visit} step={step} trouble={trouble} draft={draft} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

/** POST /desk/requests/:receipt/records */
export async function postRecords(visit: SessionVisit, receipt: string): Promise<Response | null> {
  const { fields, site } = visit;
  const { refused } = visit.words.deskCall;
  if (visit.staleForm) return showCall(visit, receipt, staleTrouble(visit, 'code'));
  const code = (fields['code'] ?? '').trim();
  if (code === '') return showCall(visit, receipt, trouble('code', refused['code-empty']));
  const remark = documentRemark(visit);
  if (remark === null) return showCall(visit, receipt, trouble('document_end', refused['document-empty']));
  const outcome = await recordEvidence(site.ports, deskActor(visit), receipt, { code, remark });
  if (outcome === null) return null;
  if (outcome.ok) return seeOther(`${requestPath(visit, receipt)}?notice=call-recorded`);
  const { refusal } = outcome;
  if (refusal.code === 'too-many-attempts')
    return showCall(
      visit,
      receipt,
      pausedTrouble(visit, refusal.retryAt, () => refused['call-over'], 'code'),
    );
  const message = refusalText(visit, refusal.code);
  return message === null ? answerElsewhere(visit, refusal) : showCall(visit, receipt, trouble('code', message));
}

const DOCUMENTS = ['licence', 'card', 'passport', 'residence', 'other'] as const;

/** Kind and last four characters, as the reason of the record; '' on the page of a call, null when something is missing. */
function documentRemark({ fields, words }: SessionVisit): string | null {
  if (fields['document_end'] === undefined) return '';
  const kind = DOCUMENTS.find((each) => each === fields['document']);
  const end = fields['document_end'].normalize('NFKC').trim();
  if (kind === undefined || !/^[\p{L}\p{N}]{4}$/u.test(end)) return null;
  const { documentEnd, documents } = words.deskCall;
  return `${documents[kind]} / ${documentEnd}: ${end}`;
}

/** POST /desk/requests/:receipt/attempts */
export async function postAttempts(visit: SessionVisit, receipt: string): Promise<Response | null> {
  const { fields, site } = visit;
  const { refused } = visit.words.deskCall;
  if (visit.staleForm) return showCall(visit, receipt, staleTrouble(visit, 'outcome'));
  const outcome = CONTACT_OUTCOMES.find((each) => each === fields['outcome']);
  if (outcome === undefined) return showCall(visit, receipt, trouble('outcome-absent', refused['outcome-empty']));
  const remark = fields['remark'] ?? '';
  const given = await decideOnRequest(site.ports, deskActor(visit), receipt, {
    kind: 'record-attempt',
    version: null,
    outcome,
    remark,
  });
  if (given === null) return null;
  if (given.ok) {
    const isStopped = outcome === 'suspicious';
    const { stored } = given.value;
    if (isStopped) site.log.error('recovery.stopped', { portal: stored.portal, receipt, because: 'suspicious-call' });
    const notice = isStopped ? 'stopped' : 'attempt-recorded';
    return seeOther(`${requestPath(visit, receipt)}?notice=${notice}`);
  }
  const message = refusalText(visit, given.refusal.code);
  return message === null ? answerElsewhere(visit, given.refusal) : showCall(visit, receipt, trouble('remark', message));
}

function trouble(field: string, message: string): Trouble {
  return { status: 422, errors: [{ field, message }] };
}

interface CallProps {
  readonly visit: SessionVisit;
  readonly step: CallStep;
  readonly trouble: Trouble | null;
  readonly draft: MacroDraft;
}

function CallPage(props: CallProps): JSX.Element {
  const { visit, step, trouble: found } = props;
  const { language, words } = visit;
  const texts = words.deskCall;
  const { receipt } = step.request;
  const isCall = step.kind === 'call-back';
  const title = isCall ? texts.title : texts.meetingTitle;
  return (
    <PortalPage
      visit={visit}
      title={`${title} ${receipt}`}
      current="requests"
      width="reading"
      errors={found?.errors}
      errorNote={found?.note}
    >
      <p class="back">
        <a href={requestPath(visit, receipt)}>‹ {texts.back}</a>
      </p>
      <h1>
        {title}{' '}
        <span class="no-wrap" translate="no">
          {receipt}
        </span>
      </h1>
      <p>{isCall ? texts.lead : texts.meetingLead}</p>
      <Banner tone="warn" icon="warning" title={texts.never} />
      {step.number === null ? null : (
        <Card emphasis>
          <p class="call-number">
            <span>{texts.number}</span>{' '}
            <a class="phone-number" href={`tel:${step.number.replace(/[^\d+]/gu, '')}`}>
              {step.number}
            </a>
          </p>
        </Card>
      )}
      <p class="small">{texts.until(formatClock(language, step.until))}</p>
      <Script visit={visit} step={step} />
      <Card headingId="record-heading">
        <RecordForm {...props} />
      </Card>
      <Card headingId="outcome-heading">
        <h2 id="outcome-heading">{texts.outcomes}</h2>
        <DraftPick visit={visit} receipt={receipt} draft={props.draft} />
        <OutcomeForm {...props} />
      </Card>
    </PortalPage>
  );
}

interface Line {
  readonly title: string;
  readonly say: string;
  readonly hint?: string;
}

/** The same lines in the same order, whatever the language. */
function linesOf(visit: SessionVisit, step: CallStep, language: Language): readonly Line[] {
  const words = wordsFor(language);
  const texts = words.deskCall.steps;
  const { passFor, singlePerson } = visit.site.ports.recovery;
  const portal = visit.site.portals.get(step.request.portal)?.name[language] ?? '';
  const { document, risk, code, greet, never, request, voucher, word, end } = texts;
  // At a desk of one the company's administrator is the second, and is asked for just before.
  const isLast =
    singlePerson || step.request.request.evidence.some(({ by, kind }) => kind === step.kind && by !== visit.session.account.id);
  return [
    // A name stays in one piece.
    { title: greet.title, say: greet.say(step.name.replaceAll(' ', '\u00a0'), portal) },
    { title: request.title, say: request.say(formatDateTime(language, step.request.request.filedAt)) },
    never,
    { title: word.title, say: word.say(step.word[language]), hint: word.hint },
    risk,
    ...(step.kind === 'in-person' ? [document] : []),
    code,
    ...(step.asksForVoucher ? [voucher] : []),
    { title: end.title, say: end.say(isLast ? end.complete : end.another, lasting(words, step.wait), lasting(words, passFor)) },
  ];
}

/** In the language of the page first, below it in the other one. */
function Script({ visit, step }: { visit: SessionVisit; step: CallStep }): JSX.Element {
  const other = visit.language === 'ja' ? 'en' : 'ja';
  const others = linesOf(visit, step, other);
  return (
    <Steps>
      {linesOf(visit, step, visit.language).map(({ hint, say, title }, index) => (
        <Step n={index + 1} title={title}>
          <blockquote class="say">
            <p>{say}</p>
          </blockquote>
          <details class="say-other">
            <summary>{visit.words.deskCall.inOther}</summary>
            <blockquote class="say" lang={other}>
              <p>{others[index]?.say}</p>
            </blockquote>
          </details>
          {hint === undefined ? null : <p class="small">{hint}</p>}
        </Step>
      ))}
    </Steps>
  );
}

function RecordForm({ visit, step, trouble: found }: CallProps): JSX.Element {
  const { fields, words } = visit;
  const texts = words.deskCall;
  return (
    <form method="post" action={`${requestPath(visit, step.request.receipt)}/records`} novalidate>
      <h2 id="record-heading">{texts.record}</h2>
      <HiddenToken visit={visit} />
      {step.kind === 'in-person' ? (
        <>
          <fieldset class="choices">
            <legend class="label">{texts.document}</legend>
            {DOCUMENTS.map((kind) => (
              <RadioCard
                id={`document-${kind}`}
                name="document"
                value={kind}
                label={texts.documents[kind]}
                checked={fields['document'] === kind}
              />
            ))}
          </fieldset>
          <TextField
            id="document_end"
            label={texts.documentEnd}
            error={errorOf(found, 'document_end')}
            value={fields['document_end']}
            autocomplete="off"
            width="short"
            required
            words={words}
          />
        </>
      ) : null}
      <CodeField id="code" label={texts.code} hint={texts.codeHint} error={errorOf(found, 'code')} words={words} />
      <div class="actions">
        <Button>{texts.record}</Button>
      </div>
    </form>
  );
}

/** Those that stop nothing. Nobody is rung up at a meeting. */
const OUTCOMES = { 'call-back': ['other-person', 'absent', 'dead-number'], 'in-person': ['other-person', 'absent'] } as const;

function OutcomeForm({ visit, step, trouble: found, draft }: CallProps): JSX.Element {
  const { fields, words } = visit;
  const texts = words.deskCall;
  const outcomes = words.deskRequest.outcomes;
  // What the macro is for comes first.
  const inOrder = OUTCOMES[step.kind].toSorted((one, other) => Number(other === draft.reason) - Number(one === draft.reason));
  return (
    <form method="post" action={`${requestPath(visit, step.request.receipt)}/attempts`} novalidate>
      <p class="small">{texts.outcomeHint}</p>
      <HiddenToken visit={visit} />
      <TextArea
        id="remark"
        label={texts.optionalRemark}
        error={errorOf(found, 'remark')}
        value={found === null ? draft.text : fields['remark']}
        rows={3}
        required={false}
        words={words}
      />
      <div class="actions">
        {inOrder.map((outcome) => (
          <button
            type="submit"
            class="button button-secondary button-desk"
            name="outcome"
            value={outcome}
            id={`outcome-${outcome}`}
          >
            {outcomes[outcome]}
          </button>
        ))}
        <Button kind="danger" name="outcome" value="suspicious" icon="alert">
          {texts.suspicious}
        </Button>
      </div>
      <p class="small">{texts.suspiciousHint}</p>
    </form>
  );
}
