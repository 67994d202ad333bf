/**
 * The help page of a portal: the original procedure under this portal's own labels, what to do without the device, and how
 * to reach support. It is public: it answers everybody alike, and a living session only decides which desk stands first
 * (I-2, G-31). Every label on it is read from where the label itself comes from, so that the two cannot differ.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { Contents, type Place } from './arrangement.tsx';
import { Banner, TextLink } from './components.tsx';
import { ContactSection } from './contact.tsx';
import { LostDeviceSection } from './help-lost-device.tsx';
import { PasskeyHelp } from './help-passkeys.tsx';
import { turnOffSteps, turnOnSteps } from './help-steps.ts';
import { PortalPage } from './layout.tsx';
import { menuLabel } from './menu-label.ts';
import { isRequired } from './two-factor-rule.ts';
import { pathOf, showPage, type Visit } from './visit.ts';

/** GET /{portal}/help */
export function getHelp(visit: Visit): Response {
  return showPage(visit, <HelpPage visit={visit} />);
}

function HelpPage({ visit }: { visit: Visit }): JSX.Element {
  const { portal, language } = visit;
  const words = visit.words.help;
  return (
    <PortalPage visit={visit} title={words.title} width="reading" index>
      <article class="help">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead(portal.name[language])}</p>
        <HelpContents visit={visit} />
        <Preparation visit={visit} />
        <TurnOn visit={visit} />
        <SignIn visit={visit} />
        <WrongCode visit={visit} />
        <PasskeyHelp visit={visit} />
        <TurnOff visit={visit} />
        <LostDeviceSection visit={visit} />
        <ContactSection visit={visit} />
        <Browsers visit={visit} />
      </article>
    </PortalPage>
  );
}

/** The way to a page below the help: help, category, subcategory, each a link (S-55, S-56, X-8). */
export function helpPlaces(visit: Visit): readonly Place[] {
  const { portal, language, words } = visit;
  const help = pathOf(visit, 'help');
  return [
    { href: help, title: words.help.top },
    { href: `${help}#category`, title: portal.help.category[language] },
    { href: `${help}#problems`, title: portal.help.subcategory[language] },
  ];
}

/** How it works under the category, what to do when it does not under the subcategory: from there removal is asked for. */
function HelpContents({ visit }: { visit: Visit }): JSX.Element {
  const { portal, language } = visit;
  const words = visit.words.help;
  const lostDevice = portal.kind === 'desk' ? '#lost-device' : pathOf(visit, 'lost-device');
  const category = [
    { href: '#preparation', title: words.preparation.heading },
    { href: '#turn-on', title: words.turnOn.heading },
    { href: '#sign-in', title: words.signIn.heading(portal.name[language]) },
    { href: '#passkeys', title: visit.words.passkeys.help.heading },
    { href: '#turn-off', title: words.turnOff.heading },
    { href: '#browsers', title: words.browsers.heading },
  ];
  const problems = [
    { href: '#wrong-code', title: words.wrongCode.heading },
    { href: lostDevice, title: words.lost.heading },
    { href: '#contact', title: words.contact.heading },
  ];
  return (
    <Contents
      category={{ id: 'category', title: portal.help.category[language], links: category }}
      subcategory={{ id: 'problems', title: portal.help.subcategory[language], links: problems }}
    />
  );
}

/** Any app, on any device; no product is named (S-03, U-32). */
function Preparation({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.help.preparation;
  return (
    <section class="help-section" id="preparation" aria-labelledby="preparation-heading">
      <h2 id="preparation-heading">{words.heading}</h2>
      <p>{words.what}</p>
      <ul>
        <li>{words.install}</li>
        <li>{words.anyApp}</li>
        <li>{words.computer}</li>
        <li>{words.clock}</li>
      </ul>
    </section>
  );
}

function TurnOn({ visit }: { visit: Visit }): JSX.Element {
  const { portal, language } = visit;
  const words = visit.words.help.turnOn;
  const page = menuLabel(visit, portal.twoFactor.page);
  return (
    <section class="help-section" id="turn-on" aria-labelledby="turn-on-heading">
      <h2 id="turn-on-heading">{words.heading}</h2>
      <p>{isRequired(visit) ? words.compulsory(portal.name[language]) : words.optional}</p>
      <p>{words.separate}</p>
      <p>
        {words.noApp.before}
        <a href="#preparation">{words.noApp.link}</a>
        {words.noApp.after}
      </p>
      <StepList steps={turnOnSteps(visit)} />
      {portal.twoFactor.recommendAtDashboard && page !== undefined ? (
        <p>{words.otherEntry(page, portal.twoFactor.heading[language], visit.words.common.on)}</p>
      ) : null}
      <Banner tone="warn" title={words.warningTitle}>
        <p>{words.warning}</p>
      </Banner>
    </section>
  );
}

function SignIn({ visit }: { visit: Visit }): JSX.Element {
  const { portal, language } = visit;
  const { signIn: words, steps } = visit.words.help;
  return (
    <section class="help-section" id="sign-in" aria-labelledby="sign-in-heading">
      <h2 id="sign-in-heading">{words.heading(portal.name[language])}</h2>
      <StepList steps={[steps.password(portal.accountName[language], visit.words.signIn.submit), steps.code(portal.issuer)]} />
      <ul>
        <li>{words.forgiving}</li>
        <li>{words.changing}</li>
        <li>{words.expired}</li>
      </ul>
    </section>
  );
}

function WrongCode({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.help.wrongCode;
  return (
    <section class="help-section" id="wrong-code" aria-labelledby="wrong-code-heading">
      <h2 id="wrong-code-heading">{words.heading}</h2>
      <ul>
        <li>{words.entry(visit.portal.issuer)}</li>
        <li>{words.current}</li>
        <li>{words.used}</li>
        <li>
          {words.clock}
          <ul>
            <li>{words.ios}</li>
            <li>{words.android}</li>
          </ul>
        </li>
        <li>{words.paused}</li>
      </ul>
    </section>
  );
}

function TurnOff({ visit }: { visit: Visit }): JSX.Element {
  const { portal, language } = visit;
  const words = visit.words.help.turnOff;
  return (
    <section class="help-section" id="turn-off" aria-labelledby="turn-off-heading">
      <h2 id="turn-off-heading">{words.heading}</h2>
      {isRequired(visit) ? (
        <p>{words.compulsory(portal.name[language])}</p>
      ) : (
        <>
          <p>{words.meaning}</p>
          <StepList steps={turnOffSteps(visit)} />
          <ul>
            <li>{words.result}</li>
            <li>{words.others}</li>
            <li>{words.notFromCodePage}</li>
          </ul>
        </>
      )}
      <p>
        <TextLink href="#lost-device">{words.lostLink}</TextLink>
      </p>
    </section>
  );
}

function Browsers({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.help.browsers;
  return (
    <section class="help-section" id="browsers" aria-labelledby="browsers-heading">
      <h2 id="browsers-heading">{words.heading}</h2>
      <p>{words.list}</p>
      <p>{words.noScript}</p>
    </section>
  );
}

/** The numbers are the list's own, never written into a text. */
function StepList({ steps }: { steps: readonly string[] }): JSX.Element {
  return (
    <ol class="help-steps">
      {steps.map((step) => (
        <li>{step}</li>
      ))}
    </ol>
  );
}
