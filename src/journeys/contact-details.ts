/**
 * Number and name of an account: changed by the holder alone, after a fresh check, at once, and told to every address. A number is
 * for the desk's own call; the desk does not use a new one before it has stood for a while (core/contact.ts).
 */
import { canonicalPhone } from '../core/contact-input.ts';
import { done, type Outcome } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import { newId } from '../core/tokens.ts';
import type { Caller, Ports } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { setViaOf, writeOwnContact } from './contact-writing.ts';
import { notice } from './notices.ts';

/** Null takes the number away. Answers whether anything is different now. */
export function changePhone(ports: Ports, caller: Caller, session: LiveSession, phone: string | null): Promise<Outcome<boolean>> {
  return changeDetail(ports, caller, session, 'phone', phone, phone === null ? '' : canonicalPhone(phone));
}

export function changeName(ports: Ports, caller: Caller, session: LiveSession, name: string): Promise<Outcome<boolean>> {
  return changeDetail(ports, caller, session, 'name', name, name);
}

async function changeDetail(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  kind: 'phone' | 'name',
  value: string | null,
  canonical: string,
): Promise<Outcome<boolean>> {
  // Typed again as it is: nothing is written, so that the time it has stood for goes on.
  if (value === session.account[kind]) return done(false);
  return writeOwnContact(ports, caller, session, kind, ({ account }) => {
    const told = notice(ports, caller, account, { kind: `${kind}-changed`, circumstances: circumstancesOf(caller) });
    const next = value === null ? null : { id: newId(ports.random.bytes), value, canonical, setVia: setViaOf(session) };
    return done({
      events: [byHolder(caller, account, { type: 'contact.changed', kind, change: value === null ? 'removed' : 'set' })],
      work: async (tx) => {
        await tx.setContact(account.id, kind, next, caller.at);
        await told.work(tx);
        return done(true);
      },
    });
  });
}
