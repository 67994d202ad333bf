/**
 * The pieces pages are made of: buttons, cards, lists of facts, badges, banners, tables, steps. They decide how a thing
 * looks and how it is marked up, never what it says: words come from the caller.
 */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Words } from '../i18n/catalog.ts';
import type { IconName } from './icons.ts';
import { DoorMark, Icon, StepLine } from './marks.tsx';

export type ButtonKind = 'primary' | 'secondary' | 'text' | 'danger';
export type ButtonSize = 'large' | 'medium';

export interface ButtonProps {
  readonly kind?: ButtonKind | undefined;
  readonly size?: ButtonSize | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly icon?: IconName | undefined;
  readonly children?: Child;
}

/** A submit button. One primary per page, `large` (56 px) for the main action; there are no disabled buttons. */
export function Button({ kind = 'primary', size = 'medium', name, value, icon, children }: ButtonProps): JSX.Element {
  return (
    <button type="submit" class={`button button-${kind} button-${size}`} name={name} value={value}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  );
}

export interface LinkButtonProps {
  readonly href: string;
  readonly kind?: ButtonKind | undefined;
  readonly size?: ButtonSize | undefined;
  readonly icon?: IconName | undefined;
  readonly children?: Child;
}

/** A link that looks like a button: for going somewhere, never for changing something. */
export function LinkButton({ href, kind = 'primary', size = 'medium', icon, children }: LinkButtonProps): JSX.Element {
  return (
    <a href={href} class={`button button-${kind} button-${size}`}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </a>
  );
}

/** A plain link with a comfortable target. */
export function TextLink({ href, children }: { href: string; children?: Child }): JSX.Element {
  return (
    <a class="text-link" href={href}>
      {children}
    </a>
  );
}

/** The row of actions under a form: main button first, quiet ones at its right, below each other at 320 px. */
export function Actions({ children }: { children?: Child }): JSX.Element {
  return <div class="actions">{children}</div>;
}

/** Where the person is in a journey of a few pages: the step line, "Step 2 of 3", and the name of the step. */
export function StepProgress({ step, of, label, words }: { step: number; of: number; label: string; words: Words }): JSX.Element {
  return (
    <p class="step-progress">
      <StepLine step={step} of={of} />
      <strong>{words.common.step(step, of)}</strong> <span>{label}</span>
    </p>
  );
}

/** Numbered steps on one page. */
export function Steps({ children }: { children?: Child }): JSX.Element {
  return <ol class="steps">{children}</ol>;
}

/** One numbered step with its heading (h2) and what is to be done. */
export function Step({ n, title, children }: { n: number; title: string; children?: Child }): JSX.Element {
  return (
    <li class="step">
      <span class="step-number" aria-hidden="true">
        {n}
      </span>
      <div class="step-body">
        <h2>{title}</h2>
        {children}
      </div>
    </li>
  );
}

export interface CardProps {
  /** The 56 px bar on the top edge: the one card a page is about. */
  readonly accentBar?: boolean | undefined;
  /** A 2 px accent edge: the next thing to do, at most one a page. */
  readonly emphasis?: boolean | undefined;
  readonly id?: string | undefined;
  /** id of the heading inside, which names the section. */
  readonly headingId?: string | undefined;
  readonly children?: Child;
}

/** A section on a surface of its own. */
export function Card({ accentBar, emphasis, id, headingId, children }: CardProps): JSX.Element {
  const classes = ['card', accentBar === true ? 'card-bar' : '', emphasis === true ? 'card-emphasis' : ''].filter(
    (name) => name !== '',
  );
  return (
    <section class={classes.join(' ')} id={id} aria-labelledby={headingId}>
      {children}
    </section>
  );
}

export interface Fact {
  readonly term: string;
  readonly value: Child;
  /** A link or a small form at the end of the row. */
  readonly action?: Child | undefined;
}

/** Pairs of a term and its value. */
export function Facts({ rows }: { rows: readonly Fact[] }): JSX.Element {
  return (
    <dl class="facts">
      {rows.map((row) => (
        <div class="fact">
          <dt>{row.term}</dt>
          <dd>{row.value}</dd>
          {row.action === undefined ? null : <dd class="fact-action">{row.action}</dd>}
        </div>
      ))}
    </dl>
  );
}

export type Tone = 'info' | 'ok' | 'warn' | 'err';

/** A state in one word with its icon: never colour alone. */
export function Badge({
  tone,
  icon,
  children,
}: {
  tone: 'ok' | 'warn' | 'err' | 'neutral' | 'accent' | 'soon' | 'overdue';
  icon?: IconName | undefined;
  children?: Child;
}): JSX.Element {
  return (
    <span class={`badge badge-${tone}`}>
      {icon === undefined ? null : <Icon name={icon} size={16} />}
      {children}
    </span>
  );
}

const BANNER_ICON: Readonly<Record<Tone, IconName>> = { info: 'info', ok: 'check', warn: 'info', err: 'alert' };

export interface BannerProps {
  readonly tone: Tone;
  readonly title?: string | undefined;
  /** In place of the tone's own. */
  readonly icon?: IconName | undefined;
  /** `status` when the page was loaded to say this. */
  readonly role?: 'status' | 'alert' | undefined;
  readonly children?: Child;
}

/** A message with an icon, a bold line and a text. */
export function Banner({ tone, title, icon = BANNER_ICON[tone], role, children }: BannerProps): JSX.Element {
  return (
    <div class={`banner banner-${tone}`} role={role}>
      <Icon name={icon} size={24} />
      <div class="banner-text">
        {title === undefined ? null : <p class="banner-title">{title}</p>}
        {children === undefined ? null : <div>{children}</div>}
      </div>
    </div>
  );
}

/** A question that opens its answer in place; works without script. */
export function Disclosure({
  summary,
  open,
  children,
}: {
  summary: string;
  open?: boolean | undefined;
  children?: Child;
}): JSX.Element {
  return (
    <details class="disclosure" open={open === true ? true : undefined}>
      <summary>
        <Icon name="chevron" />
        {summary}
      </summary>
      <div class="disclosure-body">{children}</div>
    </details>
  );
}

/** Ways to go on, cheapest first. */
export function RouteList({ children }: { children?: Child }): JSX.Element {
  return <ul class="routes">{children}</ul>;
}

/** One way: icon, bold link (or bold words when there is nowhere to go), one line of why. */
export function RouteItem({
  icon,
  href,
  title,
  children,
}: {
  icon: IconName;
  href?: string | undefined;
  title: string;
  children?: Child;
}): JSX.Element {
  return (
    <li class="route">
      <Icon name={icon} size={24} />
      <div>
        {href === undefined ? (
          <strong>{title}</strong>
        ) : (
          <a class="route-link" href={href}>
            {title}
          </a>
        )}
        {children === undefined ? null : <p class="route-why">{children}</p>}
      </div>
    </li>
  );
}

/** For whom this sign-in is: the address already masked, then the way to another account (a link, or the child given). */
export function MaskedAccount({
  email,
  words,
  switchHref,
  children,
}: {
  email: string;
  words: Words;
  switchHref?: string | undefined;
  children?: Child;
}): JSX.Element {
  return (
    <div class="masked-account">
      <p>
        <Icon name="person" />
        <strong>{email}</strong>
      </p>
      {switchHref === undefined ? null : <a href={switchHref}>{words.common.otherAccount}</a>}
      {children}
    </div>
  );
}

/** Page opening after something was done: green square, the word (完了), then the h1. */
export function ResultHeading({ word, title }: { word: string; title: string }): JSX.Element {
  return (
    <div class="result-heading">
      <span class="result-mark" aria-hidden="true">
        <Icon name="check" size={32} />
      </span>
      <div>
        <p class="result-word">{word}</p>
        <h1>{title}</h1>
      </div>
    </div>
  );
}

/**
 * The QR code on white, with what stands beside it. `svg` is markup of the `uqr` library, which holds numbers only; it is
 * shown at the natural size its width attribute says (use {@link qrPixelSize}).
 */
export function QrCard({ svg, alt, children }: { svg: string; alt: string; children?: Child }): JSX.Element {
  return (
    <div class="card qr-card">
      <div class="qr-code" role="img" aria-label={alt}>
        {raw(sizedSvg(svg))}
      </div>
      <div class="qr-beside">{children}</div>
    </div>
  );
}

/** The key in groups of four, copied as one string; the copy button is added by script where copying works. */
export function KeyBox({ groups, words }: { groups: readonly string[]; words: Words }): JSX.Element {
  return (
    <div class="key-box" data-copy={groups.join('')} data-copy-label={words.common.copyKey} data-copied={words.common.copied}>
      <p class="key" translate="no">
        {groups.map((group) => (
          <span class="key-group">{group} </span>
        ))}
      </p>
      <div class="key-actions"></div>
      <template>
        <Icon name="copy" />
      </template>
    </div>
  );
}

export interface DialogProps {
  readonly id: string;
  readonly title: string;
  readonly open?: boolean | undefined;
  readonly children?: Child;
}

/**
 * One copy of an offer: without script a panel at its place in the page, with script a modal dialog. Esc submits the form
 * inside that carries `data-dismiss`, so that "not now" is remembered either way.
 */
export function Dialog({ id, title, open = true, children }: DialogProps): JSX.Element {
  return (
    <dialog class="offer" id={id} open={open ? true : undefined} aria-labelledby={`${id}-title`} data-modal>
      <div class="offer-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <DoorMark size="large" />
      </div>
      {children}
    </dialog>
  );
}

/**
 * Pixels of a QR code of so many modules, quiet zone included: a whole number each, within 288 in all, but never below 240
 * (look/README.md section 6). The few sizes that have neither get the next pixel; the page gives them its margin at 320 px.
 */
export function qrPixelSize(modules: number): number {
  const within = Math.max(1, Math.floor(288 / modules)) * modules;
  return within < 240 && within + modules <= 320 ? within + modules : within;
}

/** The markup of `uqr` at the size its modules ask for; the first dark module tells how many units one is wide. */
function sizedSvg(svg: string): string {
  const width = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1] ?? 0);
  const unit = Number(/ d="M\d+,\d+h(\d+)v/.exec(svg)?.[1] ?? 0);
  if (width === 0 || unit === 0) return svg;
  const pixels = qrPixelSize(width / unit);
  return svg.replace('<svg ', `<svg width="${pixels}" height="${pixels}" aria-hidden="true" focusable="false" `);
}
