/**
 * A company administrator asks for the removal on behalf of a colleague (desk.md section 1). The six fields are claims like everybody's;
 * whose the request is, is known. Sending it changes nothing: the colleague confirms by the mailed link.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { RISK_TEXT_VERSION } from '../core/recovery-request.ts';
import { findColleague } from '../journeys/company-people.ts';
import { fileForColleague } from '../journeys/filing-for-others.ts';
import type { CompanyPerson } from '../ports.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Button, Card, Facts, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { FilingFields } from './filing-fields.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { filingErrors, NO_FILING, readFiling, type TypedFiling } from './lost-device-fields.ts';
import { readOwnReceipt } from './lost-device-visit.ts';
import { answerElsewhere } from './refusals.ts';
import { RiskBox } from './text-area.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

/** GET /{portal}/company/colleagues/:id/request, and ?receipt=R for what was just sent */
export async function getFilingStart(visit: SessionVisit, id: string): Promise<Response | null> {
  const person = await findOther(visit, id);
  if (person === null) return null;
  const sent = readOwnReceipt(visit.query['receipt']);
  if (sent !== null) return showSent(visit, person, sent);
  const company = visit.session.account.company?.name ?? '';
  return show(visit, person, { ...NO_FILING, name: person.name, company }, null);
}

/** POST /{portal}/company/colleagues/:id/request */
export async function postFilingStart(visit: SessionVisit, id: string): Promise<Response | null> {
  const { caller, fields, session, site, words } = visit;
  const person = await findOther(visit, id);
  if (person === null) return null;
  const typed = { ...readFiling(fields), email: person.email };
  if (visit.staleForm) return show(visit, person, typed, staleTrouble(visit, 'name'));
  const errors = filingErrors(words, typed);
  if (errors.length > 0) return show(visit, person, typed, { status: 422, errors });
  const { isRiskAccepted: _accepted, ...claims } = typed;
  const outcome = await fileForColleague(site.ports, caller, session, id, { claims, riskText: RISK_TEXT_VERSION });
  if (outcome === null) return null;
  if (outcome.ok) return seeOther(`${pathOf(visit, `company/colleagues/${id}/request`)}?receipt=${outcome.value}`);
  const { refusal } = outcome;
  if (refusal.code !== 'too-many-attempts') return answerElsewhere(visit, refusal);
  return show(visit, person, typed, pausedTrouble(visit, refusal.retryAt, words.companyRequests.start.paused, 'name'));
}

/** Nobody asks for themselves this way: the form of the portal is there for that. */
async function findOther(visit: SessionVisit, id: string): Promise<CompanyPerson | null> {
  const person = await findColleague(visit.site.ports, visit.session, id);
  return person === null || person.id === visit.session.accountId ? null : person;
}

function show(visit: SessionVisit, person: CompanyPerson, typed: TypedFiling, found: Trouble | null): Response {
  const page = <StartPage visit={visit} person={person} typed={typed} found={found} />;
  return showPage(visit, page, found?.status ?? 200, found?.headers);
}

interface StartProps {
  readonly visit: SessionVisit;
  readonly person: CompanyPerson;
  readonly typed: TypedFiling;
  readonly found: Trouble | null;
}

function StartPage({ visit, person, typed, found }: StartProps): JSX.Element {
  const { language, portal, site, words } = visit;
  const texts = words.companyRequests.start;
  const colleague = pathOf(visit, `company/colleagues/${person.id}`);
  return (
    <PortalPage visit={visit} title={texts.title} width="reading" errors={found?.errors} errorNote={found?.note}>
      <p class="back">
        <a href={colleague}>‹ {words.company.colleague.title}</a>
      </p>
      <h1>{texts.title}</h1>
      <p>{texts.lead(person.name)}</p>
      <Card headingId="before-heading">
        <h2 id="before-heading">{texts.before}</h2>
        <ol>
          {texts.steps(lasting(words, site.ports.recovery.mailboxLinkFor)).map((step) => (
            <li>{step}</li>
          ))}
        </ol>
      </Card>
      <form method="post" action={`${colleague}/request`} novalidate>
        <HiddenToken visit={visit} />
        <FilingFields
          visit={visit}
          typed={typed}
          trouble={found}
          account={portal.accountName[language]}
          nameLabel={texts.name}
          asksForEmail={false}
          isOwn={false}
        />
        <RiskBox
          id="risk"
          title={words.lostRequest.form.riskTitle}
          label={texts.risk}
          error={errorOf(found, 'risk')}
          words={words}
        />
        <Actions>
          <Button size="large">{texts.submit}</Button>
          <TextLink href={colleague}>{words.common.cancel}</TextLink>
        </Actions>
      </form>
    </PortalPage>
  );
}

/** The same whether or not a link can be sent. */
function showSent(visit: SessionVisit, person: CompanyPerson, receipt: string): Response {
  const texts = visit.words.companyRequests.start;
  return showPage(
    visit,
    <PortalPage visit={visit} title={texts.sentTitle} width="reading">
      <h1>{texts.sentTitle}</h1>
      <Card emphasis>
        <Facts rows={[{ term: texts.receipt, value: <span translate="no">{receipt}</span> }]} />
        <p>{texts.sent(person.name)}</p>
      </Card>
      <p>
        <TextLink href={pathOf(visit, 'company')}>{texts.back}</TextLink>
      </p>
    </PortalPage>,
  );
}
