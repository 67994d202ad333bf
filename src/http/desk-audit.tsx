/**
 * The search of the audit log (D-32): a form, searches that the person keeps, what was found, a file of it. Everything is sent as a form,
 * so that no address or name stands in an address of a page. How far it reaches is decided by the journey from the role.
 */
import { AUDIT_FIELDS, type AuditForm } from '../core/audit-fields.ts';
import { readAuditSearch } from '../core/audit-search.ts';
import { days } from '../core/time.ts';
import { formatIsoDate } from '../i18n/dates.ts';
import {
  type AuditPage,
  type AuditQuestion,
  exportAudit,
  keepSearch,
  keptSearches,
  removeSearch,
  searchAudit,
  searcherOf,
} from '../journeys/audit-search.ts';
import { pageAsked } from './arrangement.tsx';
import { pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { AuditNotAllowedPage, AuditSearchPage } from './desk-audit-page.tsx';
import { auditTable } from './desk-audit-results.tsx';
import { handledPortals } from './desk-paths.ts';
import { sendTable } from './download.ts';
import { answerElsewhere } from './refusals.ts';
import { type SessionVisit, showPage } from './visit.ts';

const PAGE_SIZE = 50;
const USUAL_PERIOD = days(30);
/** Where an error about the search as a whole leads. */
const FIRST = 'account';

/** GET /desk/audit: nothing is looked up before somebody asks. */
export function getAudit(visit: SessionVisit): Promise<Response> {
  return showAudit(visit, usualForm(visit), {});
}

/** POST /desk/audit: a search, or what is done with a kept one. */
export async function postAudit(visit: SessionVisit): Promise<Response> {
  const { caller, fields, session, site } = visit;
  const form = formOf(fields);
  if (visit.staleForm) return showAudit(visit, form, { trouble: staleTrouble(visit, FIRST) });
  if (searcherOf(session, portalIds(visit)) === null) return showAudit(visit, form, {});
  switch (fields['choice']) {
    case 'keep':
      return keep(visit, form);
    case 'remove':
      await removeSearch(site.ports, caller, session, fields['kept'] ?? '');
      return showAudit(visit, usualForm(visit), { notice: 'removedNow' });
    case 'run': {
      const kept = (await keptSearches(site.ports, session)).find(({ id }) => id === fields['kept']);
      return search(visit, kept?.form ?? usualForm(visit), 1);
    }
    default:
      return search(visit, form, pageAsked(fields['page']));
  }
}

/** POST /desk/audit/export */
export async function postAuditExport(visit: SessionVisit): Promise<Response> {
  const { caller, fields, session, site, words } = visit;
  const form = formOf(fields);
  if (visit.staleForm) return showAudit(visit, form, { trouble: staleTrouble(visit, 'reason') });
  const read = questionOf(visit, form);
  if ('trouble' in read) return showAudit(visit, form, read);
  const outcome = await exportAudit(site.ports, caller, session, portalIds(visit), read.question, fields['reason'] ?? '');
  if (outcome.ok) return sendTable(`genkan-audit-${formatIsoDate(caller.at)}.csv`, auditTable(visit, outcome.value));
  const { refusal } = outcome;
  if (refusal.code === 'not-permitted') return showPage(visit, <AuditNotAllowedPage visit={visit} />, 403);
  if (refusal.code === 'remark-length') {
    const errors = [{ field: 'reason', message: words.deskExport.reasonLength }];
    return showAudit(visit, form, { trouble: { status: 422, errors }, isAsked: true });
  }
  if (refusal.code === 'too-many-attempts') {
    const trouble = pausedTrouble(visit, refusal.retryAt, words.deskExport.paused, 'reason');
    return showAudit(visit, form, { trouble, isAsked: true });
  }
  return answerElsewhere(visit, refusal);
}

async function search(visit: SessionVisit, form: AuditForm, page: number): Promise<Response> {
  const { caller, session, site, words } = visit;
  const read = questionOf(visit, form);
  if ('trouble' in read) return showAudit(visit, form, read);
  const outcome = await searchAudit(site.ports, caller, session, portalIds(visit), read.question, { page, size: PAGE_SIZE });
  if (outcome.ok) return showAudit(visit, form, { result: outcome.value, isAsked: true });
  const { refusal } = outcome;
  if (refusal.code === 'not-permitted') return showPage(visit, <AuditNotAllowedPage visit={visit} />, 403);
  if (refusal.code !== 'too-many-attempts') return answerElsewhere(visit, refusal);
  return showAudit(visit, form, { trouble: pausedTrouble(visit, refusal.retryAt, words.deskAudit.errors.paused, FIRST) });
}

async function keep(visit: SessionVisit, form: AuditForm): Promise<Response> {
  const { caller, fields, session, site, words } = visit;
  const read = questionOf(visit, form);
  if ('trouble' in read) return showAudit(visit, form, read);
  const kept = await keepSearch(site.ports, caller, session, fields['name'] ?? '', form);
  if (kept === 'kept') return showAudit(visit, form, { notice: 'keptNow', isAsked: true });
  const texts = words.deskAudit.errors;
  const errors = [{ field: 'name', message: kept === 'full' ? texts.full : texts.name }];
  return showAudit(visit, form, { trouble: { status: 422, errors }, isAsked: true });
}

function questionOf(visit: SessionVisit, form: AuditForm): { readonly question: AuditQuestion } | { readonly trouble: Trouble } {
  const read = readAuditSearch(form);
  if (read.ok) return { question: read };
  const texts = visit.words.deskAudit.errors;
  const errors = read.problems.map(({ field, problem }) => ({ field, message: texts[problem] }));
  return { trouble: { status: 422, errors } };
}

interface Shown {
  readonly trouble?: Trouble;
  readonly result?: AuditPage;
  readonly notice?: 'keptNow' | 'removedNow';
  /** There are conditions that can be kept or exported. */
  readonly isAsked?: boolean;
}

async function showAudit(visit: SessionVisit, form: AuditForm, shown: Shown): Promise<Response> {
  const { session, site } = visit;
  const searcher = searcherOf(session, portalIds(visit));
  if (searcher === null) return showPage(visit, <AuditNotAllowedPage visit={visit} />, 403);
  const kept = await keptSearches(site.ports, session);
  const { trouble = null } = shown;
  const page = (
    <AuditSearchPage
      visit={visit}
      form={form}
      kept={kept}
      role={searcher.role}
      trouble={trouble}
      result={shown.result ?? null}
      notice={shown.notice ?? null}
      isAsked={shown.isAsked ?? false}
    />
  );
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

const portalIds = (visit: SessionVisit): readonly string[] => handledPortals(visit).map(({ id }) => id);

function formOf(fields: SessionVisit['fields']): AuditForm {
  const [account, agent, company, portal, from, until, group] = AUDIT_FIELDS.map((field) => fields[field] ?? '');
  return {
    account: account ?? '',
    agent: agent ?? '',
    company: company ?? '',
    portal: portal ?? '',
    from: from ?? '',
    until: until ?? '',
    group: group ?? '',
  };
}

function usualForm({ caller }: SessionVisit): AuditForm {
  return { account: '', agent: '', company: '', portal: '', from: formatIsoDate(caller.at - USUAL_PERIOD), until: '', group: '' };
}
