/** `audit verify`, `audit head`, `audit key`, `audit verify-bundle`: whether the log is as it was written, and what to keep of it elsewhere (ADR 0038). */
import { readFileSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { bundledEntries, verifyBundle } from '../core/request-bundle.ts';
import { readHeads, type SignedHead } from '../core/signed-head.ts';
import { fingerprintOf, isSignedBy } from '../crypto/signing-keys.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { isGenuineHead, signedHead } from '../journeys/audit-head.ts';
import type { AuditVerdict } from '../store/audit-verification.ts';
import { type Command, EXIT, type Given, type Terminal, UsageError } from './command.ts';
import { type Host, onHost, signingKeysOf } from './host.ts';

const CHECKS = { fingerprint: fingerprintOf, isSigned: isSignedBy };

const auditVerify: Command = {
  name: 'audit verify',
  summary: 'auditVerify',
  options: { head: { takes: 'text' }, heads: { takes: 'text' }, bundle: { takes: 'text' } },
  run: (given, terminal) => {
    const kept = keptHeads(given, terminal);
    const path = given.text('bundle');
    const bundle = path === undefined ? null : readText(path, terminal.words);
    return onHost(given, terminal, async (host) => {
      const { words, print, complain } = terminal;
      const verdict = await host.store.verifyAudit();
      if (!verdict.ok) {
        complain(words.auditBroken(verdict.seq, auditSentence(verdict, words)));
        return EXIT.refused;
      }
      const found: Found[] = [];
      for (const head of kept) found.push(await findHead(host, head, terminal));
      const record = bundle === null ? HELD : await findBundle(host, bundle, words);
      const trouble = [...found, record].find((each) => each.trouble !== null)?.trouble ?? null;
      if (trouble !== null) {
        complain(trouble);
        return EXIT.refused;
      }
      const forgotten = found.filter(({ isForgotten }) => isForgotten).length;
      print(words.auditWhole(verdict.rows));
      const until = verdict.forgotten;
      if (until !== undefined) print(words.auditForgotten(until.seq, formatDateTimeWithZone(terminal.language, until.at)));
      if (kept.length > forgotten) print(words.auditHeadsHeld(kept.length - forgotten));
      if (forgotten > 0) print(words.auditHeadsForgotten(forgotten));
      if (bundle !== null) print(record.isForgotten ? words.auditBundleForgotten : words.auditBundleHeld);
      return EXIT.ok;
    });
  },
};

const auditHead: Command = {
  name: 'audit head',
  summary: 'auditHead',
  options: {},
  run: (given, terminal) =>
    onHost(given, terminal, async ({ store, signing, at }) => {
      const head = signedHead(signing.current, await store.read.auditHead(), at);
      if (head === undefined) {
        terminal.complain(terminal.words.auditNoHead);
        return EXIT.refused;
      }
      terminal.print(head);
      return EXIT.ok;
    }),
};

/** Opens no database: where only the keys are left, the signatures of before can still be told. */
const auditKey: Command = {
  name: 'audit key',
  summary: 'auditKey',
  options: {},
  run: async (given, { environment, print }) => {
    const { all } = signingKeysOf(readConfig(environment, given.configArgs));
    for (const { id, publicKey, fingerprint } of all) print(`${id} ed25519:${publicKey} ${fingerprint}`);
    return EXIT.ok;
  },
};

/** From `--head` and from any text in the file of `--heads`: a list, or the log of the service. */
function keptHeads(given: Given, { words }: Terminal): readonly SignedHead[] {
  const typed = given.text('head');
  const path = given.text('heads');
  const heads = [...(typed === undefined ? [] : readHeads(typed)), ...(path === undefined ? [] : readHeads(readText(path, words)))];
  if ((typed !== undefined || path !== undefined) && heads.length === 0) throw new UsageError(words.auditNoHeadThere);
  return heads;
}

function readText(path: string, words: Words['cli']): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(words.fileUnreadable(path));
  }
}

/** What was kept elsewhere against the log: what is wrong, or whether the log was forgotten there, in part at least. */
interface Found {
  readonly trouble: string | null;
  readonly isForgotten: boolean;
}

const HELD: Found = { trouble: null, isForgotten: false };
const FORGOTTEN: Found = { trouble: null, isForgotten: true };
const wrong = (trouble: string): Found => ({ trouble, isForgotten: false });

async function findHead({ store, signing }: Host, head: SignedHead, terminal: Terminal): Promise<Found> {
  const { words, language } = terminal;
  const told = formatDateTimeWithZone(language, head.at);
  if (!isGenuineHead(signing.find(head.keyId), head)) return wrong(words.auditHeadForeign(head.seq, head.keyId));
  switch (await store.auditEntry(head.seq, head.mac)) {
    case 'held':
      return HELD;
    case 'forgotten':
      return FORGOTTEN;
    case 'missing':
      return wrong(words.auditHeadMissing(head.seq, told));
    case 'replaced':
      return wrong(words.auditHeadReplaced(head.seq, told));
  }
}

/** With the keys of this installation, and entry by entry against the log. */
async function findBundle({ store, signing }: Host, text: string, words: Words['cli']): Promise<Found> {
  const verdicts = signing.all.map(({ publicKey: trusted }) => verifyBundle(text, { trusted, ...CHECKS }));
  const own = verdicts.find((verdict) => verdict.ok || verdict.problem !== 'other-key') ?? verdicts[0];
  if (own !== undefined && !own.ok) return wrong(words.bundleBroken(own.line, words.bundleProblems[own.problem]));
  let isForgotten = false;
  for (const { seq, mac } of bundledEntries(text)) {
    const held = await store.auditEntry(seq, mac);
    if (held !== 'held' && held !== 'forgotten') return wrong(words.auditBundleOther(seq));
    isForgotten ||= held === 'forgotten';
  }
  return isForgotten ? FORGOTTEN : HELD;
}

function auditSentence(verdict: Extract<AuditVerdict, { readonly ok: false }>, { auditProblems }: Words['cli']): string {
  switch (verdict.problem) {
    case 'unknown-key':
      return auditProblems.unknownKey(verdict.keyId);
    case 'end-cut':
      return auditProblems.endCut;
    case 'head-edited':
      return auditProblems.headEdited;
    case 'checkpoint-edited':
      return auditProblems.checkpointEdited;
    default:
      return auditProblems[verdict.problem];
  }
}

/** Offline: opens no database and reads no configuration. */
const auditVerifyBundle: Command = {
  name: 'audit verify-bundle',
  summary: 'auditVerifyBundle',
  options: { key: { takes: 'text', required: true } },
  takesFile: 'FILE.jsonl',
  run: async (given, { words, print, complain }) => {
    const verdict = verifyBundle(readText(given.file, words), { trusted: given.needed('key'), ...CHECKS });
    if (verdict.ok) {
      print(words.bundleWhole(verdict.receipt, verdict.events, verdict.entries));
      return EXIT.ok;
    }
    complain(words.bundleBroken(verdict.line, words.bundleProblems[verdict.problem]));
    return EXIT.refused;
  },
};

export const AUDIT_COMMANDS: readonly Command[] = [auditVerify, auditHead, auditKey, auditVerifyBundle];
