/**
 * The desk's search (D-33): a box in the header of every page of the desk, and the page of what was found. It is sent as a form, so that
 * no address, number or name stands in an address of a page, in a history or in anybody's log. Who finds what is the journey's decision.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { readSearch } from '../core/request-search.ts';
import { may } from '../core/staff.ts';
import { type SearchResult, searchRequests } from '../journeys/desk-search.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Button, Card } from './components.tsx';
import { AccountLinks } from './desk-account.tsx';
import { NotAllowedPage } from './desk-answers.tsx';
import { queuePath, requestPortals } from './desk-paths.ts';
import { RequestTable } from './desk-request-table.tsx';
import { ShortcutsLink } from './desk-shortcut-marks.tsx';
import { HiddenToken, TextField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

const SHOWN = 20;
const FIELD = 'q';

/** GET /desk/search */
export function getSearch(visit: SessionVisit): Response {
  return showSearch(visit, null, null);
}

/** POST /desk/search: a question and not a change; its answer is the page itself. */
export async function postSearch(visit: SessionVisit): Promise<Response> {
  const { caller, fields, session, site, words } = visit;
  const texts = words.deskWork.errors;
  if (visit.staleForm) return showSearch(visit, null, staleTrouble(visit, FIELD));
  const read = readSearch(fields[FIELD] ?? '');
  if (!read.ok) {
    const message = read.problem === 'too-short' ? texts.searchShort : texts.searchLong;
    return showSearch(visit, null, { status: 422, errors: [{ field: FIELD, message }] });
  }
  const outcome = await searchRequests(site.ports, caller, session, requestPortals(visit), read.terms, SHOWN);
  if (outcome.ok) return showSearch(visit, outcome.value, null);
  const { refusal } = outcome;
  if (refusal.code === 'too-many-attempts') {
    return showSearch(visit, null, pausedTrouble(visit, refusal.retryAt, texts.searchPaused, FIELD));
  }
  if (refusal.code === 'not-permitted') return showPage(visit, <NotAllowedPage visit={visit} />, 403);
  return answerElsewhere(visit, refusal);
}

function showSearch(visit: SessionVisit, result: SearchResult | null, trouble: Trouble | null): Response {
  if (!may(visit.session.account.role, 'requests.view')) return showPage(visit, <NotAllowedPage visit={visit} />, 403);
  const texts = visit.words.deskWork;
  return showPage(
    visit,
    <PortalPage
      visit={visit}
      title={texts.searchTitle}
      current="requests"
      width="full"
      errors={trouble?.errors}
      errorNote={trouble?.note}
    >
      <p class="back">
        <a href={queuePath(visit, { view: 'all' })}>‹ {texts.back}</a>
      </p>
      <h1>{texts.searchTitle}</h1>
      <form method="post" action={pathOf(visit, 'search')} class="search-form" novalidate>
        <HiddenToken visit={visit} />
        <TextField
          id={FIELD}
          label={texts.searchLabel}
          hint={texts.searchHint}
          error={errorOf(trouble, FIELD)}
          value={visit.fields[FIELD]}
          autocomplete="off"
          required
          words={visit.words}
        />
        <div class="actions">
          <Button>{texts.search}</Button>
        </div>
      </form>
      {result === null ? null : <Found visit={visit} result={result} />}
      <ShortcutsLink visit={visit} />
    </PortalPage>,
    trouble?.status ?? 200,
    trouble?.headers,
  );
}

function Found({ visit, result }: { visit: SessionVisit; result: SearchResult }): JSX.Element {
  const texts = visit.words.deskWork;
  const { requests, isCut } = result;
  const count = requests.length;
  return (
    <section class="request-list" aria-label={texts.searchTitle}>
      <p role="status">
        {count === 0 ? texts.foundNone : isCut ? texts.foundMost(count) : texts.found(count)} {texts.foundWhere}
      </p>
      {count === 0 ? null : (
        <Card>
          <RequestTable visit={visit} requests={requests} portals={requestPortals(visit)} />
        </Card>
      )}
      <AccountLinks visit={visit} requests={requests} />
    </section>
  );
}
