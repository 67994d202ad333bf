/** The page of the audit search as it is laid out: conditions, kept searches, what was found, and the forms to keep and to export it. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { StaffRole } from '../core/account.ts';
import type { AuditForm } from '../core/audit-fields.ts';
import { AUDIT_GROUPS } from '../core/audit-groups.ts';
import { exportLimit } from '../core/export-limit.ts';
import { may, mayAct } from '../core/staff.ts';
import type { AuditPage } from '../journeys/audit-search.ts';
import type { KeptSearch } from '../ports.ts';
import { errorOf, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card, LinkButton, TextLink } from './components.tsx';
import { AuditResults, FormValues } from './desk-audit-results.tsx';
import { Field, HiddenToken, TextField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { TextArea } from './text-area.tsx';
import { pathOf, type SessionVisit } from './visit.ts';

export interface AuditProps {
  readonly visit: SessionVisit;
  readonly form: AuditForm;
  readonly kept: readonly KeptSearch[];
  readonly role: StaffRole;
  readonly trouble: Trouble | null;
  readonly result: AuditPage | null;
  readonly notice: 'keptNow' | 'removedNow' | null;
  readonly isAsked: boolean;
}

export function AuditNotAllowedPage({ visit }: { visit: SessionVisit }): JSX.Element {
  const { deskAudit, requests } = visit.words;
  return (
    <PortalPage visit={visit} title={deskAudit.title} width="reading">
      <h1>{deskAudit.title}</h1>
      <p>{deskAudit.notAllowed}</p>
      <p>
        <LinkButton href={pathOf(visit, 'dashboard')}>{requests.toRole}</LinkButton>
      </p>
    </PortalPage>
  );
}

export function AuditSearchPage(props: AuditProps): JSX.Element {
  const { visit, trouble, result, notice, isAsked, role } = props;
  const texts = visit.words.deskAudit;
  return (
    <PortalPage visit={visit} title={texts.title} current="audit" errors={trouble?.errors} errorNote={trouble?.note}>
      {notice === null ? null : <Banner tone="ok" role="status" title={texts[notice]} />}
      <h1>{texts.title}</h1>
      <p>
        {texts.lead} {texts.reach[reachOf(role)]}
      </p>
      <div class="stack">
        <Card headingId="form-heading">
          <h2 id="form-heading">{texts.form}</h2>
          <SearchForm {...props} />
        </Card>
        {result === null ? null : <AuditResults visit={visit} result={result} form={props.form} />}
        {isAsked ? <KeepForm {...props} /> : null}
        {isAsked ? <ExportForm {...props} /> : null}
        <Kept {...props} />
      </div>
    </PortalPage>
  );
}

function reachOf(role: StaffRole): 'own' | 'portals' | 'operation' | 'all' {
  if (may(role, 'audit.search')) return 'all';
  if (may(role, 'audit.search-portals')) return 'portals';
  return may(role, 'audit.search-operation') ? 'operation' : 'own';
}

function SearchForm({ visit, form, trouble }: AuditProps): JSX.Element {
  const { language, site, words } = visit;
  const texts = words.deskAudit;
  const text = (id: 'account' | 'agent' | 'company' | 'from' | 'until', hint: string): JSX.Element => (
    <TextField
      id={id}
      label={texts[id]}
      hint={hint}
      error={errorOf(trouble, id)}
      value={form[id]}
      autocomplete="off"
      width="full"
      words={words}
    />
  );
  const portals = [...site.portals.values()].map(({ id, name }) => [id, name[language]] as const);
  const groups = AUDIT_GROUPS.map((group) => [group, texts.groups[group]] as const);
  return (
    <form method="post" action={pathOf(visit, 'audit')} class="audit-form" novalidate>
      <HiddenToken visit={visit} />
      <div class="audit-fields">
        {text('account', texts.accountHint)}
        {text('agent', texts.agentHint)}
        {text('company', texts.companyHint)}
        <Choice visit={visit} id="portal" any={texts.anyPortal} options={portals} value={form.portal} />
        {text('from', texts.dateHint)}
        {text('until', texts.dateHint)}
        <Choice visit={visit} id="group" any={texts.anyGroup} options={groups} value={form.group} />
      </div>
      <div class="actions">
        <Button>{texts.search}</Button>
        <TextLink href={pathOf(visit, 'audit')}>{texts.clear}</TextLink>
      </div>
    </form>
  );
}

interface ChoiceProps {
  readonly visit: SessionVisit;
  readonly id: 'portal' | 'group';
  readonly any: string;
  readonly options: readonly (readonly [string, string])[];
  readonly value: string;
}

function Choice({ visit, id, any, options, value }: ChoiceProps): JSX.Element {
  const { words } = visit;
  return (
    <Field frame={{ id, label: words.deskAudit[id], required: false, words }}>
      <select class="input input-full" id={id} name={id}>
        <option value="">{any}</option>
        {options.map(([option, label]) => (
          <option value={option} selected={option === value ? true : undefined}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}

function KeepForm({ visit, form, trouble }: AuditProps): JSX.Element {
  const { fields, words } = visit;
  const texts = words.deskAudit;
  return (
    <Card headingId="keep-heading">
      <h2 id="keep-heading">{texts.keep}</h2>
      <form method="post" action={pathOf(visit, 'audit')} novalidate>
        <HiddenToken visit={visit} />
        <FormValues form={form} />
        <TextField
          id="name"
          label={texts.keepName}
          hint={texts.keepHint}
          error={errorOf(trouble, 'name')}
          value={trouble === null ? '' : fields['name']}
          autocomplete="off"
          width="medium"
          required
          words={words}
        />
        <div class="actions">
          <Button kind="secondary" name="choice" value="keep">
            {texts.keep}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function ExportForm({ visit, form, role, trouble }: AuditProps): JSX.Element | null {
  const { caller, fields, session, site, words } = visit;
  if (!mayAct(session.account, 'requests.export', caller.at, site.ports.recovery)) return null;
  const texts = words.deskAudit;
  return (
    <Card headingId="export-heading">
      <h2 id="export-heading">{texts.export}</h2>
      <p>{texts.exportLead(exportLimit(role))}</p>
      <form method="post" action={pathOf(visit, 'audit/export')} novalidate>
        <HiddenToken visit={visit} />
        <FormValues form={form} />
        <TextArea
          id="reason"
          label={words.deskExport.reason}
          hint={words.deskExport.reasonHint}
          error={errorOf(trouble, 'reason')}
          value={fields['reason']}
          rows={2}
          required
          words={words}
        />
        <div class="actions">
          <Button kind="secondary">{texts.exportSubmit}</Button>
        </div>
      </form>
    </Card>
  );
}

function Kept({ visit, kept }: AuditProps): JSX.Element {
  const texts = visit.words.deskAudit;
  return (
    <Card headingId="kept-heading">
      <h2 id="kept-heading">{texts.kept}</h2>
      {kept.length === 0 ? <p>{texts.keptNone}</p> : <p class="small">{texts.keptLead}</p>}
      {kept.length === 0 ? null : (
        <ul class="kept-searches">
          {kept.map(({ id, name }) => (
            <li>
              <form method="post" action={pathOf(visit, 'audit')}>
                <HiddenToken visit={visit} />
                <input type="hidden" name="kept" value={id} />
                <Button kind="secondary" name="choice" value="run">
                  {texts.run(name)}
                </Button>
                <button type="submit" class="button button-text" name="choice" value="remove" aria-label={texts.remove(name)}>
                  {texts.removeShort}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
