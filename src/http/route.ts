/**
 * What a row of the route table says: who may enter, which fields and query keys are taken, what bounds guessing, whether a
 * fresh check is asked for. The rows stand in `routes/`, one list per feature.
 */
import type { CustomerRole } from '../core/account.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import type { Entry } from './guards.ts';
import type { Bounded } from './limits.ts';
import type { PendingVisit, SessionVisit, Visit } from './visit.ts';

/** `param` is the `:name` part of the path, '' where there is none. Null is answered with "not found". */
type Handler<V> = (visit: V, param: string) => Response | null | Promise<Response | null>;

interface RouteShape {
  /** Below `/{portal}/`. */
  readonly path: string;
  /** Portals that have it; all without. */
  readonly kind?: PortalDefinition['kind'];
  readonly query?: readonly string[];
  /** The page a form belongs to, where it posts to another path. */
  readonly page?: string;
  /** The pending sign-in is looked at, beside the routes of the sign-in: to fill in and to arrange, never to decide (I-1, I-2). */
  readonly pending?: true;
  /** Asked for by a script on its own, as long as a page stands open: no activity of the session (SEC-G03). */
  readonly asked?: true;
  /** Read by a script of ours: who may not ask gets a status, not the way to a page. */
  readonly json?: true;
  /** A sign-in may lead back here. */
  readonly returnable?: true;
}

type Entered =
  | { readonly entry: Extract<Entry, 'public'>; readonly handle: Handler<Visit> }
  | { readonly entry: Extract<Entry, 'pending'>; readonly handle: Handler<PendingVisit> }
  | {
      readonly entry: Extract<Entry, 'session'>;
      /** Asks for a fresh check first: everything that changes who may sign in, or how (SEC-H01, SEC-H02). */
      readonly fresh?: true;
      /** Whoever has another role is answered as if there were no such page, before any check (SEC-K02). */
      readonly role?: CustomerRole;
      readonly handle: Handler<SessionVisit>;
    };

export type Route = RouteShape & Bounded & Entered;
