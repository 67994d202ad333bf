/** By what the audit log can be searched, and a search as it was typed (D-32). */
export const AUDIT_FIELDS = ['account', 'agent', 'company', 'portal', 'from', 'until', 'group'] as const;
export type AuditField = (typeof AUDIT_FIELDS)[number];
export type AuditForm = Readonly<Record<AuditField, string>>;
