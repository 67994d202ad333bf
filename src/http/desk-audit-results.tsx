/** What a search of the audit log found, as a table of the page and as one of a file. It shows what it is given; masking was done before. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { AUDIT_FIELDS, type AuditForm } from '../core/audit-fields.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatDateTime } from '../i18n/dates.ts';
import type { AuditPage, ShownEntry } from '../journeys/audit-search.ts';
import { Card } from './components.tsx';
import { DataTable } from './data-table.tsx';
import { requestPath } from './desk-paths.ts';
import { HiddenToken } from './fields.tsx';
import { pathOf, type SessionVisit } from './visit.ts';

interface ResultsProps {
  readonly visit: SessionVisit;
  readonly result: AuditPage;
  readonly form: AuditForm;
}

export function AuditResults({ visit, result, form }: ResultsProps): JSX.Element {
  const texts = visit.words.deskAudit;
  const { entries, page } = result;
  return (
    <Card headingId="results-heading">
      <h2 id="results-heading">{texts.results}</h2>
      <p role="status">{entries.length === 0 ? texts.none : texts.found(entries.length, page)}</p>
      {entries.length === 0 ? null : <Entries visit={visit} entries={entries} />}
      <Turning visit={visit} result={result} form={form} />
    </Card>
  );
}

/** The conditions as they were sent, for the forms that act on the same search. */
export function FormValues({ form }: { form: AuditForm }): JSX.Element {
  return (
    <>
      {AUDIT_FIELDS.map((field) => (
        <input type="hidden" name={field} value={form[field]} />
      ))}
    </>
  );
}

function Entries({ visit, entries }: { visit: SessionVisit; entries: readonly ShownEntry[] }): JSX.Element {
  const { language, words } = visit;
  const texts = words.deskAudit;
  const { at, action, actor, subject, place } = texts.columns;
  return (
    <DataTable
      caption={texts.caption}
      columns={[{ label: at }, { label: action }, { label: actor }, { label: subject }, { label: place }]}
      rows={entries.map((entry) => [
        <>
          <time datetime={new Date(entry.at).toISOString()}>{formatDateTime(language, entry.at)}</time>
          <span class="request-second" translate="no">
            #{entry.seq}
          </span>
        </>,
        <>
          {words.auditTypes[entry.detail.type]}
          <Facts words={words} entry={entry} />
        </>,
        actorText(words, entry),
        <>
          {entry.subject === null ? entry.receipt === null ? '–' : null : <span translate="no">{entry.subject.email}</span>}
          {entry.subject?.company == null ? null : <span class="request-second">{entry.subject.company}</span>}
          {entry.receipt === null ? null : (
            <a class="audit-receipt" href={requestPath(visit, entry.receipt)} translate="no">
              {entry.receipt}
            </a>
          )}
        </>,
        <>
          {portalName(visit, entry)}
          {entry.place === '' ? null : (
            <span class="request-second" translate="no">
              {entry.place}
            </span>
          )}
        </>,
      ])}
    />
  );
}

function Facts({ words, entry }: { words: Words; entry: ShownEntry }): JSX.Element | null {
  const text = factsText(words, entry, (name, value) => readable(words, name, value));
  return text === '' ? null : <span class="request-second audit-facts">{text}</span>;
}

/** A code in the words that the rest of the desk has for it; the file keeps the code. */
function readable({ deskRequest, role }: Words, name: string, value: string): string {
  const events: Readonly<Record<string, string>> = deskRequest.timeline.events;
  const roles: Readonly<Record<string, { readonly name: string }>> = role.roles;
  if (name === 'event') return events[value] ?? value;
  return name === 'role' ? (roles[value]?.name ?? value) : value;
}

/** The fields of a detail that mean something to people; ids and digests do not. */
function factsText(
  { deskAudit: { facts } }: Words,
  { detail }: ShownEntry,
  written = (_name: string, value: string): string => value,
): string {
  return Object.entries(detail)
    .flatMap(([name, value]) => {
      if (!Object.hasOwn(facts, name) || value === null || value === undefined) return [];
      const text = Array.isArray(value) ? value.join(' + ') : written(name, String(value));
      return [`${facts[name as keyof typeof facts]}: ${text}`];
    })
    .join(' · ');
}

function actorText({ deskAudit: { actors } }: Words, { actor }: ShownEntry): string {
  if (actor.kind === 'system' && actor.id === 'host') return actors.host;
  const kind = actors[actor.kind];
  return actor.name === null ? kind : `${actor.name} (${kind})`;
}

function portalName({ language, site }: SessionVisit, { portal }: ShownEntry): string {
  return portal === null ? '–' : (site.portals.get(portal)?.name[language] ?? portal);
}

/** Buttons and not links: the conditions are sent again with them. */
function Turning({ visit, result: { page, hasNext, entries }, form }: ResultsProps): JSX.Element | null {
  const texts = visit.words.deskAudit;
  if (page === 1 && !hasNext) return null;
  const button = (wanted: number, label: string): JSX.Element => (
    <button type="submit" class="button button-secondary button-desk" name="page" value={String(wanted)}>
      {label}
    </button>
  );
  return (
    <nav aria-label={texts.pages}>
      <form method="post" action={pathOf(visit, 'audit')} class="audit-pages">
        <HiddenToken visit={visit} />
        <FormValues form={form} />
        {page > 1 ? button(page - 1, texts.newer) : null}
        <span>{texts.pageOf(page)}</span>
        {hasNext ? button(page + 1, texts.older) : null}
      </form>
      {!hasNext && entries.length > 0 ? <p class="small">{texts.end}</p> : null}
    </nav>
  );
}

/** Head and rows of the file: times in ISO 8601, UTC. */
export function auditTable(visit: SessionVisit, entries: readonly ShownEntry[]): readonly (readonly string[])[] {
  const { words } = visit;
  const { at, action, actor, subject, place } = words.deskAudit.columns;
  const { company, portal } = words.deskAudit;
  const head = ['#', at, action, 'type', actor, subject, company, words.requests.receipt, portal, place, 'detail'];
  const rows = entries.map((entry) => [
    String(entry.seq),
    new Date(entry.at).toISOString(),
    words.auditTypes[entry.detail.type],
    entry.detail.type,
    actorText(words, entry),
    entry.subject?.email ?? '',
    entry.subject?.company ?? '',
    entry.receipt ?? '',
    entry.portal ?? '',
    entry.place,
    factsText(words, entry),
  ]);
  return [head, ...rows];
}
