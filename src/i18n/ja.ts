/** The Japanese catalogue: the source of the type every other language must have. */
import { common } from './ja/common.ts';

export const ja = { common };
