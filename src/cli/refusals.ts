/** Says in words why a command was refused; exit code 1. */
import type { Refusal } from '../core/outcome.ts';
import type { Words } from '../i18n/catalog.ts';
import { EXIT, type Terminal } from './command.ts';

export function sayRefusal(refusal: Refusal, { words, complain }: Terminal): number {
  complain(sentence(refusal, words.refusals));
  return EXIT.refused;
}

function sentence({ code }: Refusal, texts: Words['cli']['refusals']): string {
  switch (code) {
    case 'address-taken':
      return texts.addressTaken;
    case 'no-such-company':
      return texts.noCompany;
    case 'company-exists':
      return texts.companyExists;
    case 'case-exists':
      return texts.caseExists;
    case 'password-set-already':
      return texts.passwordSet;
    case 'no-password':
      return texts.noPassword;
    case 'password-compromised':
      return texts.compromisedAlready;
    case 'administrator-exists':
      return texts.administratorExists;
    case 'no-such-account':
      return texts.noAccount;
    case 'last-administrator':
      return texts.lastAdministrator;
    case 'account-suspended':
      return texts.suspended;
    case 'no-dispute':
      return texts.noDispute;
    case 'recovery-request-open-already':
      return texts.disputeRunning;
    case 'voucher-needed':
      return texts.administratorAsks;
    default:
      return texts.other(code);
  }
}
