/** The letters about contact data, as data. Those with a `cancelPath` are objected to by taking the change back (SEC-H06). */
import type { Circumstances } from './letter.ts';
import type { Instant } from './time.ts';

export type ContactNotice =
  | { readonly kind: 'phone-changed' | 'name-changed'; readonly circumstances: Circumstances }
  | { readonly kind: 'email-change-cancelled' | 'email-change-undone'; readonly circumstances: Circumstances }
  | {
      readonly kind: 'notification-added' | 'notification-removed';
      readonly address: string;
      readonly circumstances: Circumstances;
    };

export type ContactLetter =
  /** To an address that nobody has proven yet. */
  | {
      readonly kind: 'email-confirmation' | 'notification-confirmation';
      readonly path: string;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    }
  /** Asked for, and done: to the address that was on record before, and to those for notices. */
  | {
      readonly kind: 'email-change-requested' | 'email-changed';
      readonly address: string;
      /** Null: to an address too young to be given the link. */
      readonly cancelPath: string | null;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    }
  /** To the new sign-in address. */
  | { readonly kind: 'email-change-completed'; readonly circumstances: Circumstances }
  /** To the holder of an account whose address somebody wanted for another one. */
  | { readonly kind: 'email-address-taken'; readonly circumstances: Circumstances }
  /** To an address that went when a change was taken back. */
  | { readonly kind: 'address-removed'; readonly circumstances: Circumstances };
