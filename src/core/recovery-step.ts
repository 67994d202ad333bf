/**
 * Which step of a lost-device request is news to its holder (desk.md section 5, invariant 10): what is decided together is told once,
 * by the last of its events that means something outside the desk. Filing, the mailbox and the holder's own endings have letters of
 * their own.
 */
import type { RecoveryEvent, RecoveryEventDetail } from './recovery-event.ts';

export const RECOVERY_STEPS = [
  'disputed',
  'contact-tried',
  'recorded',
  'vouched',
  'proposed',
  'returned',
  'approved',
  'released',
  'pass-dead',
  'taken-elsewhere',
  'redeemed',
  'left-off',
  'stopped',
  'resumed',
  'refused',
  'closed',
  'disowned',
] as const;
export type RecoveryStep = (typeof RECOVERY_STEPS)[number];

/** Null when nobody outside the desk need hear of it. */
export function stepOf(events: readonly Pick<RecoveryEvent, 'detail'>[]): RecoveryStep | null {
  return events.map(({ detail }) => stepOfEvent(detail)).findLast((step) => step !== null) ?? null;
}

function stepOfEvent(detail: RecoveryEventDetail): RecoveryStep | null {
  switch (detail.type) {
    case 'ContactTried':
      return 'contact-tried';
    case 'EvidenceRecorded':
      return 'recorded';
    case 'EvidenceAdded':
      return detail.kind === 'voucher' ? 'vouched' : null;
    case 'Proposed':
      return 'proposed';
    case 'Returned':
    case 'EvidenceFellShort':
      return 'returned';
    case 'Approved':
      return detail.isEnough ? 'approved' : null;
    case 'Released':
    case 'PassMailed':
      return 'released';
    case 'PassSpent':
      return detail.because === 'wrong-tries' ? 'pass-dead' : 'taken-elsewhere';
    case 'Redeemed':
      return detail.authenticatorId === null ? 'left-off' : 'redeemed';
    case 'Frozen':
      return 'stopped';
    case 'Resumed':
      return 'resumed';
    case 'Refused':
      return 'refused';
    case 'Closed':
      return detail.because === 'disowned' ? 'disowned' : 'closed';
    default:
      return null;
  }
}
