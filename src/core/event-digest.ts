/** What ties the event of a request to the audit log: the digest that its entry holds. */
import { textDigest } from './tokens.ts';

/** A `RecoveryEvent`, or one as it was read from a file. */
export interface DigestedEvent {
  readonly schema: unknown;
  readonly at: unknown;
  readonly actor: { readonly kind: unknown; readonly id: unknown };
  readonly policyVersion: unknown;
  readonly detail: unknown;
}

/** Over every field of the event and where it stands in its stream. */
export function eventDigest(requestId: string, version: number, event: DigestedEvent): string {
  const { detail, actor } = event;
  return textDigest(
    JSON.stringify([requestId, version, event.schema, event.at, actor.kind, actor.id, event.policyVersion, detail]),
  );
}
