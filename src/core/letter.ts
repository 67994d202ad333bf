/**
 * Every letter the product sends, as data. Journeys queue one inside the transaction of the change it speaks of; the
 * courier renders it in the account's language and sends it later (transactional outbox, SEC-P01).
 */
import type { AccountId, PortalId, SupportPlan } from './account.ts';
import type { CompanyContent } from './company-letter.ts';
import type { ContactLetter, ContactNotice } from './contact-letter.ts';
import type { Language } from './language.ts';
import type { RequestChannel } from './recovery-event.ts';
import type { RecoveryStep } from './recovery-step.ts';
import type { StaffContent } from './staff-letter.ts';
import type { Duration, Instant } from './time.ts';

/** When, with which browser and roughly from where something happened. `browser` is a label such as "Chrome / Windows". */
export interface Circumstances {
  readonly at: Instant;
  readonly browser: string;
  /** The network address, coarsened: 203.0.113.x or 2001:db8:1::/48. */
  readonly place: string;
}

/**
 * What waited for room in the day's mail, told in one letter (SEC-P06). It is queued by nobody: the outbox makes it of the
 * letters that waited, with the "not me" link of the earliest that has one.
 */
export interface SeveralNotices {
  readonly kind: 'several-notices';
  /** In order of time. */
  readonly events: readonly { readonly kind: LetterKind; readonly circumstances: Circumstances }[];
  /** Of the event that the link objects to. */
  readonly circumstances: Circumstances;
}

/**
 * What tells a holder of something that a stranger may have done. Each carries a "not me" link of its own (SEC-P04, G-16);
 * a journey queues one by `notice` (journeys/notices.ts), which makes the link.
 */
export type NoticeContent =
  | SeveralNotices
  | { readonly kind: 'two-factor-on'; readonly deviceName: string; readonly circumstances: Circumstances }
  | { readonly kind: 'two-factor-off'; readonly circumstances: Circumstances }
  /** Registered; or refused, because there may be a copy of it. */
  | { readonly kind: 'passkey-added' | 'passkey-copied'; readonly deviceName: string; readonly circumstances: Circumstances }
  | {
      readonly kind: 'authenticator-added' | 'authenticator-removed';
      readonly deviceName: string;
      readonly circumstances: Circumstances;
    }
  | {
      readonly kind: 'authenticator-replaced' | 'authenticator-renamed';
      readonly deviceName: string;
      /** Of the device before, or of this one before. */
      readonly previousName: string;
      readonly circumstances: Circumstances;
    }
  | { readonly kind: 'new-browser'; readonly circumstances: Circumstances }
  /** By a session of the account: every other one ended (SEC-P02). */
  | { readonly kind: 'other-sessions-ended'; readonly circumstances: Circumstances }
  /** The first sign-in for a long time, from whichever browser (SEC-E11). */
  | { readonly kind: 'sign-in-after-absence'; readonly lastSignedInAt: Instant; readonly circumstances: Circumstances }
  | { readonly kind: 'password-changed' | 'password-reset'; readonly circumstances: Circumstances }
  /** A correct password was followed by wrong codes (T-06, SEC-E11). */
  | { readonly kind: 'second-factor-failures'; readonly failures: number; readonly circumstances: Circumstances }
  /** Codes issued before are dead. */
  | { readonly kind: 'recovery-codes-issued'; readonly circumstances: Circumstances }
  /** `left`: codes that are saved and unused after it, without the replacement. */
  | { readonly kind: 'recovery-code-used'; readonly left: number; readonly circumstances: Circumstances }
  /** Path of a one-time link; the courier puts the configured origin before it (SEC-N07). */
  | {
      readonly kind: 'enrolment-confirmation';
      readonly path: string;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    }
  | { readonly kind: 'recovery-withdrawn'; readonly receipts: readonly string[]; readonly circumstances: Circumstances }
  | {
      readonly kind: 'recovery-vetoed';
      readonly receipts: readonly string[];
      /** No request is taken before; null when a filing ended that nobody had confirmed. */
      readonly frozenUntil: Instant | null;
      readonly circumstances: Circumstances;
    }
  | ContactNotice;

/** Letters that close nothing when objected to. */
export type PlainContent =
  /** When none of them has a link to object by. */
  | SeveralNotices
  | ContactLetter
  | CompanyContent
  | StaffContent
  /**
   * Wrong passwords of a stranger are enough for this one: with a "not me" link in it, a stranger's guessing would make the
   * holder close the own account. Its sentence says whom to ask instead.
   */
  | {
      readonly kind: 'browser-confirmation';
      readonly path: string;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    }
  /** To a new account: there is nothing yet to object to. Browser and place are '', because the host wrote it. */
  | {
      readonly kind: 'password-setup';
      readonly path: string;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    }
  /**
   * Whoever knows the address is enough for this one: with a "not me" link in it, a stranger would make the holder close the own
   * account. The second kind says that the password must be replaced before the next sign-in.
   */
  | {
      readonly kind: 'password-reset-link' | 'password-replacement-link';
      readonly path: string;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    }
  /** By the host: browser and place are ''. */
  | { readonly kind: 'password-compromised'; readonly circumstances: Circumstances }
  /** "Not me" was pressed. `codeWorks`: an authenticator is left, with which the holder still signs in. */
  | {
      readonly kind: 'account-closed';
      readonly reported: NoticeKind;
      readonly codeWorks: boolean;
      readonly circumstances: Circumstances;
    }
  /** The same, to the administrators of the holder's company. */
  | {
      readonly kind: 'colleague-closed';
      readonly colleague: string;
      readonly reported: NoticeKind;
      readonly circumstances: Circumstances;
    }
  /** By the host: browser and place are '', because nobody did it in a browser. */
  | {
      readonly kind: 'account-suspended' | 'account-reopened' | 'sessions-ended-by-host';
      readonly circumstances: Circumstances;
    }
  /** Its objection is the cancel page: closing the account would be too much for a form a stranger filled in. */
  | {
      readonly kind: 'recovery-filed';
      readonly receipt: string;
      readonly channel: RequestChannel;
      readonly path: string;
      readonly cancelPath: string;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    }
  /** The first of a dispute: whoever disputes confirms the mailbox. */
  | {
      readonly kind: 'recovery-disputed';
      readonly receipt: string;
      readonly path: string;
      readonly cancelPath: string;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    }
  /** The operator asked the desk for a dispute; it may be opened from then on. */
  | { readonly kind: 'dispute-asked'; readonly opensAt: Instant; readonly circumstances: Circumstances }
  | {
      readonly kind: 'recovery-confirmed';
      readonly dispute?: boolean;
      readonly receipt: string;
      readonly path: string;
      readonly cancelPath: string;
      readonly circumstances: Circumstances;
    }
  /** To a verified address that the link does not go to. */
  | {
      readonly kind: 'recovery-copy';
      readonly dispute?: boolean;
      readonly receipt: string;
      readonly step: 'filed' | 'confirmed' | RecoveryStep;
      readonly circumstances: Circumstances;
    }
  | {
      readonly kind: 'recovery-expired' | 'recovery-refused';
      /** The account is locked, before and after it. */
      readonly dispute?: boolean;
      readonly receipt: string;
      readonly circumstances: Circumstances;
    }
  /** What the desk did, with the links to follow and to stop the request. */
  | {
      readonly kind: 'recovery-step' | 'recovery-stopped';
      readonly dispute?: boolean;
      readonly receipt: string;
      readonly step: RecoveryStep;
      readonly path: string;
      readonly cancelPath: string;
      readonly circumstances: Circumstances;
    }
  /** The wait begins when the last of these was accepted (invariant 3). */
  | {
      readonly kind: 'recovery-approved';
      readonly dispute?: boolean;
      readonly receipt: string;
      readonly waitFor: Duration;
      readonly path: string;
      readonly cancelPath: string;
      readonly circumstances: Circumstances;
    }
  /** To the address on file alone: the pass stands nowhere else. */
  | {
      readonly kind: 'recovery-pass';
      /** It will leave two-factor off. */
      readonly leftOff?: boolean;
      readonly dispute?: boolean;
      readonly receipt: string;
      /** `7K3M-9QXT-2VBN-4RHD` */
      readonly pass: string;
      readonly path: string;
      readonly cancelPath: string;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    }
  /** At once, and once more a day later. `cancelPath`: where to say that it was somebody else. */
  | {
      readonly kind: 'recovery-redeemed' | 'recovery-redeemed-again';
      /** Two-factor was left off. */
      readonly leftOff?: boolean;
      readonly receipt: string;
      readonly cancelPath: string;
      /** Until when the account cannot be changed, and until when it can be closed by the link. */
      readonly quarantinedUntil: Instant;
      readonly disownUntil: Instant;
      readonly circumstances: Circumstances;
    }
  | { readonly kind: 'recovery-closed' | 'recovery-disowned'; readonly receipt: string; readonly circumstances: Circumstances }
  /** The same to the administrators of the company. */
  | {
      readonly kind: 'colleague-recovery-step';
      readonly colleague: string;
      readonly receipt: string;
      readonly step: RecoveryStep;
      readonly circumstances: Circumstances;
    }
  /** To the administrators of the holder's company, and without a link that could stop anything. */
  | {
      readonly kind: 'colleague-recovery-confirmed' | 'colleague-recovery-ended';
      readonly colleague: string;
      readonly receipt: string;
      readonly circumstances: Circumstances;
    };

export type LetterContent = NoticeContent | PlainContent;
export type LetterKind = LetterContent['kind'];
export type NoticeKind = NoticeContent['kind'];

/** The one-time link by which a holder objects to a notice. */
export interface NotMeLink {
  readonly path: string;
  readonly expiresAt: Instant;
}

interface Envelope {
  /** Null: somebody who has no account yet. */
  readonly accountId: AccountId | null;
  readonly portal: PortalId;
  /** The stored address of the account, or of the invitation. */
  readonly to: string;
  readonly name: string;
  readonly language: Language;
  /** Whose desk the letter names; null without a company. */
  readonly plan: SupportPlan | null;
}

export type Notice = Envelope & { readonly content: NoticeContent; readonly notMe: NotMeLink };
export type Letter = Notice | (Envelope & { readonly content: PlainContent; readonly notMe: null });
