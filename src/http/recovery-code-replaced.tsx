/**
 * The page after a right recovery code, at a sign-in and at a fresh check: which code is used up, the one that took its place,
 * how many are left, and what to do when the device is gone (Z-03, G-15). It is never the answer to a GET.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { slotLabel } from '../core/recovery-codes.ts';
import type { Replacement } from '../journeys/recovery-code-use.ts';
import { Banner, Card, LinkButton, ResultHeading } from './components.tsx';
import { PortalPage } from './layout.tsx';
import { CodeSheet, SavedForm } from './recovery-code-sheet.tsx';
import { pathOf, type Visit } from './visit.ts';

export interface ReplacedPageProps {
  readonly visit: Visit;
  readonly title: string;
  readonly lead: (slot: string) => string;
  readonly replacement: Replacement;
  /** The page the person was on the way to. */
  readonly goOn: string;
  readonly hasWithdrawn: boolean;
}

export function ReplacedPage({ visit, title, lead, replacement, goOn, hasWithdrawn }: ReplacedPageProps): JSX.Element {
  const { words } = visit;
  const texts = words.recoveryCodes;
  const label = slotLabel(replacement.slot);
  return (
    <PortalPage visit={visit} title={title} width="reading">
      <ResultHeading word={words.common.done} title={title} />
      <p class="lead">{lead(label)}</p>
      {hasWithdrawn ? (
        <Banner tone="info" role="status">
          <p>
            {texts.withdrawn} <a href={pathOf(visit, 'lost-device/withdrawal')}>{texts.withdrawnLink}</a>
          </p>
        </Banner>
      ) : null}
      <h2>{texts.replacedTitle}</h2>
      <p>{texts.replaced(label)}</p>
      <CodeSheet visit={visit} codes={[replacement.code]} />
      <p>{replacement.left === 0 ? texts.noneAfter : texts.leftAfter(replacement.left)}</p>
      <SavedForm
        visit={visit}
        label={texts.savedOne}
        setId={replacement.setId}
        slot={replacement.slot}
        returnTo={goOn}
        laterHref={goOn}
      />
      <Card emphasis headingId="gone-heading">
        <h2 id="gone-heading">{texts.goneTitle}</h2>
        <p>{texts.gone}</p>
        <p>
          <LinkButton kind="secondary" href={pathOf(visit, 'account/authenticators/replacement')}>
            {texts.goneLink}
          </LinkButton>
        </p>
      </Card>
    </PortalPage>
  );
}
