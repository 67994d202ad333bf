/** What an auditor must be able to see later: since when the procedure was laxer than by default (desk.md section 3). */
import type { Instant } from '../core/time.ts';
import type { Ports } from '../ports.ts';

/** At every start of a node; nothing where nothing is laxer. */
export async function noteLaxities({ store }: Pick<Ports, 'store'>, laxities: readonly string[], at: Instant): Promise<void> {
  if (laxities.length === 0) return;
  const actor = { kind: 'system', id: null } as const;
  const detail = { type: 'config.laxer', laxities } as const;
  await store.record([{ at, portal: null, address: null, requestId: null, actor, accountId: null, detail }]);
}
