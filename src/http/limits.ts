/**
 * What bounds guessing and letters at each route (SEC-F07): every POST declares it in the route table, and one that takes a secret
 * cannot declare that there is none. The counters themselves are charged by the journeys; `test/attacks/limits.test.ts` tries each.
 */
import type { NonEmpty } from '../core/audit-event.ts';

export type Limit =
  /** Wrong passwords of one account: waits from the fifth on, exhausted at a hundred. */
  | 'password'
  /** Wrong codes of one account, of apps and recovery codes together: five pause it, fifty stop it. */
  | 'second-factor'
  /** Wrong codes of one enrolment: ten pause the account's enrolments for five minutes. */
  | 'enrolment'
  /** Refused passkeys: of one account five pause them, of one network twenty in ten minutes. */
  | 'passkey'
  /** Challenges for passkeys: sixty in ten minutes of one account, three hundred of one network. */
  | 'challenges'
  /** Failed sign-ins from one network: twenty in ten minutes. */
  | 'network'
  /** Letters with a link to one address: of one kind five an hour, of every kind twelve a day. */
  | 'letters'
  /** Sets of recovery codes of one account: five an hour. */
  | 'recovery-codes'
  /** Forms of one network: 150 in ten minutes. */
  | 'filings'
  /** Forms of one network that ask for a password reset: 50 in ten minutes. */
  | 'resets'
  /** Letters about filings to one address: three a day. */
  | 'filing-letters'
  /** Acts of one company administrator: a hundred an hour. */
  | 'company'
  /** Acts of one member of the desk on its staff: thirty an hour. */
  | 'staff'
  /** Invitations of one company administrator: fifty a day. */
  | 'invitations'
  /** Registrations of one network: thirty in ten minutes. */
  | 'registrations'
  /** Wrong registration passes of one request: five. */
  | 'passes'
  /** Requests entered for others: sixty an hour of one member of the desk, twenty of one company administrator. */
  | 'entries'
  /** Codes typed for one call: three. */
  | 'call-codes'
  /** Blind comparisons of one field of one request: three, then a supervisor only. */
  | 'comparisons'
  /** Searches of one staff member: 120 an hour. */
  | 'searches'
  /** Files of one staff member: thirty an hour. */
  | 'exports'
  /** A mailed token of 256 random bits, or the host's code of 128, used once: no number of guesses helps. */
  | 'token-entropy';

/** Fields that hold something worth guessing. */
type SecretField = 'password' | 'current_password' | 'new_password' | 'code' | 'recovery_code' | 'pass' | 'token' | 'assertion';
/** All other fields. A new field stands in one of the two lists, so somebody has decided which. */
type PlainField =
  | 'email'
  | 'return_to'
  | 'choice'
  | 'method'
  | 'device_name'
  | 'authenticator'
  | 'then'
  | 'name'
  | 'company'
  | 'phone'
  | 'case_number'
  | 'summary'
  | 'risk'
  | 'number'
  | 'saved'
  | 'code_set'
  | 'slot'
  | 'attestation'
  | 'passkey_name'
  | 'level'
  | 'macro'
  | 'state'
  | 'title_ja'
  | 'title_en'
  | 'text_ja'
  | 'text_en'
  | 'required_from'
  | 'version'
  | 'affected'
  | 'language'
  | 'back'
  | 'view'
  | 'sort'
  | 'order'
  | 'page'
  | 'owner'
  | 'label'
  | 'note'
  | 'q'
  | `row_${number}`
  | 'role'
  | 'remark'
  | 'field'
  | 'said'
  | 'reason'
  | 'stopped'
  | 'ask'
  | 'evidence'
  | 'outcome'
  | 'document'
  | 'document_end'
  | 'account'
  | 'agent'
  | 'portal'
  | 'from'
  | 'until'
  | 'group'
  | 'kept';

/**
 * `nothing-to-guess`: takes no secret, sends no letter but the notice of what it did, changes only what the caller's own session or
 * sign-in holds.
 */
export type Bounded =
  | { readonly method: 'GET'; readonly limit?: readonly ['token-entropy']; readonly fields?: undefined }
  | { readonly method: 'POST'; readonly limit: NonEmpty<Limit>; readonly fields?: readonly (SecretField | PlainField)[] }
  | { readonly method: 'POST'; readonly limit: 'nothing-to-guess'; readonly fields?: readonly PlainField[] };
