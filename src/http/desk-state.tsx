/** What stands on every page of the desk as long as it holds: that one person is alone there. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { Icon } from './marks.tsx';
import type { Visit } from './visit.ts';

export function DeskState({ visit }: { visit: Visit }): JSX.Element | null {
  const { portal, session, site, words } = visit;
  if (portal.kind !== 'desk' || session === null || !site.ports.recovery.singlePerson) return null;
  const texts = words.deskState;
  return (
    <aside class="desk-state" aria-label={texts.label}>
      <p>
        <Icon name="person" />
        <span>{texts.singlePerson}</span>
      </p>
    </aside>
  );
}
