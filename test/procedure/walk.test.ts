/**
 * Every request that can come about within so many commands by a cast of honest and dishonest people, one command at a time: the
 * invariants of desk.md section 5 hold in each. States that differ only in when something happened, or in the names of calls, are one.
 */
import { describe, expect, it } from 'vitest';
import type { RecoveryCommand } from '../../src/core/recovery-command.ts';
import { decide } from '../../src/core/recovery-request.ts';
import type { RequestFacts } from '../../src/core/recovery-standing.ts';
import { fold, type RecoveryRequest } from '../../src/core/recovery-state.ts';
import { days, type Instant } from '../../src/core/time.ts';
import {
  asAdministrator,
  asStaff,
  COMMANDS,
  FACTS,
  KAORI,
  NOW,
  POLICY,
  REMARK,
  RISKY,
  requestIn,
  staff,
} from '../support/procedure.ts';
import { brokenInHistory, brokenNow } from '../support/procedure-rules.ts';

const DEPTH = 14;

const proven = { provenAt: NOW };
const PEOPLE = [
  ['ichiro', staff('ichiro', 'intake', proven)],
  ['ryoko', staff('ryoko', 'reviewer', proven)],
  ['sachiko', staff('sachiko', 'supervisor', proven)],
] as const;

/** Each is given in every state; `after` is how long it is waited before. */
const MOVES: readonly (readonly [name: string, make: (request: RecoveryRequest) => object, after: Instant])[] = [
  ...PEOPLE.flatMap(([id, member]) => {
    const by = { actor: asStaff(id), staff: member, facts: FACTS };
    return [
      [
        `${id} calls and records`,
        (request: RecoveryRequest) =>
          request.calls.some((call) => call.by === id)
            ? { ...COMMANDS.record, ...by, callId: `call of ${id}` }
            : { ...COMMANDS['start-call'], ...by, callId: `call of ${id}` },
        0,
      ],
      [`${id} proposes`, () => ({ ...COMMANDS.propose, ...by }), 0],
      [`${id} approves`, () => ({ ...COMMANDS.approve, ...by }), 0],
    ] as const;
  }),
  ['the person types the password', () => COMMANDS['confirm-password'], 0],
  ['kaori vouches', () => ({ ...COMMANDS.vouch, actor: asAdministrator('kaori'), administrator: { ...KAORI, ...proven } }), 0],
  ['the risk rises by itself', () => ({ ...COMMANDS.assess, facts: RISKY }), 0],
  ['ichiro revokes what he recorded', (request) => revokeOf(request, 'ichiro'), 0],
  ['every notice is accepted', () => COMMANDS['notices-accepted'], 0],
  ['the clock releases', () => COMMANDS.release, days(3)],
  ['pass and password are typed', () => ({ ...COMMANDS['redeem-begin'], ticketUntil: NOW + days(400) }), 0],
  ['pass and password are typed elsewhere', () => COMMANDS['redeem-elsewhere'], 0],
  ['the first right code', () => COMMANDS.bind, 0],
  ['the holder objects', () => COMMANDS.veto, 0],
];

function revokeOf(request: RecoveryRequest, id: string): object {
  const key = request.evidence.find(({ by }) => by === id)?.key ?? 0;
  return { ...COMMANDS['revoke-evidence'], actor: asStaff(id), by: staff(id, 'intake'), key, remark: REMARK };
}

interface Node {
  readonly request: RecoveryRequest;
  readonly at: Instant;
  readonly path: readonly string[];
}

/** Equal for requests that differ only in time and in the numbers of events. */
function keyOf({ request, at }: Node): string {
  const { version: _version, stateSince: _since, filedAt: _filed, confirmedAt: _confirmed, redeemedAt, ...rest } = request;
  const { evidence, calls, approvals, proposal, waitUntil, pass, ticket } = rest;
  return JSON.stringify({
    ...rest,
    evidence: evidence.map(({ kind, by, role }) => `${kind} ${by} ${role}`).toSorted(),
    calls: calls.map(({ by, kind }) => `${by} ${kind}`).toSorted(),
    approvals: approvals.map(({ by, role }) => `${by} ${role}`).toSorted(),
    proposal: proposal?.by ?? null,
    waitUntil: waitUntil === null ? null : at >= waitUntil,
    pass: pass === null ? null : [pass.spentAt === null, at >= pass.until],
    ticket: ticket === null ? null : at >= ticket.until,
    redeemedAt: redeemedAt !== null,
  });
}

describe('every request within reach', () => {
  it('SEC-J01 holds invariants 1 to 4 in every state, whoever did what', () => {
    const confirmed = requestIn('evidence', { evidence: requestIn('evidence').evidence.slice(0, 1), calls: [], version: 8 });
    let frontier: readonly Node[] = [{ request: confirmed, at: NOW, path: [] }];
    const seen = new Set(frontier.map(keyOf));
    const reached = new Set<string>();
    let moves = 0;
    for (let depth = 0; depth < DEPTH; depth += 1) {
      const next: Node[] = [];
      for (const node of frontier) {
        for (const [name, make, wait] of MOVES) {
          moves += 1;
          const at = node.at + wait;
          const command = withTime({ ...make(node.request), version: node.request.version } as RecoveryCommand, at);
          const decided = decide(node.request, command, POLICY, at);
          if (!decided.ok) continue;
          const request = fold(decided.value, node.request);
          if (request === null) throw new Error('gone');
          const path = [...node.path, name];
          const found = [
            ...brokenNow(request, factsOf(command), POLICY, (id) => id, at),
            ...brokenInHistory(decided.value, { ...request, version: decided.value.length }).filter((text) => text.startsWith('4')),
          ];
          expect(found, path.join(' → ')).toEqual([]);
          reached.add(request.state);
          const follower: Node = { request, at, path };
          const key = keyOf(follower);
          if (seen.has(key)) continue;
          seen.add(key);
          next.push(follower);
        }
      }
      frontier = next;
    }
    process.stdout.write(`walked ${seen.size} states by ${moves} moves to depth ${DEPTH}\n`);
    expect(seen.size).toBeGreaterThan(1000);
    expect([...reached].toSorted()).toContain('redeemed');
  }, 120_000);
});

/** A fresh check, and facts, of the moment at which the command is given. */
function withTime(command: RecoveryCommand, at: Instant): RecoveryCommand {
  if ('staff' in command) return { ...command, staff: { ...command.staff, provenAt: at } } as RecoveryCommand;
  if ('administrator' in command)
    return { ...command, administrator: { ...command.administrator, provenAt: at } } as RecoveryCommand;
  return command;
}

function factsOf(command: RecoveryCommand): RequestFacts {
  return 'facts' in command ? command.facts : FACTS;
}
