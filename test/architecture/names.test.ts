/**
 * One word per thing: exported names use the words of docs/vocabulary.md and none of the synonyms it bans. A name that a library
 * or a standard dictates is listed there as an exception; there is no second list.
 */
import { describe, expect, it } from 'vitest';
import { exportsOf, wordsOf } from './syntax.ts';
import { codeFiles, type ProjectFile, projectFiles, readProjectFile } from './tree.ts';

const files = projectFiles();
const source = codeFiles(files, 'src/');
const vocabulary = readProjectFile('docs/vocabulary.md');
const banned = listUnder('Banned in names');
const exceptions = listUnder('Exceptions');

describe('the vocabulary', () => {
  it('lists what it bans', () => {
    expect(banned).toEqual(expect.arrayContaining(['user', 'member', 'agent', 'tenant', 'login', 'logout', 'setup', 'sudo']));
  });

  it('is kept by every exported name', () => {
    expect(source.flatMap(bannedNames)).toEqual([]);
  });

  it('would notice a banned name, in one word or in two', () => {
    const wrong = {
      path: 'src/core/x.ts',
      text: 'export const userId = 1;\nexport function issueBackupCode() {}\nexport type Account = 1;',
    };
    expect(bannedNames(wrong)).toEqual(['userId (src/core/x.ts:1)', 'issueBackupCode (src/core/x.ts:2)']);
  });

  it('has no exception that nothing uses', () => {
    const names = new Set(source.flatMap(exportsOf).map(({ name }) => name));
    expect(exceptions.filter((name) => !names.has(name))).toEqual([]);
  });

  it('never lets a portal be called by the abbreviation both share', () => {
    const prose = files.filter((file) => /^(?:src|docs|README)/u.test(file.path) && file.path !== 'docs/conformance.md');
    const places = prose.flatMap((file) =>
      file.text
        .split('\n')
        .flatMap((line, index) => (/\bBSP\b/u.test(line) && !/never/iu.test(line) ? [`${file.path}:${index + 1}`] : [])),
    );
    expect(places).toEqual([]);
  });
});

function bannedNames(file: ProjectFile): readonly string[] {
  return exportsOf(file)
    .filter(({ name }) => !exceptions.includes(name))
    .filter(({ name }) => {
      const spoken = ` ${wordsOf(name).join(' ')} `;
      return banned.some((word) => spoken.includes(` ${word} `) || spoken.includes(` ${word}s `));
    })
    .map(({ name, place }) => `${name} (${place})`);
}

/** The words in backticks under this heading of docs/vocabulary.md. */
function listUnder(heading: string): readonly string[] {
  const section = vocabulary.split(/^## /mu).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/`([^`]+)`/gu)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
}
