/** The English catalogue. */
import type { Words } from './catalog.ts';
import { common } from './en/common.ts';

export const en: Words = { common };
