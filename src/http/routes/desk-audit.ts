/** The desk's audit log, and the list of requests as a table, and its charts. */
import { AUDIT_FIELDS } from '../../core/audit-fields.ts';
import { getAudit, postAudit, postAuditExport } from '../desk-audit.tsx';
import { getCharts } from '../desk-charts.tsx';
import { getQueueExport, postQueueExport } from '../queue-export.tsx';
import type { Route } from '../route.ts';

export const DESK_AUDIT_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'audit', entry: 'session', kind: 'desk', returnable: true, handle: getAudit },
  {
    method: 'POST',
    path: 'audit',
    entry: 'session',
    kind: 'desk',
    limit: ['searches'],
    fields: ['choice', 'kept', 'name', 'page', ...AUDIT_FIELDS],
    handle: postAudit,
  },
  {
    method: 'POST',
    path: 'audit/export',
    entry: 'session',
    kind: 'desk',
    limit: ['exports'],
    page: 'audit',
    fields: ['reason', ...AUDIT_FIELDS],
    handle: postAuditExport,
  },
  { method: 'GET', path: 'charts', entry: 'session', kind: 'desk', query: ['portal'], returnable: true, handle: getCharts },
  {
    method: 'GET',
    path: 'exports',
    entry: 'session',
    kind: 'desk',
    query: ['view', 'sort', 'order'],
    returnable: true,
    handle: getQueueExport,
  },
  {
    method: 'POST',
    path: 'exports',
    entry: 'session',
    kind: 'desk',
    limit: ['exports'],
    fields: ['reason', 'view', 'sort', 'order', 'page'],
    handle: postQueueExport,
  },
];
