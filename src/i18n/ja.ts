/** The Japanese catalogue: the source of the type every other language must have. */
import { account } from './ja/account.ts';
import { activity, sessionTime } from './ja/activity.ts';
import { auditTypes } from './ja/audit-types.ts';
import { authenticators } from './ja/authenticators.ts';
import { cases } from './ja/cases.ts';
import { cli } from './ja/cli.ts';
import { company } from './ja/company.ts';
import { companyDispute } from './ja/company-dispute.ts';
import { companyRequests } from './ja/company-requests.ts';
import { contactData } from './ja/contact-data.ts';
import { dashboard } from './ja/dashboard.ts';
import { deskAccount } from './ja/desk-account.ts';
import { deskAudit } from './ja/desk-audit.ts';
import { deskCall } from './ja/desk-call.ts';
import { deskCharts } from './ja/desk-charts.ts';
import { deskComparison } from './ja/desk-comparison.ts';
import { deskDispute } from './ja/desk-dispute.ts';
import { deskExport } from './ja/desk-export.ts';
import { deskIntake } from './ja/desk-intake.ts';
import { deskMacros } from './ja/desk-macros.ts';
import { deskRequest } from './ja/desk-request.ts';
import { deskState } from './ja/desk-state.ts';
import { deskStop } from './ja/desk-stop.ts';
import { deskWork } from './ja/desk-work.ts';
import { drill } from './ja/drill.ts';
import { firstPassword, sitting } from './ja/first-password.ts';
import { common } from './ja/frame.ts';
import { help } from './ja/help.ts';
import { home } from './ja/home.ts';
import { letters } from './ja/letters.ts';
import { lostRequest } from './ja/lost-request.ts';
import { accessibility, lostRoutes } from './ja/lost-routes.ts';
import { notMe } from './ja/not-me.ts';
import { passkeys } from './ja/passkeys.ts';
import { passwords } from './ja/passwords.ts';
import { problems } from './ja/problems.ts';
import { recoveryCodes } from './ja/recovery-codes.ts';
import { registration } from './ja/registration.ts';
import { requests } from './ja/requests.ts';
import { role } from './ja/role.ts';
import { code, links, signIn } from './ja/sign-in.ts';
import { staff } from './ja/staff.ts';
import { staffLost } from './ja/staff-lost.ts';
import { confirmation, enrolment, turnOff } from './ja/two-factor.ts';

export const ja = {
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
