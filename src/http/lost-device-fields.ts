/**
 * The shape of what was typed into the lost-device form. People in trouble type it: only what could not be kept at all is
 * refused (G-39); whether it is right is compared by the desk, blindly, and proves nothing either way.
 */
import type { Claims } from '../core/recovery-event.ts';
import type { Words } from '../i18n/catalog.ts';
import { emailProblem } from './sign-in-fields.ts';
import type { FormError } from './visit.ts';

export interface TypedFiling extends Claims {
  readonly isRiskAccepted: boolean;
}

export const NO_FILING: TypedFiling = {
  email: '',
  name: '',
  company: '',
  phone: '',
  caseNumber: '',
  summary: '',
  isRiskAccepted: false,
};

/** Characters. */
const NAME_MAX = 200;
const NUMBER_MAX = 64;
const SUMMARY_MAX = 2000;
/** Control characters but the line end; nothing a person types. */
const CONTROLS = /[^\P{Cc}\n]/gu;

/** Trimmed and without control characters; nothing else is changed. */
export function readFiling(fields: Readonly<Record<string, string>>): TypedFiling {
  const text = (name: string): string => tidy((fields[name] ?? '').replace(/\r\n?/gu, '\n'));
  const line = (name: string): string => text(name).replace(/\n/gu, ' ');
  return {
    email: line('email'),
    name: line('name'),
    company: line('company'),
    phone: line('phone'),
    caseNumber: line('case_number'),
    summary: text('summary'),
    isRiskAccepted: fields['risk'] === 'accepted',
  };
}

/** In the order of the fields; empty when nothing is wrong. */
export function filingErrors(words: Words, typed: TypedFiling): readonly FormError[] {
  const { form } = words.lostRequest;
  const email = emailProblem(words.signIn, typed.email);
  const found: readonly (FormError | null)[] = [
    email === null ? null : { field: 'email', message: email },
    required('name', typed.name, form.nameEmpty) ?? short('name', typed.name, form.tooLong(form.name, NAME_MAX), NAME_MAX),
    required('company', typed.company, form.companyEmpty) ??
      short('company', typed.company, form.tooLong(form.company, NAME_MAX), NAME_MAX),
    required('phone', typed.phone, form.phoneEmpty) ??
      short('phone', typed.phone, form.tooLong(form.phone, NUMBER_MAX), NUMBER_MAX),
    short('case_number', typed.caseNumber, form.tooLong(form.caseNumber, NUMBER_MAX), NUMBER_MAX),
    short('summary', typed.summary, form.tooLong(form.summary, SUMMARY_MAX), SUMMARY_MAX),
    typed.isRiskAccepted ? null : { field: 'risk', message: form.riskEmpty },
  ];
  return found.filter((error) => error !== null);
}

function tidy(text: string): string {
  return text.toWellFormed().replace(CONTROLS, ' ').trim();
}

function required(field: string, text: string, message: string): FormError | null {
  return text === '' ? { field, message } : null;
}

function short(field: string, text: string, message: string, max: number): FormError | null {
  return [...text].length > max ? { field, message } : null;
}
