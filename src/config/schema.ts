/**
 * The schema of genkan.yaml: every key it may hold, with meaning, default and range. The loader, the reference page and the schema
 * for editors are made of it. What no single value can show (two portals with one name) is checked in `portals.ts`.
 */
import { z } from 'zod';
import { EMAIL_MAX, isMailAddress } from '../core/account.ts';
import { DEFAULT_DURATIONS, DEFAULT_RETENTION, type Durations } from '../core/policy.ts';
import { EVIDENCE_KINDS } from '../core/recovery-evidence.ts';
import { DEFAULT_RECOVERY, type RiskLevel } from '../core/recovery-policy.ts';
import { days, hours, minutes, seconds } from '../core/time.ts';
import { DEFAULT_CODE_WINDOW } from '../core/totp.ts';
import { countField, durationField, durationText, switchField, textField } from './fields.ts';
import { PortalEntries } from './portal-schema.ts';

/** A lifetime: its default is the product's; how far it may be stretched is the last argument. */
function lifetime(name: keyof Durations, description: string, max = days(30)) {
  return durationField({ description, usual: durationText(DEFAULT_DURATIONS[name]) }, { max });
}

const DurationsSection = z
  .strictObject({
    pendingSignInFor: lifetime('pendingSignInFor', 'Between the password and the code.', hours(1)),
    // SEC-B08 and SEC-H01 bound these two: shorter is possible, longer is not.
    enrolmentFor: lifetime('enrolmentFor', 'From the QR code to the first right code.', minutes(10)),
    stepUpFor: lifetime('stepUpFor', 'Age at which a proof still counts as fresh for a security change.', minutes(10)),
    enrolmentLinkFor: lifetime(
      'enrolmentLinkFor',
      'Mailed link that confirms the mailbox before a compulsory enrolment.',
      hours(24),
    ),
    browserLinkFor: lifetime('browserLinkFor', 'Mailed link that lets one browser try passwords again; one letter in this time.'),
    knownBrowserFor: lifetime('knownBrowserFor', 'How long a browser that signed in completely is recognised.', days(90)),
    letterRetryFor: lifetime('letterRetryFor', 'How long the courier keeps trying to deliver a letter.', days(7)),
    notMeLinkFor: lifetime('notMeLinkFor', 'The page behind "that was not me" in a letter.', days(90)),
    contactLinkFor: lifetime('contactLinkFor', 'Mailed link that confirms a new mail address.', days(7)),
    contactCancelFor: lifetime('contactCancelFor', 'How long the old mail address can take back a change.', days(30)),
    invitationFor: lifetime('invitationFor', 'Mailed invitation of a company.'),
    registrationLinkFor: lifetime(
      'registrationLinkFor',
      'Mailed link with which somebody who asked for an account gets one.',
      hours(24),
    ),
    passwordLinkFor: lifetime('passwordLinkFor', 'Mailed link with which a new account sets its first password.', days(7)),
    // SEC-E06 bounds this one: shorter is possible, longer is not.
    resetLinkFor: lifetime('resetLinkFor', 'Mailed link with which a forgotten password is set anew.', minutes(30)),
  })
  .partial();

type RecoveryName = Exclude<keyof typeof DEFAULT_RECOVERY, 'wait' | 'quota' | 'evidence' | 'singlePerson'>;

function recoveryTime(name: RecoveryName, description: string) {
  return durationField({ description, usual: durationText(DEFAULT_RECOVERY[name]) }, { max: days(365) });
}

function wait(name: keyof typeof DEFAULT_RECOVERY.wait, description: string) {
  return durationField({ description, usual: durationText(DEFAULT_RECOVERY.wait[name]) }, { min: 0, max: days(30) });
}

const kinds = z.array(z.enum(EVIDENCE_KINDS, `takes ${EVIDENCE_KINDS.join(', ')}`));

/** What the evidence of one risk level must hold, beside the mailbox. */
function evidence(level: RiskLevel) {
  const { all, natures, some, strong } = DEFAULT_RECOVERY.evidence[level];
  const names = (list: readonly string[]) => (list.length === 0 ? 'none' : list.join(', '));
  return z
    .strictObject({
      natures: countField({ description: `Different natures of proof at ${level} risk.`, usual: String(natures) }, 1, 4),
      strong: countField({ description: `Strong pieces at ${level} risk.`, usual: String(strong) }, 0, 3),
      all: kinds.meta({
        description: `Kinds that are needed at ${level} risk.`,
        usual: names(all),
        example: '[password]',
        range: EVIDENCE_KINDS.join(', '),
      }),
      some: z.strictObject({ count: z.int('takes a whole number from 0 to 3').min(0).max(3), of: kinds }).meta({
        description: `So many of these kinds at ${level} risk.`,
        usual: `${some.count} of ${names(some.of)}`,
        example: '{count: 1, of: [voucher, in-person]}',
        range: 'count, of',
      }),
    })
    .partial();
}

const RecoverySection = z
  .strictObject({
    wait: z
      .strictObject({
        low: wait('low', 'Waiting period at low risk.'),
        medium: wait('medium', 'Waiting period at medium risk.'),
        high: wait('high', 'Waiting period at high risk.'),
        withVoucherAndCall: wait('withVoucherAndCall', 'Waiting period at low risk with voucher and call-back.'),
      })
      .partial(),
    mailboxLinkFor: recoveryTime('mailboxLinkFor', 'A filing, and the mailed link that confirms it.'),
    evidenceFor: recoveryTime('evidenceFor', 'A confirmed request that is not proposed.'),
    proposalFor: recoveryTime('proposalFor', 'A proposal that is not approved.'),
    passFor: recoveryTime('passFor', 'The registration pass.'),
    passRenewalFor: recoveryTime('passRenewalFor', 'How long a dead pass may be renewed.'),
    callCodeFor: recoveryTime('callCodeFor', 'The code that the holder reads out during a call.'),
    quarantineFor: recoveryTime('quarantineFor', 'After a redeemed pass: time in which the holder can still undo it.'),
    freezeFor: recoveryTime('freezeFor', 'How long an account takes no request after a veto or a "not me".'),
    disownFor: recoveryTime('disownFor', 'How long the link that disowns a redeemed pass works.'),
    contactUnchangedFor: recoveryTime('contactUnchangedFor', 'A mail address or number younger than this is not used.'),
    voucherAgeFor: recoveryTime('voucherAgeFor', 'How long somebody must be company administrator before vouching.'),
    newStaffFor: recoveryTime('newStaffFor', 'How long a new staff member only reads.'),
    quota: z
      .strictObject({
        per90Days: countField({ description: 'Confirmed requests of one account in any 90 days.', usual: '3' }, 1, 20),
        perAgent: countField({ description: 'Proposals, and approvals, of one staff member in the window.', usual: '5' }, 1, 1000),
        perAgentWindow: durationField(
          { description: 'The window of perAgent.', usual: durationText(DEFAULT_RECOVERY.quota.perAgentWindow) },
          { min: seconds(1), max: days(7) },
        ),
      })
      .partial(),
    evidence: z.strictObject({ low: evidence('low'), medium: evidence('medium'), high: evidence('high') }).partial(),
  })
  .partial();

const RetentionSection = z
  .strictObject({
    claims: durationField(
      {
        description: 'What was typed for a request and what staff wrote about it, since its end.',
        usual: durationText(DEFAULT_RETENTION.claims),
      },
      { min: days(30), max: days(400) },
    ),
    audit: durationField(
      {
        description: 'Entries of the audit log. The database itself keeps what is younger than 365 days.',
        usual: durationText(DEFAULT_RETENTION.audit),
      },
      { min: days(365), max: days(3653) },
    ),
  })
  .partial();

const DeskSection = z
  .strictObject({
    singlePerson: switchField({
      description:
        'One person alone at the desk: a company administrator confirms every request. Refused while two active staff exist.',
      usual: 'false',
    }),
  })
  .partial();

const CompanyEntry = z.strictObject({
  id: textField(64).meta({ description: 'Id of a company (genkan companies add prints it).', usual: 'required' }),
  requireVoucher: switchField({
    description: 'Every request of its people needs the voucher of an administrator.',
    usual: 'false',
  }).default(false),
});

const StaffScope = z.strictObject({
  email: textField(EMAIL_MAX)
    .refine(isMailAddress, 'takes the mail address of a member of staff')
    .meta({ description: 'The address that this member of staff signs in with.', usual: 'required' }),
  portals: z
    .array(textField(32).meta({ description: 'Id of a portal of customers.', usual: 'required' }))
    .min(1, 'needs a portal: suspend whoever is to see none')
    .meta({ description: 'The portals whose requests, people and log this person sees.', usual: 'required' }),
});

const StaffSection = z.strictObject({
  scopes: z
    .array(StaffScope)
    .meta({
      description: 'Who at the desk sees some portals only. Whoever is not named sees every one. No page changes it.',
      usual: 'none',
    })
    .optional(),
  authenticators: z
    .enum(['app-or-passkey', 'passkey-only'], 'takes app-or-passkey or passkey-only')
    .meta({
      description:
        'What staff sign in with beside the password. passkey-only refuses the codes of apps; let everybody register a passkey before.',
      usual: 'app-or-passkey',
      range: 'app-or-passkey, passkey-only',
    })
    .optional(),
});

const OtpSection = z.strictObject({
  window: z
    .union([z.literal(0), z.literal(1)], 'takes 0 or 1: a wider window makes guessing easier')
    .meta({
      description: 'Time steps of 30 seconds accepted on either side of the server clock. It can be narrowed, never widened.',
      usual: String(DEFAULT_CODE_WINDOW),
      range: '0, 1',
    })
    .optional(),
});

export const FileSchema = z
  .strictObject({
    demo: switchField({ description: 'Starts demo mode, with everything else in this file.', usual: 'false' }).default(false),
    durations: DurationsSection.default({}),
    recovery: RecoverySection.default({}),
    retention: RetentionSection.default({}),
    desk: DeskSection.default({}),
    staff: StaffSection.default({}),
    companies: z.array(CompanyEntry).default([]),
    otp: OtpSection.default({}),
    portals: PortalEntries.default({}),
  })
  .meta({ title: 'genkan.yaml', description: 'Configuration of Genkan. Everything may be left out.' });

export type ConfigFile = z.output<typeof FileSchema>;
