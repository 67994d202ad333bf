/**
 * `npm run docs`: writes every page, or part of a page, that is generated from the code. With `--check` it writes nothing and
 * names the pages that are out of date; a test runs it that way.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { configurationPage, editorSchema } from '../src/config/reference.ts';
import { conformance, findProofs } from './conformance.mjs';

/** Attacks on what this version does not hold: OpenID Connect. */
const LATER = [45];

const pages = [
  { path: 'docs/configuration.md', text: configurationPage },
  { path: 'docs/genkan.schema.json', text: editorSchema },
  { path: 'docs/conformance.md', text: conformance },
  { path: 'docs/threat-model.md', text: threatModel },
];

for (const { path, text } of pages) {
  const place = new URL(`../${path}`, import.meta.url);
  const next = text();
  if (read(place) === next) continue;
  if (process.argv.includes('--check')) {
    process.stdout.write(`${path} is out of date: run npm run docs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(place, next);
  }
}

/** The page as it stands, with the last column of each attack filled in. */
function threatModel() {
  const proofs = findProofs();
  const page = read(new URL('../docs/threat-model.md', import.meta.url));
  return page.replace(/^(\| (T-\d\d) \|.*\|) [^|]* \|$/gmu, (_row, kept, id) => {
    const files = [...new Set((proofs.get(id) ?? []).map(({ file }) => `\`${file}\``))];
    const none = LATER.includes(Number(id.slice(2))) ? 'not part of the product yet' : 'no test of its own yet';
    return `${kept} ${files.length === 0 ? none : files.join(', ')} |`;
  });
}

function read(place) {
  try {
    return readFileSync(place, 'utf8');
  } catch {
    return '';
  }
}
