/** One request at the desk: its page, the step of a call, and a page for each decision. */
import { getCall, postAttempts, postCalls, postRecords } from '../desk-call.tsx';
import { getComparison, postComparison } from '../desk-comparison.tsx';
import { decisionHandlers } from '../desk-decision.tsx';
import { DECISION_PAGES, type DecisionName } from '../desk-paths.ts';
import { getRequest } from '../desk-request.tsx';
import { getRequestExport, postRequestExport } from '../request-export.tsx';
import type { Route } from '../route.ts';

const OF_REQUEST = { entry: 'session', kind: 'desk', limit: 'nothing-to-guess' } as const;

/** Those that count only with a fresh check. */
const FRESH: readonly DecisionName[] = ['approve', 'lower', 'resume', 'grant'];

export const DESK_REQUEST_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'requests/:receipt',
    entry: 'session',
    kind: 'desk',
    query: ['notice'],
    returnable: true,
    handle: getRequest,
  },
  {
    method: 'GET',
    path: 'requests/:receipt/call',
    entry: 'session',
    kind: 'desk',
    query: ['macro'],
    returnable: true,
    handle: getCall,
  },
  { method: 'POST', path: 'requests/:receipt/calls', ...OF_REQUEST, fields: ['evidence'], handle: postCalls },
  {
    method: 'POST',
    path: 'requests/:receipt/records',
    entry: 'session',
    kind: 'desk',
    limit: ['call-codes'],
    fields: ['code', 'document', 'document_end'],
    handle: postRecords,
  },
  {
    method: 'POST',
    path: 'requests/:receipt/attempts',
    ...OF_REQUEST,
    fields: ['outcome', 'remark'],
    handle: postAttempts,
  },
  {
    method: 'GET',
    path: 'requests/:receipt/comparison',
    entry: 'session',
    kind: 'desk',
    returnable: true,
    handle: getComparison,
  },
  {
    method: 'POST',
    path: 'requests/:receipt/comparison',
    entry: 'session',
    kind: 'desk',
    limit: ['comparisons'],
    fields: ['field', 'said'],
    handle: postComparison,
  },
  { method: 'GET', path: 'requests/:receipt/export', entry: 'session', kind: 'desk', returnable: true, handle: getRequestExport },
  {
    method: 'POST',
    path: 'requests/:receipt/export',
    entry: 'session',
    kind: 'desk',
    limit: ['exports'],
    fields: ['reason'],
    handle: postRequestExport,
  },
  ...decisionRoutes(),
];

function decisionRoutes(): readonly Route[] {
  const names = Object.keys(DECISION_PAGES).filter((name): name is DecisionName => Object.hasOwn(DECISION_PAGES, name));
  return names.flatMap((name): readonly Route[] => {
    const path = `requests/:receipt/${DECISION_PAGES[name]}`;
    const fresh = FRESH.includes(name) ? ({ fresh: true } as const) : {};
    const { get, post } = decisionHandlers(name);
    return [
      {
        method: 'GET',
        path,
        entry: 'session',
        kind: 'desk',
        query: ['evidence', 'macro'],
        returnable: true,
        ...fresh,
        handle: get,
      },
      {
        method: 'POST',
        path,
        ...OF_REQUEST,
        ...fresh,
        fields: ['version', 'choice', 'remark', 'reason', 'level', 'evidence'],
        handle: post,
      },
    ];
  });
}
