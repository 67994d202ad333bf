/**
 * The company and its people, for its administrators: whoever is none is told that there is no such page, before anything else is
 * asked. Everything but the overview asks for a fresh check (SEC-H02).
 */
import { getCompany } from '../company.tsx';
import { getColleague, postColleague } from '../company-colleague.tsx';
import { getDisputeAsking, postDisputeAsking } from '../company-dispute.tsx';
import { getInvitation, getInvite, postInvitation, postInvite } from '../company-invitation.tsx';
import { getJoining, postJoining } from '../company-joining.tsx';
import { getPolicy, postPolicy } from '../company-policy.tsx';
import { getColleagueRequest, postColleagueRequest } from '../company-request.tsx';
import { getFilingStart, postFilingStart } from '../company-request-start.tsx';
import type { Route } from '../route.ts';

const OWN = { entry: 'session', kind: 'customer', role: 'company-administrator' } as const;
const FRESH = { ...OWN, fresh: true } as const;

export const COMPANY_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'company', ...OWN, query: ['page', 'notice'], returnable: true, handle: getCompany },
  { method: 'GET', path: 'company/policy', ...FRESH, handle: getPolicy },
  {
    method: 'POST',
    path: 'company/policy',
    ...FRESH,
    limit: ['company'],
    fields: ['level', 'required_from', 'version', 'affected', 'choice'],
    handle: postPolicy,
  },
  { method: 'GET', path: 'company/invitations', ...FRESH, handle: getInvite },
  {
    method: 'POST',
    path: 'company/invitations',
    ...FRESH,
    limit: ['invitations'],
    fields: ['email', 'name', 'language'],
    handle: postInvite,
  },
  { method: 'GET', path: 'company/invitations/:id', ...FRESH, handle: getInvitation },
  {
    method: 'POST',
    path: 'company/invitations/:id',
    ...FRESH,
    limit: ['invitations'],
    fields: ['choice'],
    handle: postInvitation,
  },
  { method: 'GET', path: 'company/colleagues/:id', ...FRESH, handle: getColleague },
  { method: 'POST', path: 'company/colleagues/:id', ...FRESH, limit: ['company'], fields: ['choice'], handle: postColleague },
  { method: 'GET', path: 'company/colleagues/:id/dispute', ...FRESH, handle: getDisputeAsking },
  {
    method: 'POST',
    path: 'company/colleagues/:id/dispute',
    ...FRESH,
    limit: ['company'],
    fields: [],
    handle: postDisputeAsking,
  },
  { method: 'GET', path: 'company/colleagues/:id/request', ...FRESH, query: ['receipt'], handle: getFilingStart },
  {
    method: 'POST',
    path: 'company/colleagues/:id/request',
    ...FRESH,
    limit: ['entries'],
    fields: ['name', 'company', 'phone', 'case_number', 'summary', 'risk'],
    handle: postFilingStart,
  },
  { method: 'GET', path: 'company/requests/:receipt', ...FRESH, query: ['notice'], handle: getColleagueRequest },
  {
    method: 'POST',
    path: 'company/requests/:receipt',
    ...FRESH,
    limit: ['company', 'call-codes'],
    fields: ['choice', 'code', 'remark'],
    handle: postColleagueRequest,
  },
  { method: 'GET', path: 'company/joining/:id', ...FRESH, handle: getJoining },
  { method: 'POST', path: 'company/joining/:id', ...FRESH, limit: ['company'], fields: ['choice'], handle: postJoining },
];
