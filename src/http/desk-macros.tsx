/** The desk's macros: the list, one form for a new one or for one of them, and the pick that places a text into a note (D-29). */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { filledMacro, type Macro, type MacroText, SHIPPED_MACROS } from '../core/macro.ts';
import { may } from '../core/staff.ts';
import { formatDate } from '../i18n/dates.ts';
import { deleteMacro, listMacros, saveMacro } from '../journeys/macros.ts';
import { Stack } from './arrangement.tsx';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card, TextLink } from './components.tsx';
import { HiddenToken, TextField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { TextArea } from './text-area.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const FIELDS = ['title_ja', 'title_en', 'text_ja', 'text_en'] as const;

/** GET /desk/macros, and ?macro=ID to change one */
export function getMacros(visit: SessionVisit): Promise<Response | null> {
  return showMacros(visit, null);
}

/** POST /desk/macros */
export async function postMacros(visit: SessionVisit): Promise<Response | null> {
  const { caller, fields, session, site, words } = visit;
  if (!may(session.account.role, 'macros.edit')) return null;
  if (visit.staleForm) return showMacros(visit, staleTrouble(visit, 'title_ja'));
  const texts = words.deskMacros;
  const existing = fields['macro'] === undefined ? null : { id: fields['macro'], version: Number(fields['version']) };
  const to = (notice: keyof typeof texts.notices): Response => seeOther(`${pathOf(visit, 'macros')}?notice=${notice}`);
  if (existing !== null && !Number.isSafeInteger(existing.version)) return to('changed');
  const outcome =
    fields['choice'] === 'delete' && existing !== null
      ? await deleteMacro(site.ports, caller, session, existing)
      : await saveMacro(site.ports, caller, session, existing, typedOf(visit));
  if (!outcome.ok) {
    const { refusal } = outcome;
    if (refusal.code === 'not-in-this-state') return to('changed');
    return refusal.code === 'too-many-attempts'
      ? showMacros(visit, pausedTrouble(visit, refusal.retryAt, texts.paused, 'title_ja'))
      : answerElsewhere(visit, refusal);
  }
  const saved = outcome.value;
  if (saved === undefined) return to('removed');
  if (saved.kind === 'saved') return to('saved');
  const field = saved.problem === 'title' || saved.problem === 'too-many' ? 'title_ja' : 'text_ja';
  return showMacros(visit, { status: 422, errors: [{ field, message: texts.problems[saved.problem] }] });
}

function typedOf({ fields }: SessionVisit): MacroText {
  const typed = (field: (typeof FIELDS)[number]): string => (fields[field] ?? '').replace(/\r\n/gu, '\n').trim();
  return { title: { ja: typed('title_ja'), en: typed('title_en') }, text: { ja: typed('text_ja'), en: typed('text_en') } };
}

async function showMacros(visit: SessionVisit, trouble: Trouble | null): Promise<Response | null> {
  if (!may(visit.session.account.role, 'macros.edit')) return null;
  const macros = (await listMacros(visit.site.ports, visit.session)) ?? [];
  const id = visit.fields['macro'] ?? visit.query['macro'];
  const chosen = macros.find((macro) => macro.id === id) ?? null;
  const page = <MacrosPage visit={visit} macros={macros} chosen={chosen} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface MacrosProps {
  readonly visit: SessionVisit;
  readonly macros: readonly Macro[];
  readonly chosen: Macro | null;
  readonly trouble: Trouble | null;
}

function MacrosPage(props: MacrosProps): JSX.Element {
  const { visit, macros, trouble } = props;
  const { language } = visit;
  const texts = visit.words.deskMacros;
  const notice = Object.entries(texts.notices).find(([code]) => code === visit.query['notice']);
  return (
    <PortalPage
      visit={visit}
      title={texts.title}
      current="requests"
      width="reading"
      errors={trouble?.errors}
      errorNote={trouble?.note}
    >
      {notice === undefined ? null : <Banner tone={notice[0] === 'changed' ? 'info' : 'ok'} role="status" title={notice[1]} />}
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <Stack>
        <Card headingId="own-heading">
          <h2 id="own-heading">{texts.ownHeading}</h2>
          {macros.length === 0 ? <p>{texts.none}</p> : null}
          <ul>
            {macros.map(({ editedBy, id, title, version }) => (
              <li>
                <TextLink href={`${pathOf(visit, 'macros')}?macro=${id}`}>{texts.edit(title[language])}</TextLink>{' '}
                <span class="small">{texts.editedBy(editedBy, version)}</span>
              </li>
            ))}
          </ul>
        </Card>
        <MacroForm {...props} />
        <Card headingId="shipped-heading">
          <h2 id="shipped-heading">{texts.shippedHeading}</h2>
          {SHIPPED_MACROS.map((key) => (
            <>
              <h3>{texts.shipped[key].title}</h3>
              <p class="note-text">{texts.shipped[key].text}</p>
            </>
          ))}
        </Card>
      </Stack>
    </PortalPage>
  );
}

function MacroForm({ visit, chosen, trouble }: MacrosProps): JSX.Element {
  const { fields, words } = visit;
  const texts = words.deskMacros;
  const typedOr = (field: (typeof FIELDS)[number], stored: string | undefined): string | undefined => fields[field] ?? stored;
  const frame = (id: (typeof FIELDS)[number], label: string) => ({ id, label, error: errorOf(trouble, id), required: true, words });
  return (
    <Card emphasis headingId="macro-heading">
      <h2 id="macro-heading">{chosen === null ? texts.newHeading : texts.editHeading}</h2>
      <form method="post" action={pathOf(visit, 'macros')} novalidate>
        <HiddenToken visit={visit} />
        {chosen === null ? null : (
          <>
            <input type="hidden" name="macro" value={chosen.id} />
            <input type="hidden" name="version" value={String(chosen.version)} />
          </>
        )}
        <TextField {...frame('title_ja', texts.titleJa)} autocomplete="off" value={typedOr('title_ja', chosen?.title.ja)} />
        <TextField {...frame('title_en', texts.titleEn)} autocomplete="off" value={typedOr('title_en', chosen?.title.en)} />
        <TextArea {...frame('text_ja', texts.textJa)} rows={4} value={typedOr('text_ja', chosen?.text.ja)} />
        <TextArea {...frame('text_en', texts.textEn)} rows={4} value={typedOr('text_en', chosen?.text.en)} />
        <div class="actions">
          <Button name="choice" value="save">
            {texts.save}
          </Button>
          {chosen === null ? null : (
            <Button kind="danger" name="choice" value="delete">
              {texts.remove}
            </Button>
          )}
        </div>
      </form>
      {chosen === null ? null : (
        <p>
          <TextLink href={pathOf(visit, 'macros')}>{texts.toNew}</TextLink>
        </p>
      )}
    </Card>
  );
}

/** What stands in the field of the note: the macro that was picked, filled in; undefined when none was. */
export function placedMacro(
  visit: SessionVisit,
  macros: readonly Macro[],
  { portal, receipt }: { readonly portal: string; readonly receipt: string },
): string | undefined {
  const { caller, language, query, site, words } = visit;
  const picked = query['macro'];
  const shipped = SHIPPED_MACROS.find((key) => key === picked);
  const text =
    shipped === undefined ? macros.find(({ id }) => id === picked)?.text[language] : words.deskMacros.shipped[shipped].text;
  if (text === undefined) return undefined;
  const today = formatDate(language, caller.at);
  return filledMacro(text, { receipt, portal: site.portals.get(portal)?.name[language] ?? portal, today });
}

/** Chosen and placed without script: the page comes again with the text in the field. */
export function MacroPick({
  visit,
  macros,
  receipt,
}: {
  visit: SessionVisit;
  macros: readonly Macro[];
  receipt: string;
}): JSX.Element {
  const { language } = visit;
  const texts = visit.words.deskMacros;
  return (
    <form method="get" action={pathOf(visit, `requests/${receipt}/handling`)}>
      <div class="field">
        <label class="label" for="macro">
          {texts.place}
        </label>
        <select class="input" id="macro" name="macro">
          <option value="">{texts.placeNone}</option>
          {SHIPPED_MACROS.map((key) => (
            <option value={key}>{texts.shipped[key].title}</option>
          ))}
          {macros.map(({ id, title }) => (
            <option value={id}>{title[language]}</option>
          ))}
        </select>
      </div>
      <div class="actions">
        <Button kind="secondary">{texts.placeSubmit}</Button>
      </div>
      {may(visit.session.account.role, 'macros.edit') ? (
        <p>
          <TextLink href={pathOf(visit, 'macros')}>{texts.link}</TextLink>
        </p>
      ) : null}
    </form>
  );
}
