/**
 * How the parts of a content page stand to each other: two columns, a heading with its link, the list of sections, the
 * pages of a long list, the place in the help. What stands in them is the page's own.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';

export interface ColumnsProps {
  readonly main: Child;
  /** The right column from 1001 px on; below the main one before. */
  readonly side: Child;
  /** 400 px, or 424 for settings, 464 for a profile. */
  readonly sideWidth?: 'default' | 'settings' | 'profile' | undefined;
}

/** Two columns; the side column comes second in reading order, at the top right on wide screens. */
export function Columns({ main, side, sideWidth = 'default' }: ColumnsProps): JSX.Element {
  return (
    <div class={`columns columns-${sideWidth}`}>
      <div class="stack">{main}</div>
      <div class="stack">{side}</div>
    </div>
  );
}

/** Equal cards side by side from 1001 px on. */
export function CardRow({ children }: { children?: Child }): JSX.Element {
  return <div class="card-row">{children}</div>;
}

/** Things below each other with the gap of sections. */
export function Stack({ children }: { children?: Child }): JSX.Element {
  return <div class="stack">{children}</div>;
}

/** An h2 with what belongs at its right: a link to all, a badge. */
export function SectionHead({ id, title, children }: { id: string; title: string; children?: Child }): JSX.Element {
  return (
    <div class="section-head">
      <h2 id={id}>{title}</h2>
      {children}
    </div>
  );
}

export interface SectionLink {
  readonly id: string;
  readonly title: string;
}

/** Links to the sections of a long page. */
export function Contents({ label, sections }: { label: string; sections: readonly SectionLink[] }): JSX.Element {
  return (
    <nav class="contents" aria-labelledby="contents-heading">
      <h2 id="contents-heading">{label}</h2>
      <ul>
        {sections.map((section) => (
          <li>
            <a href={`#${section.id}`}>{section.title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Where a part stands in the help: the first place is a link, the others are words. */
export function Breadcrumb({ label, href, places }: { label: string; href: string; places: readonly string[] }): JSX.Element {
  return (
    <nav class="breadcrumb" aria-label={label}>
      <ol>
        {places.map((place, index) => (
          <li>{index === 0 ? <a href={href}>{place}</a> : place}</li>
        ))}
      </ol>
    </nav>
  );
}

export interface PagesProps {
  readonly label: string;
  /** "2 / 3 pages", said between the links. */
  readonly current: string;
  readonly previous: { readonly href: string; readonly label: string } | null;
  readonly next: { readonly href: string; readonly label: string } | null;
}

/** The way through a list of several pages. */
export function Pages({ label, current, previous, next }: PagesProps): JSX.Element {
  return (
    <nav class="pages" aria-label={label}>
      {previous === null ? null : (
        <a href={previous.href} rel="prev">
          {previous.label}
        </a>
      )}
      <span>{current}</span>
      {next === null ? null : (
        <a href={next.href} rel="next">
          {next.label}
        </a>
      )}
    </nav>
  );
}
