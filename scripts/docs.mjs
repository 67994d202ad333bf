/** `npm run docs`: writes every page that is generated from the code. A test fails while one of them is out of date. */
import { writeFileSync } from 'node:fs';
import { conformance } from './conformance.mjs';

writeFileSync(new URL('../docs/conformance.md', import.meta.url), conformance());
