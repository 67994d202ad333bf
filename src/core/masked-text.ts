/** Masks what people wrote or where they came from, for records that leave the house: addresses of mail, numbers, places in the network. */
import { maskedEmail, maskedPhone } from './account.ts';

const MAIL = /[^\s@<>「」()（）、。,;:]+@[^\s@<>「」()（）、。,;:]+/gu;
/** Five digits or more, with what people write between them: a telephone number, a code, a date of birth. */
const NUMBER = /\+?\p{Nd}(?:[\s\-‐－ー.()（）/]{0,2}\p{Nd}){4,}/gu;

/** What stands in a sentence somebody wrote and could be contact data or a code is masked; the sentence stays. */
export function maskedText(text: string): string {
  return text.replaceAll(MAIL, (mail) => maskedEmail(mail)).replaceAll(NUMBER, (number) => maskedPhone(number));
}

/** 203.0.113.x or the first 48 bits of an IPv6 address; '' for anything else. */
export function coarseAddress(address: string): string {
  if (/^\d+(?:\.\d+){3}$/u.test(address)) return address.replace(/\.\d+$/u, '.x');
  if (!address.includes(':')) return '';
  const [head = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  return `${[...groups, '0', '0', '0'].slice(0, 3).join(':')}::/48`;
}
