/** The desk's macros: the list, one form for a new one or for one of them, and how it will look (D-29). */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { LANGUAGES, type Language } from '../core/language.ts';
import {
  MACRO_REASONS,
  MACRO_STATES,
  type Macro,
  type MacroText,
  macroProblem,
  readMacroUse,
  SHIPPED_MACROS,
  SHIPPED_USES,
  type TypedMacro,
} from '../core/macro.ts';
import { may } from '../core/staff.ts';
import { deleteMacro, listMacros, saveMacro } from '../journeys/macros.ts';
import { Stack } from './arrangement.tsx';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card, Facts, TextLink } from './components.tsx';
import { placedText, reasonText, useText } from './desk-macro-pick.tsx';
import { requestPortals } from './desk-paths.ts';
import { description, Field, HiddenToken, TextField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { TextArea } from './text-area.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const FIELDS = ['title_ja', 'title_en', 'state', 'reason', 'text_ja', 'text_en'] as const;

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
  const complain = (problem: keyof typeof FIELD_OF): Promise<Response | null> =>
    showMacros(visit, { status: 422, errors: [{ field: FIELD_OF[problem], message: texts.problems[problem] }] });
  if (fields['choice'] === 'preview') {
    const problem = macroProblem(typedOf(visit));
    return problem === null ? showMacros(visit, null) : complain(problem);
  }
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
  return saved.kind === 'saved' ? to('saved') : complain(saved.problem);
}

const FIELD_OF = {
  title: 'title_ja',
  'too-many': 'title_ja',
  use: 'reason',
  text: 'text_ja',
  short: 'text_ja',
  place: 'text_ja',
} as const;

function typedOf({ fields }: SessionVisit): TypedMacro {
  const typed = (field: (typeof FIELDS)[number]): string => (fields[field] ?? '').replace(/\r\n/gu, '\n').trim();
  return {
    title: { ja: typed('title_ja'), en: typed('title_en') },
    use: readMacroUse(typed('state'), typed('reason')),
    text: { ja: typed('text_ja'), en: typed('text_en') },
  };
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
            {macros.map(({ editedBy, id, title, use, version }) => (
              <li>
                <TextLink href={`${pathOf(visit, 'macros')}?macro=${id}`}>{texts.edit(title[language])}</TextLink>{' '}
                <span class="small">
                  {useText(visit.words, use)} {texts.editedBy(editedBy, version)}
                </span>
              </li>
            ))}
          </ul>
        </Card>
        <Preview {...props} />
        <MacroForm {...props} />
        <Card headingId="shipped-heading">
          <h2 id="shipped-heading">{texts.shippedHeading}</h2>
          {SHIPPED_MACROS.map((key) => (
            <>
              <h3>{texts.shipped[key].title}</h3>
              <p class="small">{useText(visit.words, SHIPPED_USES[key])}</p>
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
  const state = typedOr('state', chosen?.use.state) ?? 'note';
  const reason = typedOr('reason', chosen?.use.reason ?? undefined) ?? '';
  const reasonFrame = { ...frame('reason', texts.reason), hint: texts.reasonHint };
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
        <Field frame={frame('state', texts.state)}>
          <select class="input input-full" id="state" name="state">
            {MACRO_STATES.map((each) => (
              <option value={each} selected={each === state ? true : undefined}>
                {useText(words, { state: each, reason: null })}
              </option>
            ))}
          </select>
        </Field>
        <Field frame={reasonFrame}>
          <select class="input input-full" id="reason" name="reason" {...description(reasonFrame)}>
            <option value="">{texts.noReason}</option>
            {REASON_STATES.map((of) => (
              <optgroup label={useText(words, { state: of, reason: null })}>
                {MACRO_REASONS[of].map((each) => (
                  <option value={each} selected={each === reason ? true : undefined}>
                    {reasonText(words, each)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </Field>
        <TextArea {...frame('text_ja', texts.textJa)} rows={4} value={typedOr('text_ja', chosen?.text.ja)} />
        <TextArea {...frame('text_en', texts.textEn)} rows={4} value={typedOr('text_en', chosen?.text.en)} />
        <div class="actions">
          <Button name="choice" value="save">
            {texts.save}
          </Button>
          <Button kind="secondary" name="choice" value="preview">
            {texts.preview}
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

const REASON_STATES = ['attempt', 'refuse'] as const satisfies readonly (keyof typeof MACRO_REASONS)[];

/** What is typed, or one that is kept, as it will be placed: in both languages, with an example for each place. */
function Preview({ visit, chosen, trouble }: MacrosProps): JSX.Element | null {
  const { words } = visit;
  const texts = words.deskMacros;
  const typed = visit.fields['choice'] === 'preview' ? typedOf(visit) : chosen;
  if (typed === null || typed.use === null || trouble !== null) return null;
  const { use, ...macro } = typed;
  return (
    <Card headingId="preview-heading">
      <h2 id="preview-heading">{texts.preview}</h2>
      <Facts rows={[{ term: texts.state, value: useText(words, use) }]} />
      {LANGUAGES.map((language) => (
        <PreviewText visit={visit} macro={macro} language={language} />
      ))}
      <p class="small">{texts.previewNote}</p>
    </Card>
  );
}

/** A number that nobody was given. */
const EXAMPLE_RECEIPT = 'R-2026-0000-00';

function PreviewText({ visit, macro, language }: { visit: SessionVisit; macro: MacroText; language: Language }): JSX.Element {
  const [portal = visit.portal] = requestPortals(visit);
  return (
    <div lang={language}>
      <h3>{macro.title[language]}</h3>
      <p class="note-text">{placedText(visit, macro.text[language], { receipt: EXAMPLE_RECEIPT, portal: portal.id }, language)}</p>
    </div>
  );
}
