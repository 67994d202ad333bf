/**
 * The steps of turning two-factor authentication on and off, as sentences under this portal's labels. Which steps there are
 * follows from the portal's definition, so a portal of pure configuration gets a correct help page too.
 */
import type { MenuPage } from '../portals/definition.ts';
import { menuLabel } from './menu-label.ts';
import { isRequired } from './two-factor-rule.ts';
import type { Visit } from './visit.ts';

export function turnOnSteps(visit: Visit): readonly string[] {
  const { portal, language, words } = visit;
  const { steps } = words.help;
  const account = portal.accountName[language];
  const confirmed = [steps.scan, steps.confirm];
  if (isRequired(visit)) return [steps.firstSignIn(account), steps.confirmMail, ...confirmed];
  const entry = portal.twoFactor.recommendAtDashboard
    ? [steps.openMenu(pageName(visit, 'dashboard')), steps.recommendation(words.dashboard.recommendation.setUp)]
    : [steps.openMenu(pageName(visit, portal.twoFactor.page)), steps.switchOn(portal.twoFactor.heading[language], words.common.on)];
  const choice = portal.twoFactor.methodChoice ? [steps.chooseMethod(words.enrolment.methodApp, words.enrolment.methodSubmit)] : [];
  return [steps.signIn(account), ...entry, ...choice, ...confirmed];
}

export function turnOffSteps(visit: Visit): readonly string[] {
  const { portal, language, words } = visit;
  const { steps } = words.help;
  return [
    steps.signInWithCode(portal.accountName[language]),
    steps.openMenu(pageName(visit, portal.twoFactor.page)),
    steps.switchOff(portal.twoFactor.heading[language], words.common.off),
    steps.review,
  ];
}

/** What a page is called where its heading is written: the menu's label, or the page's own title when no menu lists it. */
function pageName(visit: Visit, page: MenuPage): string {
  const { dashboard, cases, company, requests, staff, deskStop, deskAudit, deskCharts, account } = visit.words;
  const titles: Readonly<Record<MenuPage, string>> = {
    dashboard: dashboard.title,
    cases: cases.listTitle,
    company: company.title,
    requests: requests.title,
    staff: staff.title,
    stop: deskStop.title,
    audit: deskAudit.title,
    charts: deskCharts.title,
    account: account.accountTitle,
    profile: account.profileTitle,
  };
  return menuLabel(visit, page) ?? titles[page];
}
