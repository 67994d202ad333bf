/**
 * The pages on which staff decide (D-22, 3.3.4): each says what its act does and shows what it rests on, asks for what belongs to it, and
 * keeps what was written when the request has changed meanwhile. What may be done is decided in core.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { publicCode, type RefusalCode } from '../core/outcome.ts';
import { REFUSAL_REASONS } from '../core/recovery-event.ts';
import { isRiskier, RISK_LEVELS } from '../core/recovery-policy.ts';
import type { DeskActor } from '../journeys/desk-acts.ts';
import { type DeskDecision, decideOnRequest } from '../journeys/desk-decisions.ts';
import type { ShownRequest } from '../journeys/desk-request.ts';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card, Facts, TextLink } from './components.tsx';
import { LetterPreview } from './desk-letter-preview.tsx';
import { DraftPick, type MacroDraft, macroDraft, mayDraft, notePath } from './desk-macro-draft.tsx';
import { type DecisionName, decisionPath, requestPath, requestPortals } from './desk-paths.ts';
import { conditionText } from './desk-request-history.tsx';
import { findShown, RequestHead } from './desk-request-parts.tsx';
import { HiddenToken, RadioCard } from './fields.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { TextArea } from './text-area.tsx';
import { type SessionVisit, seeOther, showPage } from './visit.ts';

/** Who acts, as the journeys of the desk take it. */
export function deskActor(visit: SessionVisit): DeskActor {
  return { caller: visit.caller, session: visit.session, portals: requestPortals(visit).map(({ id }) => id) };
}

/** What a refusal of an act means in words; null where it is no matter of the request. */
export function refusalText({ words }: Pick<SessionVisit, 'words'>, code: RefusalCode): string | null {
  const { refused } = words.deskCall;
  const told = publicCode(code);
  return Object.hasOwn(refused, told) ? refused[told as keyof typeof refused] : null;
}

type Handler = (visit: SessionVisit, receipt: string) => Promise<Response | null>;

/** GET and POST of one decision. */
export function decisionHandlers(name: DecisionName): { readonly get: Handler; readonly post: Handler } {
  return {
    get: (visit, receipt) => showDecision(visit, receipt, name, null),
    post: (visit, receipt) => postDecision(visit, receipt, name),
  };
}

async function postDecision(visit: SessionVisit, receipt: string, name: DecisionName): Promise<Response | null> {
  if (visit.staleForm) return showDecision(visit, receipt, name, staleTrouble(visit, FIRST_FIELD[name]));
  const asked = askedFor(visit, name);
  if ('problem' in asked) return showDecision(visit, receipt, name, { status: 422, errors: [asked.problem] });
  const outcome = await decideOnRequest(visit.site.ports, deskActor(visit), receipt, asked.decision);
  if (outcome === null) return null;
  if (outcome.ok)
    return seeOther(`${requestPath(visit, receipt)}?notice=${asked.decision.kind === 'ask' ? 'asked' : NOTICE[name]}`);
  const { code } = outcome.refusal;
  const message = refusalText(visit, code);
  if (message === null) return answerElsewhere(visit, outcome.refusal);
  const field = code === 'remark-length' ? 'remark' : FIRST_FIELD[name];
  return showDecision(visit, receipt, name, { status: 422, errors: [{ field, message }] }, code === 'agent-quota-reached');
}

const NOTICE: Readonly<Record<DecisionName, string>> = {
  propose: 'proposed',
  approve: 'approved',
  return: 'returned',
  refuse: 'refused',
  stop: 'stopped',
  press: 'pressed',
  risk: 'risk-raised',
  revoke: 'revoked',
  lower: 'risk-lowered',
  resume: 'resumed',
  grant: 'granted',
};

/** Where an error about the act as a whole leads. */
const FIRST_FIELD: Readonly<Record<DecisionName, string>> = {
  propose: 'decide',
  approve: 'decide',
  return: 'remark',
  refuse: `reason-${REFUSAL_REASONS[0]}`,
  stop: 'remark',
  press: 'remark',
  risk: 'remark',
  revoke: 'remark',
  lower: 'decide',
  resume: 'decide',
  grant: 'decide',
};

type Asked = { readonly decision: DeskDecision } | { readonly problem: Trouble['errors'][number] };

function askedFor(visit: SessionVisit, name: DecisionName): Asked {
  const { fields, words } = visit;
  const { refused } = words.deskCall;
  const version = versionOf(fields['version']);
  const remark = fields['remark'] ?? '';
  const isAsk = fields['choice'] === 'ask';
  switch (name) {
    case 'propose':
    case 'approve':
      return { decision: isAsk ? { kind: 'ask', what: name, version, remark } : { kind: name, version, remark } };
    case 'lower':
      return { decision: isAsk ? { kind: 'ask', what: 'lower-risk', version, remark } : { kind: 'lower-risk', version } };
    case 'resume':
      return { decision: isAsk ? { kind: 'ask', what: 'resume', version, remark } : { kind: 'resume', version } };
    case 'grant':
      return { decision: { kind: 'grant', version } };
    case 'refuse': {
      const reason = REFUSAL_REASONS.find((each) => each === fields['reason']);
      if (reason === undefined) return { problem: { field: FIRST_FIELD.refuse, message: refused['reason-empty'] } };
      return { decision: { kind: 'refuse', version, reason, remark } };
    }
    case 'risk': {
      const to = RISK_LEVELS.find((each) => each === fields['level']);
      if (to === undefined) return { problem: { field: 'level-high', message: refused['level-empty'] } };
      return { decision: { kind: 'raise-risk', version, to, remark } };
    }
    case 'revoke':
      return { decision: { kind: 'revoke-evidence', version, key: versionOf(fields['evidence']), remark } };
    case 'return':
    case 'stop':
    case 'press':
      return { decision: { kind: name, version, remark } };
  }
}

/** A number that is none names no request and no evidence. */
const versionOf = (text: string | undefined): number => (text !== undefined && /^\d{1,9}$/u.test(text) ? Number(text) : -1);

async function showDecision(
  visit: SessionVisit,
  receipt: string,
  name: DecisionName,
  trouble: Trouble | null,
  isBeyondQuota = false,
): Promise<Response | null> {
  const shown = await findShown(visit, receipt);
  if (shown === null) return null;
  const drafted = DRAFTED.find((each) => each === name);
  const isDraft = drafted !== undefined && mayDraft(visit, shown, drafted);
  // Who cannot do it has the text for a note.
  if (!isDraft && (visit.query['macro'] ?? '') !== '') return seeOther(notePath(visit, receipt));
  const draft = isDraft ? await macroDraft(visit, drafted, shown.request) : null;
  const page = <DecisionPage {...{ visit, shown, name, trouble, isBeyondQuota, draft }} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

/** What a macro can be for. */
const DRAFTED = ['propose', 'approve', 'return', 'refuse', 'stop'] as const satisfies readonly DecisionName[];

interface DecisionProps {
  readonly visit: SessionVisit;
  readonly shown: ShownRequest;
  readonly name: DecisionName;
  readonly trouble: Trouble | null;
  readonly isBeyondQuota: boolean;
  /** Null where no macro has a place. */
  readonly draft: MacroDraft | null;
}

function DecisionPage(props: DecisionProps): JSX.Element {
  const { visit, shown, name, trouble, isBeyondQuota, draft } = props;
  const texts = visit.words.deskCall.decisions[name];
  const { receipt } = shown.request;
  return (
    <PortalPage
      visit={visit}
      title={`${texts.title} ${receipt}`}
      current="requests"
      width="reading"
      errors={trouble?.errors}
      errorNote={trouble?.note}
    >
      <p class="back">
        <a href={requestPath(visit, receipt)}>‹ {visit.words.deskCall.back}</a>
      </p>
      <RequestHead visit={visit} shown={shown} title={texts.title} />
      <p>{texts.lead}</p>
      <Card headingId="review-heading">
        <Review visit={visit} shown={shown} name={name} />
      </Card>
      <LetterPreview visit={visit} name={name} isOfDesk={shown.request.portal === visit.portal.id} />
      {isBeyondQuota || draft === null ? null : <DraftPick visit={visit} receipt={receipt} draft={draft} />}
      {isBeyondQuota ? <QuotaForm {...props} /> : <DecisionForm {...props} />}
      <p>
        <TextLink href={requestPath(visit, receipt)}>{visit.words.deskCall.decisions.cancel}</TextLink>
      </p>
    </PortalPage>
  );
}

/** After these nothing is waited for. */
const ENDS_OR_STOPS: readonly DecisionName[] = ['refuse', 'return', 'stop', 'revoke', 'resume'];

/** What the decision rests on: the same for everybody who decides. */
function Review({ visit, shown, name }: Pick<DecisionProps, 'visit' | 'shown' | 'name'>): JSX.Element {
  const { words } = visit;
  const texts = words.deskCall.decisions;
  const { standing, stored } = shown;
  const { approvals, openedBy, proposal } = stored.request;
  const kinds = [...(standing?.counted.keys() ?? [])].map((kind) => words.deskRequest.evidence.kinds[kind]);
  const missing = (standing?.conditions ?? []).filter(({ isMet }) => !isMet).map((each) => conditionText(words, each));
  const list = (items: readonly string[]): string => (items.length === 0 ? texts.nothing : items.join('・'));
  const wait = standing === null || standing.wait === 0 ? words.deskRequest.standing.noWait : lasting(words, standing.wait);
  return (
    <>
      <h2 id="review-heading">{texts.review}</h2>
      <Facts
        rows={[
          ...(standing === null ? [] : [{ term: texts.level, value: words.requests.levels[standing.level] }]),
          { term: texts.evidence, value: list(kinds) },
          { term: texts.missing, value: list(missing) },
          ...(openedBy === null || shown.nameOf(openedBy) === '' ? [] : [{ term: texts.opener, value: shown.nameOf(openedBy) }]),
          ...(proposal === null ? [] : [{ term: texts.proposer, value: shown.nameOf(proposal.by) }]),
          ...(standing === null || proposal === null
            ? []
            : [
                {
                  term: texts.approvals,
                  value: `${approvals.length} / ${standing.approvers.count} ${approvals.map(({ by }) => shown.nameOf(by)).join('・')}`,
                },
              ]),
          ...(standing === null || ENDS_OR_STOPS.includes(name) ? [] : [{ term: texts.wait, value: wait }]),
        ]}
      />
    </>
  );
}

/** Decisions that are asked for by one person and answered by another. */
const BY_TWO = { lower: 'lower-risk', resume: 'resume' } as const;

function DecisionForm(props: DecisionProps): JSX.Element {
  const { visit, shown, name, trouble, draft } = props;
  const { caller, fields, query, session, words } = visit;
  const texts = words.deskCall.decisions;
  const { ask } = shown.stored.request;
  const what = name === 'lower' || name === 'resume' ? BY_TWO[name] : null;
  const isAnswer = what !== null && ask?.what === what && ask.by !== session.account.id && caller.at < ask.until;
  const isAsk = what !== null && !isAnswer;
  const needsRemark = isAsk || !['propose', 'approve', 'grant', 'lower', 'resume'].includes(name);
  const takesRemark = needsRemark || name === 'propose' || name === 'approve';
  const own = texts[name];
  return (
    <form method="post" action={decisionPath(visit, shown.request.receipt, name)} novalidate>
      <HiddenToken visit={visit} />
      <input type="hidden" name="version" value={String(shown.stored.request.version)} />
      {name === 'revoke' ? <input type="hidden" name="evidence" value={fields['evidence'] ?? query['evidence'] ?? ''} /> : null}
      {name === 'refuse' ? <Reasons {...props} /> : null}
      {name === 'risk' ? <Levels {...props} /> : null}
      {takesRemark ? (
        <TextArea
          id="remark"
          label={words.deskCall.remark}
          hint={words.deskCall.remarkHint}
          error={errorOf(trouble, 'remark')}
          value={fields['remark'] ?? draft?.text}
          rows={4}
          required={needsRemark}
          words={words}
        />
      ) : null}
      {name === 'approve' ? <p class="small">{texts.fresh}</p> : null}
      <div class="actions" id="decide">
        <Button kind={name === 'stop' || name === 'refuse' ? 'danger' : 'primary'} name="choice" value={isAsk ? 'ask' : 'give'}>
          {isAnswer && 'second' in own ? own.second : own.submit}
        </Button>
      </div>
    </form>
  );
}

function QuotaForm({ visit, shown, name }: DecisionProps): JSX.Element {
  const { fields, words } = visit;
  const { quota } = words.deskCall.decisions;
  return (
    <form method="post" action={decisionPath(visit, shown.request.receipt, name)} novalidate>
      <HiddenToken visit={visit} />
      <input type="hidden" name="version" value={String(shown.stored.request.version)} />
      <Banner tone="warn" title={quota.heading}>
        <p>{quota.lead}</p>
      </Banner>
      <TextArea
        id="remark"
        label={words.deskCall.remark}
        hint={words.deskCall.remarkHint}
        value={fields['remark']}
        rows={4}
        required
        words={words}
      />
      <div class="actions" id="decide">
        <Button name="choice" value="ask">
          {quota.submit}
        </Button>
      </div>
    </form>
  );
}

function Reasons({ visit, trouble, draft }: DecisionProps): JSX.Element {
  const { fields, words } = visit;
  const chosen = fields['reason'] ?? draft?.reason;
  const message = errorOf(trouble, FIRST_FIELD.refuse);
  return (
    <fieldset class={message === undefined ? 'choices' : 'choices has-error'}>
      <legend class="label">{words.deskCall.decisions.reason}</legend>
      {message === undefined ? null : <p class="field-error">{message}</p>}
      {REFUSAL_REASONS.map((reason) => (
        <RadioCard
          id={`reason-${reason}`}
          name="reason"
          value={reason}
          label={words.deskRequest.reasons[reason]}
          checked={chosen === reason}
        />
      ))}
    </fieldset>
  );
}

function Levels({ visit, shown, trouble }: DecisionProps): JSX.Element {
  const { fields, words } = visit;
  const present = shown.standing?.level ?? 'low';
  const message = errorOf(trouble, 'level-high');
  return (
    <fieldset class={message === undefined ? 'choices' : 'choices has-error'}>
      <legend class="label">{words.deskCall.decisions.newLevel}</legend>
      {message === undefined ? null : <p class="field-error">{message}</p>}
      {RISK_LEVELS.filter((level) => isRiskier(level, present)).map((level) => (
        <RadioCard
          id={`level-${level}`}
          name="level"
          value={level}
          label={words.requests.levels[level]}
          checked={fields['level'] === level}
        />
      ))}
    </fieldset>
  );
}
