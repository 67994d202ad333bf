/** What the help page says about passkeys; its labels are those of the pages it leads to (B7-1, B7-2). */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { menuLabel } from './menu-label.ts';
import type { Visit } from './visit.ts';

export function PasskeyHelp({ visit }: { visit: Visit }): JSX.Element {
  const { portal } = visit;
  const { help: words, ...labels } = visit.words.passkeys;
  const page = menuLabel(visit, portal.twoFactor.page) ?? portal.twoFactor.heading[visit.language];
  return (
    <section class="help-section" id="passkeys" aria-labelledby="passkeys-heading">
      <h2 id="passkeys-heading">{words.heading}</h2>
      <p>{words.what}</p>
      <ol class="help-steps">
        <li>{words.open(page, labels.list.add)}</li>
        <li>{words.register(labels.enrol.button)}</li>
      </ol>
      <ul>
        <li>{portal.kind === 'desk' ? words.signInDesk(labels.code.button) : words.signIn(labels.signIn.button)}</li>
        <li>{words.spare}</li>
        <li>{words.browser}</li>
      </ul>
    </section>
  );
}
