/** The passkeys of an account on its settings page, one card each: name, since when, last use, whether it is synced (B7-3, SEC-D08). */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { type BoundPasskey, passkeysOf } from '../core/authenticator.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatDate, formatDateTime } from '../i18n/dates.ts';
import { Ways } from './authenticator-list.tsx';
import { Card, LinkButton } from './components.tsx';
import { Icon } from './marks.tsx';
import { pathOf, type SessionVisit } from './visit.ts';

export function PasskeySection({ visit }: { visit: SessionVisit }): JSX.Element {
  const { portal, session } = visit;
  const words = visit.words.passkeys.list;
  const passkeys = passkeysOf(session.authenticators);
  return (
    <Card id="passkeys" headingId="passkeys-heading">
      <h2 class="settings-heading" id="passkeys-heading">
        {words.title}
      </h2>
      <p>{portal.kind === 'desk' ? words.explainDesk : words.explain}</p>
      {passkeys.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul class="devices">
          {passkeys.map((passkey) => (
            <PasskeyItem visit={visit} passkey={passkey} />
          ))}
        </ul>
      )}
      <p>
        <LinkButton href={pathOf(visit, 'enrolment/passkey')} kind="secondary" icon="key">
          {words.add}
        </LinkButton>
      </p>
    </Card>
  );
}

function PasskeyItem({ visit, passkey }: { visit: SessionVisit; passkey: BoundPasskey }): JSX.Element {
  const { language } = visit;
  const words = visit.words.passkeys.list;
  return (
    <li>
      <Icon name="key" size={24} />
      <div class="device-text">
        <strong>{passkey.name}</strong>
        <p class="small">{words.createdAt(formatDate(language, passkey.boundAt))}</p>
        <p class="small">
          {passkey.lastUsedAt === null ? words.neverUsed : words.lastUsed(formatDateTime(language, passkey.lastUsedAt))}
        </p>
        <p class="small">{syncOf(passkey, words)}</p>
        {passkey.userVerifying ? null : <p class="small">{words.onlyBeside}</p>}
      </div>
      <Ways visit={visit} authenticator={passkey} />
    </li>
  );
}

function syncOf({ backupEligible, backedUp }: BoundPasskey, words: Words['passkeys']['list']): string {
  if (!backupEligible) return words.deviceBound;
  return backedUp ? words.synced : words.syncable;
}
