/** The English catalogue: the same keys and functions as the Japanese one. */
import type { Words } from './catalog.ts';
import { account } from './en/account.ts';
import { activity, sessionTime } from './en/activity.ts';
import { auditTypes } from './en/audit-types.ts';
import { authenticators } from './en/authenticators.ts';
import { cases } from './en/cases.ts';
import { cli } from './en/cli.ts';
import { company } from './en/company.ts';
import { companyDispute } from './en/company-dispute.ts';
import { companyRequests } from './en/company-requests.ts';
import { contactData } from './en/contact-data.ts';
import { dashboard } from './en/dashboard.ts';
import { deskAccount } from './en/desk-account.ts';
import { deskAudit } from './en/desk-audit.ts';
import { deskCall } from './en/desk-call.ts';
import { deskCharts } from './en/desk-charts.ts';
import { deskComparison } from './en/desk-comparison.ts';
import { deskDispute } from './en/desk-dispute.ts';
import { deskExport } from './en/desk-export.ts';
import { deskIntake } from './en/desk-intake.ts';
import { deskMacros } from './en/desk-macros.ts';
import { deskRequest } from './en/desk-request.ts';
import { deskState } from './en/desk-state.ts';
import { deskStop } from './en/desk-stop.ts';
import { deskWork } from './en/desk-work.ts';
import { drill } from './en/drill.ts';
import { firstPassword, sitting } from './en/first-password.ts';
import { common } from './en/frame.ts';
import { help } from './en/help.ts';
import { home } from './en/home.ts';
import { letters } from './en/letters.ts';
import { lostRequest } from './en/lost-request.ts';
import { accessibility, lostRoutes } from './en/lost-routes.ts';
import { notMe } from './en/not-me.ts';
import { passkeys } from './en/passkeys.ts';
import { passwords } from './en/passwords.ts';
import { problems } from './en/problems.ts';
import { recoveryCodes } from './en/recovery-codes.ts';
import { registration } from './en/registration.ts';
import { requests } from './en/requests.ts';
import { role } from './en/role.ts';
import { code, links, signIn } from './en/sign-in.ts';
import { staff } from './en/staff.ts';
import { staffLost } from './en/staff-lost.ts';
import { confirmation, enrolment, turnOff } from './en/two-factor.ts';

export const en: Words = {
  common,
  home,
  signIn,
  code,
  links,
  notMe,
  firstPassword,
  sitting,
  staff,
  staffLost,
  passwords,
  enrolment,
  turnOff,
  confirmation,
  recoveryCodes,
  dashboard,
  cases,
  account,
  activity,
  sessionTime,
  contactData,
  authenticators,
  company,
  companyDispute,
  companyRequests,
  registration,
  role,
  requests,
  deskAccount,
  deskDispute,
  deskMacros,
  deskState,
  deskComparison,
  deskStop,
  deskWork,
  deskRequest,
  deskCall,
  deskExport,
  deskIntake,
  deskCharts,
  deskAudit,
  auditTypes,
  help,
  lostRoutes,
  accessibility,
  lostRequest,
  passkeys,
  problems,
  letters,
  cli,
  drill,
};
