/** Answers the form that acts on several requests of the queue at once: an owner or a label for each (D-36). */
import { readLabel } from '../core/desk-claim.ts';
import type { Outcome } from '../core/outcome.ts';
import { readReceipt } from '../core/receipt.ts';
import { assignRequests, type BulkResult, labelRequests } from '../journeys/desk-claims.ts';
import { staleTrouble } from './code-errors.tsx';
import { ROW_FIELDS } from './desk-bulk.tsx';
import { handledBy, placeAsked, queuePath, requestPortals } from './desk-paths.ts';
import { BULK_FORM } from './desk-request-table.tsx';
import { showQueue } from './desk-requests.tsx';
import { type SessionVisit, seeOther } from './visit.ts';

/** POST /desk/requests/selected */
export async function postSelected(visit: SessionVisit): Promise<Response> {
  const { caller, fields, session, site, words } = visit;
  const texts = words.deskWork.errors;
  const complain = (field: string, message: string) => showQueue(visit, { status: 422, errors: [{ field, message }] });
  if (visit.staleForm) return showQueue(visit, staleTrouble(visit, BULK_FORM));
  const receipts = ROW_FIELDS.flatMap((name) => readReceipt(fields[name] ?? '') ?? []);
  if (receipts.length === 0) return complain(BULK_FORM, texts.noneSelected);
  const portals = requestPortals(visit).map(({ id }) => id);
  if (fields['choice'] === 'label') {
    const label = readLabel(fields['label'] ?? '');
    if (!label.ok) return complain('label', label.problem === 'empty' ? texts.labelEmpty : texts.labelLong);
    return answerBulk(visit, await labelRequests(site.ports, caller, session, portals, receipts, label.value));
  }
  if (fields['choice'] !== 'assign') return complain('owner', texts.noOwner);
  const owner = fields['owner'] ?? '';
  const outcome = await assignRequests(site.ports, caller, session, portals, receipts, owner, handledBy(site));
  return outcome.ok ? answerBulk(visit, outcome) : complain('owner', texts.noOwner);
}

function answerBulk(visit: SessionVisit, outcome: Outcome<BulkResult>): Response {
  const { changed, left } = outcome.ok ? outcome.value : { changed: 0, left: 1 };
  const notice = left === 0 ? 'bulk-done' : changed === 0 ? 'bulk-none' : 'bulk-partly';
  return seeOther(queuePath(visit, { ...placeAsked(visit), notice }));
}
