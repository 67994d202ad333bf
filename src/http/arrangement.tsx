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
  /** Below the main column; last where there is one column, so that the side keeps its place. */
  readonly below?: Child;
  /** 400 px, or 424 for settings, 464 for a profile. */
  readonly sideWidth?: 'default' | 'settings' | 'profile' | undefined;
}

/** Two columns; the side column comes second in reading order, at the top right on wide screens. */
export function Columns({ main, side, below, sideWidth = 'default' }: ColumnsProps): JSX.Element {
  return (
    <div class={`columns columns-${sideWidth}`}>
      <div class="stack">{main}</div>
      <div class="stack">{side}</div>
      {below === undefined ? null : <div class="stack">{below}</div>}
    </div>
  );
}

/** Equal cards side by side from 1001 px on; `stacked` below each other, where the column is narrow. */
export function CardRow({ stacked, children }: { stacked?: boolean; children?: Child }): JSX.Element {
  return <div class={stacked === true ? 'card-row card-row-stacked' : 'card-row'}>{children}</div>;
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

export interface ContentsGroup {
  /** Where a link to the group leads. */
  readonly id: string;
  readonly title: string;
  readonly links: readonly Place[];
}

/** Links to the parts of the help, under their category and, below it, their subcategory. */
export function Contents({ category, subcategory }: { category: ContentsGroup; subcategory: ContentsGroup }): JSX.Element {
  return (
    <nav class="contents" id={category.id} aria-labelledby="contents-heading">
      <h2 id="contents-heading">{category.title}</h2>
      <PlaceList places={category.links} />
      <h3 id={subcategory.id}>{subcategory.title}</h3>
      <PlaceList places={subcategory.links} />
    </nav>
  );
}

function PlaceList({ places }: { places: readonly Place[] }): JSX.Element {
  return (
    <ul>
      {places.map((place) => (
        <li>
          <a href={place.href}>{place.title}</a>
        </li>
      ))}
    </ul>
  );
}

export interface Place {
  readonly href: string;
  readonly title: string;
}

/** Where a page stands in the help: every place above it is a link. */
export function Breadcrumb({ label, places }: { label: string; places: readonly Place[] }): JSX.Element {
  return (
    <nav class="breadcrumb" aria-label={label}>
      <ol>
        {places.map((place) => (
          <li>
            <a href={place.href}>{place.title}</a>
          </li>
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

/** A page number from 1 to 99999; anything else is the first page. */
export function pageAsked(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,4}$/u.test(text) ? Number(text) : 1;
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
