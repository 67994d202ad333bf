/**
 * The schema of one entry below `portals`: everything that `portals/definition.ts` knows about a portal. An entry named like a
 * preset changes it; any other id is a portal of its own and says which preset it is like.
 */
import { z } from 'zod';
import { STAFF_ROLES } from '../core/account.ts';
import { PASSWORD_FLOOR_WITH_SECOND_FACTOR } from '../core/password.ts';
import { CUSTOMER_SESSION } from '../core/policy.ts';
import { days, seconds } from '../core/time.ts';
import { TWO_FACTOR_LEVELS } from '../core/two-factor-policy.ts';
import { PRESETS } from '../portals/presets.ts';
import {
  bilingualField,
  businessTimeField,
  calendarDaysField,
  colourField,
  countField,
  dateField,
  durationField,
  hostField,
  linkField,
  mailField,
  openHoursField,
  phoneField,
  switchField,
  textField,
} from './fields.ts';

/** Also a part of paths, cookie names and style rules. */
export const PORTAL_ID = '^[a-z][a-z0-9-]{1,31}$';
const NAME_MAX = 60;
const PRESET = 'of the preset';
const colour = (description: string) => colourField({ description, usual: PRESET }).optional();
const link = (description: string, usual: string) =>
  linkField({ description, usual, example: 'https://www.example.com/privacy' }).optional();
const words = (description: string, fallback = PRESET) => bilingualField({ description, usual: fallback }).optional();
const flag = (description: string) => switchField({ description, usual: PRESET }).optional();
const ROLES = ['holder', 'company-administrator', ...STAFF_ROLES] as const;
const PAGES = ['dashboard', 'cases', 'company', 'requests', 'staff', 'stop', 'audit', 'charts', 'account', 'profile'] as const;

const ContactBlockEntry = z.strictObject({
  title: bilingualField({ description: 'Heading of the block.', usual: 'required' }),
  phone: phoneField({ description: 'Telephone number.', usual: 'null', example: '"0120-000-111"' }).default(null),
  mail: mailField({ description: 'Mail address.', usual: 'null', example: 'support@example.com' }).default(null),
  hours: bilingualField({ description: 'When somebody answers.', usual: 'required' }),
  closed: bilingualField({ description: 'When nobody does.', usual: 'required' }),
  charge: bilingualField({ description: 'What it costs.', usual: 'null' }).nullable().default(null),
  answerWithin: bilingualField({ description: 'How fast an answer comes.', usual: 'null' }).nullable().default(null),
});

const blocks = (plan: string) =>
  z
    .array(ContactBlockEntry)
    .max(10, 'takes at most 10 blocks')
    .meta({ description: `Ways to reach support on the ${plan} plan, in order.`, usual: PRESET, range: 'list of at most 10' })
    .optional();

const hoursOf = (day: string, usual: string) =>
  openHoursField({ description: `When the desk sees to requests of this portal on a ${day}.`, usual }).optional();

const DeskCalendarEntry = z.strictObject({
  hours: z
    .strictObject({
      mon: hoursOf('Monday', '9:00-18:00'),
      tue: hoursOf('Tuesday', '9:00-18:00'),
      wed: hoursOf('Wednesday', '9:00-18:00'),
      thu: hoursOf('Thursday', '9:00-18:00'),
      fri: hoursOf('Friday', '9:00-18:00'),
      sat: hoursOf('Saturday', 'null: closed'),
      sun: hoursOf('Sunday', 'null: closed'),
    })
    .optional(),
  holidays: z
    .enum(['jp', 'none'])
    .meta({ description: '`jp`: closed on the public holidays of Japan, which are computed.', usual: 'jp' })
    .optional(),
  closed: calendarDaysField({ description: 'Days on which the desk is closed as well.', usual: '[]' }).optional(),
  open: calendarDaysField({
    description: 'Days on which it is open in spite of weekday and holiday, at the usual hours. `closed` goes before.',
    usual: '[]',
  }).optional(),
});

const targetsOf = (plan: string, firstContact: string) =>
  z
    .strictObject({
      firstContact: businessTimeField({
        description: `${plan} plan: from the confirmed mailbox until somebody of the desk tried to reach the person. \`d\` is a business day.`,
        usual: firstContact,
      }).optional(),
      decision: businessTimeField({
        description: `${plan} plan: until the request is approved or refused.`,
        usual: '1d',
      }).optional(),
    })
    .optional();

const MenuEntry = z.strictObject({
  page: z.enum(PAGES).meta({
    description:
      'Where the item leads. `cases` and `company` at customer portals only, `requests` at the desk only; `company` is shown to company administrators only.',
    usual: 'required',
  }),
  label: bilingualField({ description: 'What the item is called.', usual: 'required' }, NAME_MAX),
});

export const PortalEntry = z.strictObject({
  enabled: switchField({ description: '`false` switches a preset off. The desk cannot be switched off.', usual: 'true' }).default(
    true,
  ),
  like: z
    .enum(PRESETS.filter(({ kind }) => kind === 'customer').map(({ id }) => id))
    .meta({
      description: 'Preset that a new portal starts from. Required for a new portal, not possible for a preset.',
      usual: '–',
    })
    .optional(),
  kind: z
    .enum(['customer', 'desk'])
    .meta({ description: 'For readers: the desk is `desk`, every other portal `customer`.', usual: PRESET })
    .optional(),
  name: bilingualField(
    { description: 'Full name, in titles, letters and menus.', usual: 'of the preset; required for a new portal' },
    NAME_MAX,
  ).optional(),
  accountName: words('What an account is called on the sign-in page.', 'made of the name'),
  issuer: textField(NAME_MAX)
    .refine((text) => !text.includes(':'), 'takes no colon: authenticator apps end the issuer there')
    .meta({ description: 'Name in the authenticator app. No two portals share one.', usual: 'the Japanese name' })
    .optional(),
  host: hostField({
    description: 'Host name of its own; the portal then answers there only. Not in demo mode.',
    usual: 'null: a path of GENKAN_ORIGIN',
    example: 'desk.example.com',
  }).optional(),
  replyTo: mailField({
    description: 'Where an answer to one of its letters goes.',
    usual: 'null',
    example: 'support@example.com',
  }).optional(),
  accent: z
    .strictObject({
      acc: colour('Primary button, current item, marks. 4.5:1 against white, the page ground and acc50.'),
      acc8: colour('The same, pressed or pointed at. 4.5:1 as well.'),
      acc50: colour('Ground of notes and selected rows.'),
      acc100: colour('Leaf of the open door.'),
      acc300: colour('Decorative edges.'),
      link: colour('Links. 4.5:1 as well.'),
      onAcc: colour('Text on acc and acc8. 4.5:1 against both.'),
    })
    .optional(),
  menu: z
    .array(MenuEntry)
    .min(1, 'takes at least one item')
    .max(PAGES.length, 'takes each page once')
    .meta({
      description: 'Menu, in order; a sign-in leads to its first item, at the desk to the first that the own role may open.',
      usual: PRESET,
      range: 'list, each page once',
    })
    .optional(),
  twoFactor: z
    .strictObject({
      page: z
        .enum(['account', 'profile'])
        .meta({ description: 'Page that holds the section to turn two-factor on and off.', usual: PRESET })
        .optional(),
      heading: words('Heading of that section.'),
      recommendAtDashboard: flag('Recommend two-factor on the dashboard.'),
      methodChoice: flag('Show the choice of a method before an enrolment.'),
      preparationNote: flag('Show the note on what to prepare inside the section.'),
    })
    .optional(),
  deviceBoundPasskeysFor: z
    .array(z.enum(ROLES))
    .max(ROLES.length, 'takes each role once')
    .meta({
      description: 'Roles whose passkeys must not sync to other devices: such a key is refused.',
      usual: '[]',
      range: 'list of roles',
    })
    .optional(),
  twoFactorPolicy: z
    .strictObject({
      level: z.enum(TWO_FACTOR_LEVELS).meta({
        description:
          'What is asked of everybody: `optional`, `recommended` on the dashboard, or `required`: who has no second factor enrols at the next sign-in. A company may ask for more, never for less. Always `required` at the desk.',
        usual: PRESET,
      }),
      requiredFrom: dateField({
        description: 'From the beginning of which day in Japan `required` holds; before, the dashboard says so and recommends.',
        usual: 'null: at once',
        example: '2027-04-01',
      }).optional(),
    })
    .optional(),
  passwordFloor: countField(
    {
      description: 'Fewest characters of a new password. Under 15 only with `twoFactorPolicy` `required` and without a date.',
      usual: '15',
    },
    PASSWORD_FLOOR_WITH_SECOND_FACTOR,
    64,
  ).optional(),
  deskCalendar: DeskCalendarEntry.optional(),
  responseTimes: z.strictObject({ standard: targetsOf('Standard', '4h'), paid: targetsOf('Paid', '30m') }).optional(),
  afterRecovery: z
    .enum(['register', 'leave-off'])
    .meta({
      description:
        'What the registration pass leads to. `register`: a new authenticator, as the default. `leave-off`: two-factor stays off until its holder turns it on again; ignored where two-factor is required and in a dispute, and said in the log and the audit log at every start.',
      usual: 'register',
    })
    .optional(),
  registration: z
    .enum(['open', 'closed'])
    .meta({
      description:
        '`open`: anybody may ask for an account by mail. It belongs to no company until an administrator of one accepts it. Not at the desk.',
      usual: `${PRESET}: closed`,
    })
    .optional(),
  session: z
    .strictObject({
      idleFor: durationField(
        { description: 'A session unused for this long ends. Desk: at most 15m.', usual: '60m, desk 15m' },
        { max: CUSTOMER_SESSION.idleFor },
      ).optional(),
      absoluteFor: durationField(
        { description: 'A session ends after this long in any case. Desk: at most 12h.', usual: '24h, desk 12h' },
        { max: CUSTOMER_SESSION.absoluteFor },
      ).optional(),
    })
    .optional(),
  recommendation: z
    .strictObject({
      snoozeFor: durationField(
        { description: 'How long "later" hides the recommendation.', usual: '14d' },
        { min: seconds(1), max: days(365) },
      ).optional(),
      mayHideForever: flag('Offer to hide it for good.'),
    })
    .optional(),
  help: z
    .strictObject({
      category: words('Category of the help page.', 'made of the name'),
      subcategory: words('Subcategory of the help page.', 'made of the name'),
    })
    .optional(),
  contact: z.strictObject({ standard: blocks('standard'), paid: blocks('paid') }).optional(),
  footer: z
    .strictObject({
      privacy: link('Privacy policy.', 'null'),
      terms: link('Terms of use.', 'null'),
      accessibility: link('Accessibility statement.', 'the page of the portal'),
      contact: link('Contact page.', 'the help page of the portal'),
    })
    .optional(),
});

export type PortalEntryValue = z.output<typeof PortalEntry>;

export const PortalEntries = z.record(z.string(), PortalEntry).meta({
  description: 'Portals by id: `success`, `support` and `desk` change what ships, any other id is a portal of its own.',
  propertyNames: { pattern: PORTAL_ID },
});
