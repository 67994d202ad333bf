/** Pieces that several pages of a lost-device request share: what happens next, whom to reach, the receipt, the progress. */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { SupportPlan } from '../core/account.ts';
import type { RecoveryRequest } from '../core/recovery-state.ts';
import { Badge, Card, type Fact, Facts, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import type { IconName } from './icons.ts';
import { lasting } from './lasting.ts';
import { Icon } from './marks.tsx';
import type { Visit } from './visit.ts';

/** The way from the form to a new device; the same for everybody who files. */
export function NextSteps({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.lostRequest.form;
  const { mail, check, decide, wait, pass } = words.next;
  const waitFor = lasting(visit.words, visit.site.ports.recovery.wait.low);
  return (
    <section class="next-steps" aria-labelledby="next-heading">
      <h2 id="next-heading">{words.nextHeading}</h2>
      <Timeline
        items={[
          { state: 'to-come', icon: 'mail', ...mail },
          { state: 'to-come', icon: 'phone', ...check },
          { state: 'to-come', icon: 'people', ...decide },
          { state: 'to-come', icon: 'clock', title: wait.title(waitFor), text: wait.text },
          { state: 'to-come', icon: 'key', ...pass },
        ]}
      />
    </section>
  );
}

export interface TimelineItem {
  readonly state: 'done' | 'now' | 'to-come' | 'ended';
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  /** Word beside the title of the present step. */
  readonly here?: string | undefined;
}

/** Steps in order of time: done, now, to come. Said in words too: the badge, and the time a step was done. */
export function Timeline({ items }: { items: readonly TimelineItem[] }): JSX.Element {
  return (
    <ol class="timeline">
      {items.map((item) => (
        <li class={`timeline-${item.state}`}>
          <span class="timeline-dot">
            <Icon name={item.state === 'done' ? 'check' : item.icon} size={16} />
          </span>
          <div>
            <p class="timeline-title">
              <strong>{item.title}</strong> {item.here === undefined ? null : <Badge tone="accent">{item.here}</Badge>}
            </p>
            <p class="small">{item.text}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The number large, to be copied (by script) and printed; `hint` says what it is good for. */
export function ReceiptNumber({ visit, receipt, hint }: { visit: Visit; receipt: string; hint?: string | undefined }): JSX.Element {
  const words = visit.words.lostRequest.receipt;
  return (
    <div class="receipt-number" data-copy={receipt} data-copy-label={words.copy} data-copied={visit.words.common.copied}>
      <p class="receipt-line">
        <span>{words.number}</span> <strong translate="no">{receipt}</strong>
      </p>
      <div class="key-actions"></div>
      <template>
        <Icon name="copy" />
      </template>
      {hint === undefined ? null : <p class="small receipt-hint">{hint}</p>}
    </div>
  );
}

/** How a request that is over ended. */
export function endedText({ words }: Visit, { isLeftOff, state }: RecoveryRequest): string {
  const { status } = words.lostRequest;
  switch (state) {
    case 'withdrawn':
    case 'vetoed':
    case 'refused':
    case 'expired':
      return status.ended[state];
    default:
      return isLeftOff ? status.doneLeftOff : status.done;
  }
}

/** The desks of the portal for who has no request to look at; nothing in it depends on the visitor. */
export function DeskContactCard({ visit }: { visit: Visit }): JSX.Element | null {
  const { paid, standard } = visit.portal.contact;
  if (paid.length + standard.length === 0) return null;
  return (
    <Card headingId="desk-heading">
      <h2 id="desk-heading">{visit.words.lostRequest.receipt.deskHeading}</h2>
      <DeskContacts visit={visit} plan={null} />
    </Card>
  );
}

/** Every desk of the portal, that of the own plan first where it is known: somebody must be reachable while a request waits. */
export function DeskContacts({ visit, plan }: { visit: Visit; plan: SupportPlan | null }): JSX.Element | null {
  const { portal, language, words } = visit;
  const contact = words.help.contact;
  const plans: readonly SupportPlan[] = plan === 'paid' ? ['paid', 'standard'] : ['standard', 'paid'];
  const blocks = plans.flatMap((each) => portal.contact[each]);
  if (blocks.length === 0) return null;
  return (
    <>
      {blocks.map((block) => (
        <div class="desk-contact">
          <h3>{block.title[language]}</h3>
          <Facts
            rows={[
              ...fact(contact.phone, block.phone === null ? null : <Phone number={block.phone} />),
              ...fact(contact.mail, block.mail === null ? null : <Mail address={block.mail} />),
              { term: contact.hours, value: block.hours[language] },
            ]}
          />
        </div>
      ))}
    </>
  );
}

/** A form with one button. `token` is the mailed one where the page was opened from a letter; else the form token guards it. */
export function OneButtonForm({
  visit,
  action,
  id,
  token,
  children,
}: {
  visit: Visit;
  action: string;
  id?: string | undefined;
  token: string | null;
  children?: Child;
}): JSX.Element {
  return (
    <form method="post" action={action} id={id}>
      {children}
      {token === null ? null : <input type="hidden" name="token" value={token} />}
      <HiddenToken visit={visit} />
    </form>
  );
}

function Phone({ number }: { number: string }): JSX.Element {
  return (
    <a class="phone-number" href={`tel:${number.replace(/[^\d+]/gu, '')}`}>
      {number}
    </a>
  );
}

/** Where it does not fit on a line, it breaks before the host. */
function Mail({ address }: { address: string }): JSX.Element {
  const at = address.lastIndexOf('@');
  return (
    <TextLink href={`mailto:${address}`}>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </TextLink>
  );
}

function fact(term: string, value: Child | null): readonly Fact[] {
  return value === null ? [] : [{ term, value }];
}
