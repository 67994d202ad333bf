/**
 * The whole way of the configuration file: text, values, schema, portals, effective policy, and what the operator should hear about.
 * Answers every problem at once, each with its line. Which file is read, and what the environment says, is for `config.ts`.
 */
import { type CompanyId, canonicalEmail, type PortalId } from '../core/account.ts';
import { DEFAULT_DURATIONS, DEFAULT_RETENTION, type Durations, type Retention } from '../core/policy.ts';
import type { RecoveryPolicy } from '../core/recovery-policy.ts';
import { type CodeWindow, DEFAULT_CODE_WINDOW } from '../core/totp.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { DEMO_OPEN_PORTAL } from '../portals/demo-accounts.ts';
import { PRESETS } from '../portals/presets.ts';
import { PortalEntry, type PortalEntryValue } from './portal-schema.ts';
import { portalsOf } from './portals.ts';
import { checkAgainst, pathText } from './problems.ts';
import { laxerNumbers, recoveryPolicy, ruleOfThree } from './recovery.ts';
import { type ConfigFile, FileSchema } from './schema.ts';
import { type Problem, readYamlFile, type YamlFile } from './yaml-file.ts';

/** What a file decides. */
export interface FileSettings {
  readonly demo: boolean;
  readonly durations: Durations;
  readonly recovery: RecoveryPolicy;
  /** How long what is over is kept. */
  readonly retention: Retention;
  /** Ids of companies whose requests always need a voucher. */
  readonly voucherCompanies: readonly CompanyId[];
  /** By canonical address: the only portals that this member of staff sees. */
  readonly staffScopes: ReadonlyMap<string, readonly PortalId[]>;
  readonly codeWindow: CodeWindow;
  readonly portals: readonly PortalDefinition[];
  /** Where the procedure after a lost device is laxer than by default, one sentence each: part of the warnings, and in the audit log. */
  readonly laxities: readonly string[];
  /** What may run but should be thought over, one sentence each. */
  readonly warnings: readonly string[];
}

export type FileResult =
  | { readonly ok: true; readonly settings: FileSettings }
  /** One line each: `genkan.yaml:12:5: durations.stepUpFor takes ...`. */
  | { readonly ok: false; readonly lines: readonly string[] };

/** What holds without a file. The demo lets people try to open an account themselves. */
export function defaultSettings(): FileSettings {
  const { portals } = portalsOf(new Map([[DEMO_OPEN_PORTAL, { enabled: true, registration: 'open' }]]));
  const none = { durations: {}, recovery: {}, retention: {}, desk: {}, staff: {}, companies: [], otp: {}, portals: {} };
  return settingsOf({ demo: true, ...none }, portals);
}

export function readConfigFile(path: string): FileResult {
  const file = readYamlFile(path);
  if (file.problems.length > 0) return { ok: false, lines: linesOf(path, file, file.problems) };
  const checked = checkAgainst(FileSchema, file.value);
  const { portals, problems } = portalsOf(readableEntries(file.value));
  const { problem } = checked.value === undefined ? { problem: null } : ruleOfThree(policyOf(checked.value));
  const scopes = checked.value === undefined ? [] : scopeProblems(checked.value, portals);
  const loose = problem === null ? [] : [{ path: ['recovery', 'evidence'], text: problem }];
  const all = [...checked.problems, ...problems, ...scopes, ...loose];
  if (checked.value !== undefined && all.length === 0) return { ok: true, settings: settingsOf(checked.value, portals) };
  return { ok: false, lines: linesOf(path, file, all) };
}

/** In the order of the file. */
function linesOf(name: string, { placeOf }: YamlFile, problems: readonly Problem[]): readonly string[] {
  return problems
    .map(({ path, text, ...rest }) => ({ path, text, place: placeOf({ path, text, ...rest }) ?? { line: 0, column: 0 } }))
    .toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
    .map(({ path, text, place }) => {
      const where = place.line === 0 ? name : `${name}:${place.line}:${place.column}`;
      return `${where}: ${path.length === 0 ? 'this' : pathText(path)} ${text}`;
    });
}

/** The entries that are sound by themselves: a mistake in one portal hides no mistake of another. */
function readableEntries(value: unknown): ReadonlyMap<string, PortalEntryValue> {
  const portals = typeof value === 'object' && value !== null && 'portals' in value ? value.portals : null;
  if (typeof portals !== 'object' || portals === null || Array.isArray(portals)) return new Map();
  return new Map(
    Object.entries(portals).flatMap(([id, entry]) => {
      const result = PortalEntry.safeParse(entry);
      return result.success ? [[id, result.data] as const] : [];
    }),
  );
}

/** A portal that is not there would hide nothing, and a person named twice has two scopes. */
function scopeProblems({ staff }: ConfigFile, portals: readonly PortalDefinition[]): readonly Problem[] {
  const customers = portals.filter(({ kind }) => kind === 'customer').map(({ id }) => id);
  const scopes = staff.scopes ?? [];
  return scopes.flatMap(({ email, portals: own }, index) => {
    const isTwice = scopes.findIndex((each) => canonicalEmail(each.email) === canonicalEmail(email)) < index;
    return [
      ...(isTwice
        ? [{ path: ['staff', 'scopes', index, 'email'], text: 'stands in this list already: name all portals once' }]
        : []),
      ...own.flatMap((id, at) =>
        customers.includes(id)
          ? []
          : [{ path: ['staff', 'scopes', index, 'portals', at], text: `is no portal of customers: ${customers.join(', ')}` }],
      ),
    ];
  });
}

function policyOf({ desk, recovery }: ConfigFile): RecoveryPolicy {
  const { wait, quota, evidence, ...numbers } = recovery;
  const rules = { low: defined(evidence?.low ?? {}), medium: defined(evidence?.medium ?? {}), high: defined(evidence?.high ?? {}) };
  return recoveryPolicy({
    ...defined(numbers),
    wait: defined(wait ?? {}),
    quota: defined(quota ?? {}),
    evidence: rules,
    singlePerson: desk.singlePerson ?? false,
  });
}

function settingsOf(file: ConfigFile, given: readonly PortalDefinition[]): FileSettings {
  const policy = policyOf(file);
  const passkeysOnly = file.staff.authenticators === 'passkey-only';
  const portals = given.map((portal) => (portal.kind === 'desk' && passkeysOnly ? { ...portal, passkeysOnly } : portal));
  const laxities = [...laxerNumbers(policy), ...ruleOfThree(policy).warnings, ...leftOff(portals)];
  return {
    demo: file.demo,
    durations: Object.freeze({ ...DEFAULT_DURATIONS, ...defined(file.durations) }),
    recovery: policy,
    retention: Object.freeze({ ...DEFAULT_RETENTION, ...defined(file.retention) }),
    voucherCompanies: file.companies.filter(({ requireVoucher }) => requireVoucher).map(({ id }) => id),
    staffScopes: new Map(
      (file.staff.scopes ?? []).map(({ email, portals: own }) => [canonicalEmail(email), Object.freeze(own)] as const),
    ),
    codeWindow: file.otp.window ?? DEFAULT_CODE_WINDOW,
    portals,
    laxities,
    warnings: [
      ...laxities,
      ...(file.demo ? [] : [...sharedOrigin(portals), ...shippedContacts(portals)]),
      ...(file.demo || passkeysOnly ? [] : [APPS_AT_DESK]),
    ],
  };
}

/** Product decision 7: recommended, not required. */
const APPS_AT_DESK = 'staff.authenticators is app-or-passkey: a code can be asked out of somebody, passkey-only is recommended';

/** Product decision 11: a pass and the password are then all that is left of two factors. */
function leftOff(portals: readonly PortalDefinition[]): readonly string[] {
  return portals
    .filter(({ afterRecovery }) => afterRecovery === 'leave-off')
    .map(({ id }) => `portals.${id}.afterRecovery is leave-off, laxer than the default register: a recovery leaves two-factor off`);
}

/** Staff should not share an origin with the public (ADR 0021). */
function sharedOrigin(portals: readonly PortalDefinition[]): readonly string[] {
  return portals
    .filter(({ kind, host }) => kind === 'desk' && host === null)
    .map(({ id }) => `portals.${id}.host is not set: staff and customers share one host`);
}

/** Telephone numbers and addresses of the presets are examples: nobody answers there. */
function shippedContacts(portals: readonly PortalDefinition[]): readonly string[] {
  const shipped = PRESETS.flatMap(({ contact }) => [contact.standard, contact.paid]).filter((blocks) => blocks.length > 0);
  return portals
    .filter(({ contact }) => shipped.includes(contact.standard) || shipped.includes(contact.paid))
    .map(({ id }) => `portals.${id}.contact shows the numbers and addresses of the example: write your own`);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the keys that are undefined, so that spreading keeps the defaults. */
function defined<T extends object>(values: T): Defined<T>;
function defined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
