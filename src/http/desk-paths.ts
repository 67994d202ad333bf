/** Where the pages of the desk lead to each other: from one closed list, never from a form. */
import { REQUEST_VIEWS, type RequestView, SORT_KEYS, type SortKey } from '../core/request-view.ts';
import type { PortalsHandled } from '../journeys/desk-claims.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { pageAsked } from './arrangement.tsx';
import { pathOf, type SessionVisit, type Visit } from './visit.ts';

/** The page of one request. */
export function requestPath(visit: Pick<Visit, 'portal'>, receipt: string): string {
  return pathOf(visit, `requests/${receipt}`);
}

/** What can be decided about a request, each on a page of its own below it. */
export const DECISION_PAGES = {
  propose: 'proposal',
  approve: 'approval',
  return: 'return',
  refuse: 'refusal',
  stop: 'stop',
  press: 'pressure',
  risk: 'risk',
  revoke: 'revocation',
  lower: 'lowering',
  resume: 'resumption',
  grant: 'grant',
} as const;
export type DecisionName = keyof typeof DECISION_PAGES;

export function decisionPath(visit: Pick<Visit, 'portal'>, receipt: string, name: DecisionName): string {
  return `${requestPath(visit, receipt)}/${DECISION_PAGES[name]}`;
}

export interface QueuePlace {
  readonly view: RequestView;
  readonly sort?: SortKey;
  readonly isDescending?: boolean;
  readonly page?: number;
  readonly notice?: string;
}

/** What is usual stands in no address. */
export function queuePath(
  visit: Pick<Visit, 'portal'>,
  { view, sort = 'due', isDescending = false, page = 1, notice }: QueuePlace,
): string {
  const query = new URLSearchParams();
  if (view !== 'all') query.set('view', view);
  if (sort !== 'due') query.set('sort', sort);
  if (isDescending) query.set('order', 'desc');
  if (page > 1) query.set('page', String(page));
  if (notice !== undefined) query.set('notice', notice);
  const path = pathOf(visit, 'requests');
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** Which part of the queue a page shows, or a form of it was sent from: read from closed lists, the usual one for anything else. */
export function placeAsked({ query, fields }: Pick<Visit, 'query' | 'fields'>): Required<Omit<QueuePlace, 'notice'>> {
  const asked = (name: string): string | undefined => query[name] ?? fields[name];
  return {
    view: REQUEST_VIEWS.find((view) => view === asked('view')) ?? 'all',
    sort: SORT_KEYS.find((key) => key === asked('sort')) ?? 'due',
    isDescending: asked('order') === 'desc',
    page: pageAsked(asked('page')),
  };
}

/** Where an act on a request leads back to: the closed choice of the field `back`. */
export function pathAfter(visit: Visit, receipt: string, notice: string): string {
  const { fields } = visit;
  if (fields['back'] === 'queue') return queuePath(visit, { ...placeAsked(visit), notice });
  return `${requestPath(visit, receipt)}?notice=${notice}`;
}

/** Those, and the desk itself: its own people lose devices too, in nobody's portal (desk.md section 6). */
export function requestPortals(visit: Pick<SessionVisit, 'portal' | 'site' | 'session'>): readonly PortalDefinition[] {
  return [...handledPortals(visit), visit.portal];
}

/**
 * The portals of customers whose requests this person handles: all of them, unless the operator named some (desk.md section 6, own
 * portals). Every query of the desk is made from these.
 */
export function handledPortals({ session, site }: Pick<SessionVisit, 'site' | 'session'>): readonly PortalDefinition[] {
  return portalsOf(site, session.account.canonicalEmail);
}

/** Those of whoever has this canonical address. */
export function portalsOf(site: SessionVisit['site'], canonicalEmail: string): readonly PortalDefinition[] {
  const own = site.staffScopes.get(canonicalEmail);
  return [...site.portals.values()].filter(({ id, kind }) => kind === 'customer' && (own === undefined || own.includes(id)));
}

/** The same as the journeys ask for it. */
export function handledBy(site: SessionVisit['site']): PortalsHandled {
  return (canonicalEmail) => portalsOf(site, canonicalEmail).map(({ id }) => id);
}

/** Whether this person sees every portal of customers: what is for all of them is not for anybody else. */
export function handlesAll({ session, site }: Pick<SessionVisit, 'site' | 'session'>): boolean {
  return !site.staffScopes.has(session.account.canonicalEmail);
}
