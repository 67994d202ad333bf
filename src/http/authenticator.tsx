/**
 * The page of one authenticator, of either kind: what is known of it, and its name, which its holder may change. Somebody
 * else's id is not found (T-24). Its end is reviewed on a page of its own.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { BoundAuthenticator } from '../core/authenticator.ts';
import type { Refusal } from '../core/outcome.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { findAuthenticator, renameAuthenticator } from '../journeys/authenticators.ts';
import { authenticatorPath, removalPath } from './authenticator-list.tsx';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Button, Card, Facts, TextLink } from './components.tsx';
import { isDeviceNameTooLong, readDeviceName } from './device-name.ts';
import { HiddenToken, TextField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere, unchangedPath } from './refusals.ts';
import { settingsPath } from './settings-path.ts';
import { type SessionVisit, seeOther, showPage } from './visit.ts';

const FIELD = 'device-name';

/** GET /{portal}/account/authenticators/:id */
export function getAuthenticator(visit: SessionVisit, id: string): Response | null {
  const authenticator = findAuthenticator(visit.session, id);
  return authenticator === undefined ? null : showNaming(visit, authenticator, authenticator.name, null);
}

/** POST /{portal}/account/authenticators/:id: another name. */
export async function postAuthenticator(visit: SessionVisit, id: string): Promise<Response | null> {
  const authenticator = findAuthenticator(visit.session, id);
  if (authenticator === undefined) return null;
  const name = readDeviceName(visit.fields['device_name'] ?? '');
  if (visit.staleForm) return showNaming(visit, authenticator, name, staleTrouble(visit, FIELD));
  const problem = nameProblem(visit, name);
  if (problem !== null) return showNaming(visit, authenticator, name, atName(problem));
  const outcome = await renameAuthenticator(visit.site.ports, visit.caller, visit.session, id, name);
  return outcome.ok ? seeOther(settingsPath(visit, 'device-renamed')) : answerRefusal(visit, authenticator, name, outcome.refusal);
}

function nameProblem({ words }: SessionVisit, name: string): string | null {
  if (name === '') return words.authenticators.nameEmpty;
  return isDeviceNameTooLong(name) ? words.enrolment.deviceNameLength : null;
}

function atName(message: string): Trouble {
  return { status: 422, errors: [{ field: FIELD, message }] };
}

function answerRefusal(visit: SessionVisit, authenticator: BoundAuthenticator, name: string, refusal: Refusal): Response {
  if (refusal.code !== 'name-taken') return answerElsewhere(visit, refusal);
  return showNaming(visit, authenticator, name, atName(visit.words.authenticators.nameTaken));
}

function showNaming(visit: SessionVisit, authenticator: BoundAuthenticator, name: string, trouble: Trouble | null): Response {
  const page = <NamingPage visit={visit} authenticator={authenticator} name={name} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200);
}

interface NamingPageProps {
  readonly visit: SessionVisit;
  readonly authenticator: BoundAuthenticator;
  readonly name: string;
  readonly trouble: Trouble | null;
}

function NamingPage({ visit, authenticator, name, trouble }: NamingPageProps): JSX.Element {
  const { words } = visit;
  const texts = words.authenticators;
  const isPasskey = authenticator.kind === 'passkey';
  const title = isPasskey ? texts.renamePasskeyTitle : texts.renameTitle;
  return (
    <PortalPage visit={visit} title={title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{title}</h1>
      <AuthenticatorCard visit={visit} authenticator={authenticator} />
      <form method="post" action={authenticatorPath(visit, authenticator)} novalidate>
        <HiddenToken visit={visit} />
        <TextField
          id={FIELD}
          name="device_name"
          label={isPasskey ? words.passkeys.enrol.name : texts.name}
          hint={isPasskey ? words.passkeys.enrol.nameHint : words.enrolment.deviceNameHint}
          autocomplete="off"
          width="medium"
          required
          value={name === '' ? undefined : name}
          error={errorOf(trouble, FIELD)}
          words={words}
        />
        <Actions>
          <Button size="large">{texts.renameSubmit}</Button>
          <TextLink href={unchangedPath(visit)}>{words.common.cancel}</TextLink>
        </Actions>
      </form>
      <p>
        <TextLink href={removalPath(visit, authenticator)}>{texts.removeNamed(authenticator.name)}</TextLink>
      </p>
    </PortalPage>
  );
}

/** What is known of one authenticator. */
export function AuthenticatorCard({ visit, authenticator }: Pick<NamingPageProps, 'visit' | 'authenticator'>): JSX.Element {
  const { language, words } = visit;
  const texts = words.authenticators;
  const { kind, name, boundAt, lastUsedAt } = authenticator;
  return (
    <Card>
      <Facts
        rows={[
          { term: kind === 'passkey' ? words.passkeys.enrol.name : texts.name, value: name },
          { term: texts.kind, value: texts.kinds[kind] },
          { term: texts.boundAt, value: formatDateTimeWithZone(language, boundAt) },
          {
            term: texts.lastUsed,
            value: lastUsedAt === null ? texts.neverUsed : formatDateTimeWithZone(language, lastUsedAt),
          },
        ]}
      />
    </Card>
  );
}
