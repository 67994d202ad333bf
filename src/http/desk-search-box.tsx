/** The search box in the header of the desk, for whoever may see requests. What it finds is shown by `desk-search.tsx`. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { may } from '../core/staff.ts';
import { hasShortcuts, shortcutMark } from './desk-shortcut-marks.tsx';
import { HiddenToken } from './fields.tsx';
import { Icon } from './marks.tsx';
import { pathOf, type Visit } from './visit.ts';

export function DeskSearchBox({ visit }: { visit: Visit }): JSX.Element | null {
  const { portal, session, words } = visit;
  if (portal.kind !== 'desk' || session === null || !may(session.account.role, 'requests.view')) return null;
  const texts = words.deskWork;
  return (
    <search class="search-box">
      <form method="post" action={pathOf(visit, 'search')} novalidate>
        <HiddenToken visit={visit} />
        <Icon name="search" />
        <label class="visually-hidden" for="search-box">
          {texts.searchShortLabel}
        </label>
        <input id="search-box" name="q" type="text" autocomplete="off" spellcheck={false} {...shortcutMark(visit, 'KeyS')} />
        {hasShortcuts(visit) ? (
          <span class="search-key" aria-hidden="true">
            /
          </span>
        ) : null}
        <button type="submit">{texts.search}</button>
      </form>
    </search>
  );
}
