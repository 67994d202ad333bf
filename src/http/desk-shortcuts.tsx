/**
 * The page that lists the keyboard shortcuts of the desk and switches them off in one browser (D-34). Without script it is a page like
 * any other; with it `?` shows the list over the page one is on.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { REQUEST_VIEWS } from '../core/request-view.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { Badge, Button, Card } from './components.tsx';
import { DataTable } from './data-table.tsx';
import { queuePath } from './desk-paths.ts';
import { hasShortcuts, SHORTCUTS_OFF } from './desk-shortcut-marks.tsx';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { pathOf, type SessionVisit, seeOther, showPage, type Visit } from './visit.ts';

const YEAR_IN_SECONDS = 31_536_000;

/** GET /desk/shortcuts */
export function getShortcuts(visit: SessionVisit): Response {
  return showShortcuts(visit, null);
}

/** POST /desk/shortcuts */
export function postShortcuts(visit: SessionVisit): Response {
  const { fields, jar, portal } = visit;
  if (visit.staleForm) return showShortcuts(visit, staleTrouble(visit, 'shortcuts'));
  if (fields['choice'] === 'off') jar.set(portal.id, 'shortcuts', SHORTCUTS_OFF, YEAR_IN_SECONDS);
  if (fields['choice'] === 'on') jar.clear(portal.id, 'shortcuts');
  return seeOther(pathOf(visit, 'shortcuts'));
}

function showShortcuts(visit: SessionVisit, trouble: Trouble | null): Response {
  const texts = visit.words.deskWork;
  return showPage(
    visit,
    <PortalPage visit={visit} title={texts.shortcuts.title} width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      <p class="back">
        <a href={queuePath(visit, { view: 'all' })}>‹ {texts.back}</a>
      </p>
      <h1>{texts.shortcuts.title}</h1>
      <p>{texts.shortcuts.lead}</p>
      <Card>
        <div data-shortcut-list data-close={texts.shortcuts.close}>
          <ShortcutTable visit={visit} />
          <p class="small">{texts.shortcuts.where}</p>
        </div>
      </Card>
      <Switch visit={visit} />
    </PortalPage>,
    trouble?.status ?? 200,
  );
}

function ShortcutTable({ visit }: { visit: Visit }): JSX.Element {
  const { deskWork, requests } = visit.words;
  const texts = deskWork.shortcuts;
  const keys = (...names: readonly string[]) => (
    <span class="keys">
      {names.map((name) => (
        <kbd>{name}</kbd>
      ))}
    </span>
  );
  return (
    <DataTable
      caption={texts.caption}
      columns={[{ label: texts.keys }, { label: texts.does }]}
      rows={[
        ...REQUEST_VIEWS.map((view, index) => [keys('Shift', 'Alt', String(index + 1)), texts.view(requests.views[view])]),
        [keys('Shift', 'Alt', 'N'), texts.next],
        [keys('Shift', 'Alt', 'S'), texts.search],
        [keys('/'), texts.search],
        [keys('?'), texts.help],
      ]}
    />
  );
}

function Switch({ visit }: { visit: SessionVisit }): JSX.Element {
  const texts = visit.words.deskWork.shortcuts;
  const isOn = hasShortcuts(visit);
  return (
    <form method="post" action={pathOf(visit, 'shortcuts')} id="shortcuts">
      <HiddenToken visit={visit} />
      <p>
        <Badge tone={isOn ? 'ok' : 'neutral'} icon={isOn ? 'check' : 'pause'}>
          {isOn ? texts.on : texts.off}
        </Badge>
      </p>
      <p class="small">{texts.scope}</p>
      <div class="actions">
        <Button kind="secondary" name="choice" value={isOn ? 'off' : 'on'}>
          {isOn ? texts.turnOff : texts.turnOn}
        </Button>
      </div>
    </form>
  );
}
