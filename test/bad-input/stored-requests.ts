/** Everything the database keeps of lost-device requests as one text, to show that a refused one leaves it as it was. */
import type { World } from '../support/world.ts';

/** Without the audit trail, which notes refusals too. */
const TABLES = ['recovery_request', 'recovery_event', 'recovery_claims', 'recovery_link', 'claim_browser', 'account', 'outbox'];

export async function storedRequests(world: World): Promise<string> {
  return JSON.stringify(await Promise.all(TABLES.map((table) => world.query(`select * from ${table}`))));
}
