/** The platform's cryptographic random numbers (SEC-M04): the only source of secrets, ids and salts outside tests. */
import { randomBytes } from 'node:crypto';
import type { Random } from '../ports.ts';

export const systemRandom: Random = { bytes: (count) => randomBytes(count) };
