/**
 * The HTML part of a letter (look/README.md, "Mail"): one table 600 px wide, inline styles, no picture, no script, nothing
 * fetched from anywhere. hono/jsx escapes every text and attribute.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../core/language.ts';
import { readReceipt } from '../core/receipt.ts';
import { wordsFor } from '../i18n/catalog.ts';
import type { Accent } from '../portals/definition.ts';
import type { LetterBody, LetterLink, LetterPart } from './letter-body.ts';

const INK = '#1B1F23';
const INK_2 = '#4A5058';
const LINE = '#DAD7D0';
const ERR = '#B3261E';

/** Keeps what it splits at. */
const RECEIPTS = /(R-[0-9]{4}-[0-9A-Z]{4}-[0-9A-Z]{2})/u;

const FONT = "font-family:'Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,Arial,sans-serif";
const TEXT = `margin:0 0 16px;font-size:16px;line-height:1.75;color:${INK}`;
const SMALL = `margin:0 0 8px;font-size:14px;line-height:1.7;color:${INK_2}`;
const HEADING = `margin:0 0 8px;font-size:18px;line-height:1.5;color:${INK}`;

export interface LetterHtmlProps {
  readonly body: LetterBody;
  readonly language: Language;
  readonly portalName: string;
  readonly accent: Accent;
}

export function letterHtml(props: LetterHtmlProps): string {
  return `<!DOCTYPE html>${(<LetterDocument {...props} />).toString()}`;
}

function LetterDocument(props: LetterHtmlProps): JSX.Element {
  const { body, language } = props;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <meta name="format-detection" content="telephone=no, date=no, address=no" />
        <title>{body.title}</title>
      </head>
      <body style={`margin:0;padding:0;background:#EFEDE8;${FONT}`}>
        <div style="display:none;max-height:0;overflow:hidden">{body.preview}</div>
        <Table style="background:#EFEDE8">
          <tr>
            <td align="center" style="padding:24px 12px">
              <Table style={`max-width:600px;background:#FFFFFF;border:1px solid ${LINE};text-align:left`}>
                <Head {...props} />
                <tr>
                  <td style="padding:32px 32px 24px">
                    <Message {...props} />
                  </td>
                </tr>
                <Foot {...props} />
              </Table>
            </td>
          </tr>
        </Table>
      </body>
    </html>
  );
}

/** A table that only lays out: no reader announces it as one. */
function Table({ style, children }: { style: string; children?: Child }): JSX.Element {
  return (
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border={0} style={style}>
      {children}
    </table>
  );
}

/** The portal's name and the step line under it. */
function Head({ portalName, accent }: LetterHtmlProps): JSX.Element {
  return (
    <tr>
      <td style="padding:0">
        <p style={`margin:0;padding:24px 32px 20px;font-size:16px;font-weight:700;color:${INK}`}>{portalName}</p>
        <Table style="border-collapse:separate">
          <tr>
            <td width="28%" height="10" style={`border-bottom:2px solid ${INK};font-size:0;line-height:0`}></td>
            <td
              height="10"
              style={`border-top:2px solid ${INK};border-left:2px solid ${INK};background:${accent.acc50};font-size:0;line-height:0`}
            ></td>
          </tr>
        </Table>
      </td>
    </tr>
  );
}

function Message({ body, accent }: LetterHtmlProps): JSX.Element {
  const { notMe, own } = body;
  return (
    <>
      <h1 style={`margin:0 0 20px;font-size:24px;line-height:1.4;color:${INK}`}>{body.title}</h1>
      <p style={TEXT}>{body.greeting}</p>
      <p style={TEXT}>{body.happened}</p>
      {body.meaning === '' ? null : (
        <p style={TEXT}>
          <strong>{body.meaning}</strong>
        </p>
      )}
      <Facts facts={body.facts} />
      <Table style="margin:0 0 28px">
        <tr>
          <td style={`padding:20px 24px;background:#FDF0EE;border-left:6px solid ${ERR}`}>
            <Part part={notMe} style={`background:${ERR};border:2px solid ${ERR};color:#FFFFFF`} />
          </td>
        </tr>
      </Table>
      {own === null ? null : <Part part={own} style={`background:#FFFFFF;border:2px solid ${accent.acc};color:${accent.acc}`} />}
    </>
  );
}

/** A heading, what to do, and the link for it with what the link does. */
function Part({ part, style }: { part: LetterPart; style: string }): JSX.Element {
  const { heading, text, link, linkUse } = part;
  return (
    <>
      <h2 style={HEADING}>{heading}</h2>
      <p style={TEXT}>{text}</p>
      {link === null ? null : <Button link={link} style={style} />}
      {linkUse === '' ? null : <p style={`${SMALL};margin:12px 0 0`}>{linkUse}</p>}
    </>
  );
}

function Facts({ facts }: { facts: LetterBody['facts'] }): JSX.Element {
  return (
    <table
      width="100%"
      cellpadding="0"
      cellspacing="0"
      border={0}
      style={`margin:0 0 28px;border-top:1px solid ${LINE};font-size:15px;line-height:1.6`}
    >
      {facts.map(({ label, value }) => (
        <tr>
          <th
            scope="row"
            align="left"
            style={`width:8em;padding:10px 12px 10px 0;border-bottom:1px solid ${LINE};font-weight:400;color:${INK_2};vertical-align:top`}
          >
            {label}
          </th>
          <td style={`padding:10px 0;border-bottom:1px solid ${LINE};color:${INK};vertical-align:top;word-break:break-word`}>
            <FactValue value={value} />
          </td>
        </tr>
      ))}
    </table>
  );
}

/** A receipt stays in one piece: it is read out and typed in. */
function FactValue({ value }: { value: string }): JSX.Element {
  return (
    <>{value.split(RECEIPTS).map((part) => (readReceipt(part) === part ? <span style="white-space:nowrap">{part}</span> : part))}</>
  );
}

function Button({ link, style }: { link: LetterLink; style: string }): JSX.Element {
  return (
    <p style="margin:0">
      <a
        href={link.href}
        style={`display:inline-block;padding:14px 24px;border-radius:8px;font-size:16px;line-height:1.5;font-weight:700;text-decoration:none;${style}`}
      >
        {link.label}
      </a>
    </p>
  );
}

function Foot({ body, language, portalName, accent }: LetterHtmlProps): JSX.Element {
  const words = wordsFor(language).letters;
  const links = [body.notMe.link, body.own?.link ?? null].filter((link) => link !== null && link.href !== body.contact.href);
  const plain = `color:${accent.link};word-break:break-all`;
  return (
    <tr>
      <td style={`padding:20px 32px 24px;background:#F7F6F3;border-top:1px solid ${LINE}`}>
        <p style={SMALL}>{words.neverAsked}</p>
        {links.map((link) =>
          link === null ? null : (
            <p style={SMALL}>
              {words.withoutButton(link.label)}
              <br />
              <a href={link.href} style={plain}>
                {link.href}
              </a>
            </p>
          ),
        )}
        <p style={SMALL}>
          <strong>{portalName}</strong>
          {body.desks.map(({ title, way, href, hours }) => (
            <>
              <br />
              {title}{' '}
              <a href={href} style={plain}>
                {way}
              </a>
              {hours === '' ? null : ` / ${hours}`}
            </>
          ))}
        </p>
        <p style={`${SMALL};margin-bottom:0`}>
          <a href={body.contact.href} style={plain}>
            {body.contact.label}
          </a>
        </p>
      </td>
    </tr>
  );
}
