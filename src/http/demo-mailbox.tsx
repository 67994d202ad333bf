/**
 * The letters of demo mode, as a page and as JSON (product.md section 5). Outside the portals and for everybody who reaches
 * this machine; the route table has both routes in demo mode only.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../core/language.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import type { DemoMail, DemoMailbox } from '../ports.ts';
import { Card, Facts } from './components.tsx';
import { BarePage, type BarePageProps } from './layout.tsx';
import { showPage } from './visit.ts';

export interface DemoMailboxProps extends Omit<BarePageProps, 'title' | 'children'> {
  readonly mailbox: DemoMailbox;
}

/** GET /demo/mail: the newest letter first, its links clickable. */
export function showDemoMailbox(props: DemoMailboxProps): Response {
  return showPage(props, <MailboxPage {...props} />);
}

/** GET /demo/mail.json: `[{ to, subject, text, html, at }]`, newest first; `at` in ISO 8601. */
export function showDemoMailboxAsJson(mailbox: DemoMailbox): Response {
  const letters = mailbox
    .list()
    .map(({ to, subject, text, html, at }) => ({ to, subject, text, html, at: new Date(at).toISOString() }));
  return Response.json(letters);
}

function MailboxPage({ mailbox, ...page }: DemoMailboxProps): JSX.Element {
  const { language, words } = page;
  const letters = mailbox.list();
  return (
    <BarePage {...page} title={words.letters.mailbox.title}>
      <h1>{words.letters.mailbox.title}</h1>
      <p class="lead">{words.letters.mailbox.lead}</p>
      {letters.length === 0 ? <p>{words.letters.mailbox.empty}</p> : null}
      <div class="stack">
        {letters.map((letter, index) => (
          <MailCard letter={letter} id={`letter-${index + 1}`} language={language} words={words} />
        ))}
      </div>
    </BarePage>
  );
}

function MailCard({
  letter,
  id,
  language,
  words,
}: {
  letter: DemoMail;
  id: string;
  language: Language;
  words: Words;
}): JSX.Element {
  const labels = words.letters.mailbox;
  return (
    <Card headingId={id}>
      <h2 id={id} lang={letter.language}>
        {letter.subject}
      </h2>
      <Facts
        rows={[
          { term: labels.from, value: <span lang={letter.language}>{letter.from}</span> },
          { term: labels.to, value: letter.to.join(', ') },
          {
            term: labels.at,
            value: <time datetime={new Date(letter.at).toISOString()}>{formatDateTimeWithZone(language, letter.at)}</time>,
          },
        ]}
      />
      <div class="plain-text" lang={letter.language}>
        {letter.text.split('\n').map((line) => (
          <TextLine line={line} />
        ))}
      </div>
    </Card>
  );
}

/** In the text part an address stands alone on its line. */
function TextLine({ line }: { line: string }): JSX.Element {
  return (
    <>
      {/^https?:\/\/\S+$/u.test(line) ? <a href={line}>{line}</a> : line}
      {'\n'}
    </>
  );
}
