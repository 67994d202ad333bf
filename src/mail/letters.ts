/**
 * Makes the finished letter out of what a journey queued: in the account's language, from the full name of the portal,
 * with links below the configured origin. No secret ever stands in one except the one-time link itself.
 */
import { Fault } from '../core/outcome.ts';
import { wordsFor } from '../i18n/catalog.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { originOf } from '../portals/origin.ts';
import type { ClaimedLetter } from '../ports.ts';
import type { RenderedLetter } from './deliverer.ts';
import { letterBody } from './letter-body.ts';
import { letterHtml } from './letter-html.tsx';
import { letterText } from './letter-text.ts';
import { oneLine } from './plain-text.ts';

export interface LetterPaper {
  readonly portals: ReadonlyMap<string, PortalDefinition>;
  /** https://portal.example.com or, in the demo, http://localhost:3000. */
  readonly origin: string;
}

const HEADER_MAX = 120;

/**
 * Throws Fault 'config-invalid' when the letter's portal is not configured (it waits for the operator) and
 * 'invariant-broken' when its path leads away from the origin (it is given up).
 */
export function renderLetter({ id, letter, createdAt }: ClaimedLetter, { portals, origin }: LetterPaper): RenderedLetter {
  const { language } = letter;
  const portal = portals.get(letter.portal);
  if (portal === undefined) throw new Fault('config-invalid', 'a letter waits for a portal that is not configured');
  const portalName = portal.name[language];
  const body = letterBody(letter, {
    origin: originOf(portal, origin),
    contact: portal.contact,
    isOfDesk: portal.kind === 'desk',
  });
  return {
    id,
    at: createdAt,
    sender: oneLine(portalName, HEADER_MAX),
    replyTo: portal.replyTo,
    to: letter.to,
    language,
    subject: oneLine(wordsFor(language).letters.subject(portalName, body.title), HEADER_MAX),
    text: letterText(body, language, portalName),
    html: letterHtml({ body, language, portalName, accent: portal.accent }),
  };
}
