/**
 * The front page: the portals to choose from, each as a plain link to its sign-in, and in demo mode the accounts to try them
 * with. It knows no session: which portal somebody uses is for the portal to know.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../core/language.ts';
import type { Words } from '../i18n/catalog.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { DEMO_ACCOUNTS, DEMO_COMPANIES, DEMO_PASSWORD, type DemoAccount } from '../portals/demo-accounts.ts';
import { originOf } from '../portals/origin.ts';
import { CardRow, Stack } from './arrangement.tsx';
import { Card, LinkButton, TextLink } from './components.tsx';
import { DataTable } from './data-table.tsx';
import { BarePage } from './layout.tsx';
import { pathOf, type Site, showPage } from './visit.ts';

export interface HomeProps {
  readonly site: Pick<Site, 'portals' | 'origin' | 'assets' | 'demo'>;
  readonly language: Language;
  readonly words: Words;
  /** Path and query of the request, for the language links. */
  readonly here: string;
}

/** GET / */
export function getHome(props: HomeProps): Response {
  const { site, language, words, here } = props;
  return showPage(
    props,
    <BarePage language={language} title={words.home.title} words={words} here={here} assets={site.assets} demo={site.demo}>
      <h1>{words.home.title}</h1>
      <p class="lead">{words.home.lead}</p>
      <Stack>
        <CardRow>
          {[...site.portals.values()].filter(isListed).map((portal) => (
            <PortalCard portal={portal} origin={site.origin} language={language} words={words} />
          ))}
        </CardRow>
        {site.demo ? <DemoGuide {...props} /> : null}
      </Stack>
    </BarePage>,
  );
}

/** A desk that was given a host of its own is not shown to the public. */
function isListed({ kind, host }: PortalDefinition): boolean {
  return kind === 'customer' || host === null;
}

interface PortalCardProps {
  readonly portal: PortalDefinition;
  readonly origin: string;
  readonly language: Language;
  readonly words: Words;
}

/** Three links with the same words would lead a screen reader nowhere, so each one also names its portal. */
function PortalCard({ portal, origin, language, words }: PortalCardProps): JSX.Element {
  const id = `portal-${portal.id}`;
  const signIn = pathOf({ portal }, 'sign-in');
  return (
    <Card headingId={id}>
      <h2 id={id}>{portal.name[language]}</h2>
      <p>{portal.kind === 'desk' ? words.home.staffOnly : words.home.signIn(portal.accountName[language])}</p>
      <p>
        <LinkButton href={portal.host === null ? signIn : originOf(portal, origin) + signIn} kind="secondary">
          {words.home.toSignIn}
          <span class="visually-hidden">{` – ${portal.name[language]}`}</span>
        </LinkButton>
      </p>
    </Card>
  );
}

function DemoGuide({ site, language, words }: HomeProps): JSX.Element {
  const { demo } = words.home;
  const accounts = DEMO_ACCOUNTS.flatMap((account) => {
    const portal = site.portals.get(account.portal);
    return portal === undefined ? [] : [{ account, portal }];
  });
  return (
    <Card headingId="demo-heading">
      <h2 id="demo-heading">{demo.heading}</h2>
      <p>
        {demo.password.before}
        <code translate="no">{DEMO_PASSWORD}</code>
        {demo.password.after}
      </p>
      <p>{demo.twoFactor}</p>
      <DataTable
        caption={demo.caption}
        columns={[{ label: demo.email }, { label: demo.name }, { label: demo.portal }, { label: demo.who }]}
        rows={accounts.map(({ account, portal }) => [
          <span translate="no">{account.email}</span>,
          account.name,
          portal.name[language],
          description(account, words),
        ])}
      />
      <p>
        {demo.lettersHint} <TextLink href="/demo/mail">{demo.letters}</TextLink>
      </p>
    </Card>
  );
}

/** 株式会社さくら商事・スタンダードサポート・会社の管理者, or the role of a staff member. */
function description({ companyId, role }: DemoAccount, words: Words): string {
  if (role !== 'holder' && role !== 'company-administrator') return words.role.roles[role].name;
  const company = DEMO_COMPANIES.find((each) => each.id === companyId);
  const parts = company === undefined ? [] : [company.name, words.account.plans[company.plan]];
  return [...parts, ...(role === 'holder' ? [] : [words.home.demo.companyAdministrator])].join(' / ');
}
