/**
 * What makes one portal different from another, as data: names, labels, where two-factor is switched, whether it is
 * recommended, menu, help, contact, brand. A third portal is one more of these and no code. Rules live in `core/`.
 */
import type { PortalPolicy } from '../core/account.ts';
import type { BusinessCalendar } from '../core/business-calendar.ts';
import type { Bilingual } from '../core/language.ts';
import type { ResponseTimes } from '../core/response-times.ts';

/** `cases` and `company` at customer portals only, `requests`, `staff`, `audit` and `charts` at the desk only. */
export type MenuPage =
  | 'dashboard'
  | 'cases'
  | 'company'
  | 'requests'
  | 'staff'
  | 'stop'
  | 'audit'
  | 'charts'
  | 'account'
  | 'profile';

export interface MenuItem {
  readonly page: MenuPage;
  readonly label: Bilingual;
}

/** The six accent values of look/README.md section 2, as #RRGGBB. */
export interface Accent {
  readonly acc: string;
  readonly acc8: string;
  readonly acc50: string;
  readonly acc100: string;
  readonly acc300: string;
  readonly link: string;
  readonly onAcc: string;
}

/** One desk a customer can reach: by telephone, by mail, or by a page elsewhere. */
export interface ContactBlock {
  readonly title: Bilingual;
  readonly phone: string | null;
  readonly mail: string | null;
  readonly hours: Bilingual;
  readonly closed: Bilingual;
  readonly charge: Bilingual | null;
  readonly answerWithin: Bilingual | null;
}

export interface PortalDefinition extends PortalPolicy {
  /** 「…アカウント」: what the account is called on the sign-in page (S-10, S-20). */
  readonly accountName: Bilingual;
  /** Own host name, or null when the portal is a path of the configured origin. */
  readonly host: string | null;
  /** Where an answer to one of its letters goes; null when letters name no such address. */
  readonly replyTo: string | null;
  readonly accent: Accent;
  /** Items of the top-right menu, in order; the first that the own role may open is where a sign-in leads. */
  readonly menu: readonly [MenuItem, ...MenuItem[]];
  readonly twoFactor: {
    /** The page that holds the on/off section. */
    readonly page: 'account' | 'profile';
    /** Heading of that section, exactly (L06, L10). */
    readonly heading: Bilingual;
    /** Recommend set-up on the dashboard. */
    readonly recommendAtDashboard: boolean;
    /** Show the method choice before enrolment. */
    readonly methodChoice: boolean;
    /** Show the note to 事前準備 inside the section. */
    readonly preparationNote: boolean;
  };
  /** When the desk sees to requests of this portal; pages that print hours to customers have their own text. */
  readonly deskCalendar: BusinessCalendar;
  /** How soon the desk means to answer, by the plan of the company. */
  readonly responseTimes: ResponseTimes;
  /** Whether anybody may ask for an account by mail; one that comes of it has no company. */
  readonly registration: 'open' | 'closed';
  /** What the registration pass leads to: a new authenticator, or two-factor stays off where nobody requires it (product decision 11). */
  readonly afterRecovery: 'register' | 'leave-off';
  readonly help: { readonly category: Bilingual; readonly subcategory: Bilingual };
  readonly contact: { readonly standard: readonly ContactBlock[]; readonly paid: readonly ContactBlock[] };
  /** Absolute https URLs or own paths; null hides the link. */
  readonly footer: {
    readonly privacy: string | null;
    readonly terms: string | null;
    readonly accessibility: string | null;
    readonly contact: string | null;
  };
}
