/**
 * Rules about the ways in, read from the source: how many places make a session, where routes are declared, that no portal is
 * treated by name, that text reaches HTML and SQL only through the parts that escape it, that chance comes from one place.
 */
import { describe, expect, it } from 'vitest';
import { child, children, lastName, literalText, nodesOfType, placeOf } from './syntax.ts';
import { codeFiles, type ProjectFile, projectFiles } from './tree.ts';

const source = codeFiles(projectFiles(), 'src/');
const inFolder = (folder: string) => source.filter((file) => file.path.startsWith(folder));
const outsideOf = (...folders: readonly string[]) =>
  source.filter((file) => !folders.some((folder) => file.path.startsWith(folder)));

describe('sessions', () => {
  it('SEC-E05 T-18 a session is made at one place of the journeys and nowhere above them', () => {
    const calls = outsideOf('src/store/').flatMap((file) => callsOf(file, ['insertSession']));
    expect(calls.map((place) => place.replace(/:\d+$/u, ''))).toEqual(['src/journeys/sign-in.ts']);
  });

  it('SEC-E05 the store writes session rows in one function', () => {
    const inserts = inFolder('src/store/').flatMap((file) => insertsInto(file, 'session'));
    expect(inserts.map((place) => place.replace(/:\d+$/u, ''))).toEqual(['src/store/sessions.ts']);
  });

  it('SEC-E05 would notice a second call site', () => {
    const wrong = { path: 'src/http/x.ts', text: 'await tx.insertSession(row, 1);' };
    expect(callsOf(wrong, ['insertSession'])).toEqual(['src/http/x.ts:1']);
  });
});

describe('routes', () => {
  it('SEC-K02 routes are registered by the application and the pages outside portals, and by no screen', () => {
    const registering = inFolder('src/http/').filter((file) => registrationsOf(file).length > 0);
    expect(registering.map((file) => file.path).sort()).toEqual(['src/http/app.ts', 'src/http/site-pages.ts']);
  });

  it('SEC-K02 would notice a screen that registers a route of its own', () => {
    const wrong = { path: 'src/http/x.tsx', text: "app.get('/secret', show);\nfields.get('email');\nother.on('GET', '/x', show);" };
    expect(registrationsOf(wrong)).toEqual(['src/http/x.tsx:1', 'src/http/x.tsx:3']);
  });

  it('SEC-K02 there is one route table', () => {
    const tables = source.filter((file) => /\bconst ROUTES\b/u.test(file.text));
    expect(tables.map((file) => file.path)).toEqual(['src/http/routes.ts']);
    const lists = source.filter((file) => /: readonly Route\[\] = /u.test(file.text) && !tables.includes(file));
    expect(lists.filter((file) => !file.path.startsWith('src/http/routes/'))).toEqual([]);
    const missing = lists.flatMap((file) => [...file.text.matchAll(/const (\w+): readonly Route\[\]/gu)].map(([, name]) => name));
    expect(missing.filter((name) => !tables[0]?.text.includes(`...${name},`))).toEqual([]);
  });
});

describe('portals', () => {
  it('X-1 X-3 X-5 no code outside the definitions knows a portal by name: every difference is data', () => {
    expect(outsideOf('src/portals/').flatMap(portalsByName)).toEqual([]);
  });

  it('X-1 would notice a page that treats one portal by name', () => {
    const wrong = { path: 'src/http/x.tsx', text: "if (portal.id === 'success') show();\nconst kind = portal.kind === 'desk';" };
    expect(portalsByName(wrong)).toEqual(['src/http/x.tsx:1']);
  });
});

describe('output', () => {
  it('SEC-N03 pages hold no inline script and no inline style', () => {
    expect(inFolder('src/http/').flatMap(inlineCode)).toEqual([]);
  });

  it('SEC-N03 would notice an inline style, an event attribute and a script with a body', () => {
    const text =
      'const a = <p style="color:red" />;\nconst b = <a onclick="go()" />;\nconst c = <script>go()</script>;\nconst d = <script src={x} />;';
    expect(inlineCode({ path: 'src/http/x.tsx', text })).toEqual(['src/http/x.tsx:1', 'src/http/x.tsx:2', 'src/http/x.tsx:3']);
  });

  it('SEC-N06 unescaped HTML is written at one place, for the QR code that the product draws itself', () => {
    const pages = source.filter((file) => /^src\/(?:http|mail|i18n)\//u.test(file.path));
    const raw = pages.flatMap((file) => [...callsOf(file, ['raw']), ...attributesOf(file, ['dangerouslySetInnerHTML'])]);
    expect(raw.map((place) => place.replace(/:\d+$/u, ''))).toEqual(['src/http/components.tsx']);
  });

  it('SEC-N01 SQL text is never built from strings', () => {
    const built = source.flatMap((file) =>
      nodesOfType(file, 'CallExpression')
        .filter((node) => child(node, 'callee')?.type === 'MemberExpression')
        .filter((node) => lastName(child(child(node, 'callee') ?? node, 'object')) === 'sql')
        .filter((node) => ['raw', 'lit'].includes(lastName(child(node, 'callee')) ?? ''))
        .filter((node) => children(node, 'arguments').some((argument) => argument.type !== 'Literal'))
        .map((node) => placeOf(file, node)),
    );
    expect(built).toEqual([]);
  });
});

describe('chance', () => {
  it('SEC-M04 T-29 random bytes are drawn from the platform generator, in src/crypto alone', () => {
    const generators = ['randomBytes', 'randomFillSync', 'randomFill', 'getRandomValues'];
    expect(outsideOf('src/crypto/').flatMap((file) => callsOf(file, generators))).toEqual([]);
    expect(inFolder('src/crypto/').flatMap((file) => callsOf(file, generators)).length).toBeGreaterThan(0);
  });

  it('SEC-M04 nothing draws numbers or identifiers that can be guessed', () => {
    const guessable = source.filter((file) => /\bMath\s*\.\s*random\b|\brandomUUID\b|\brandomInt\b/u.test(file.text));
    expect(guessable.map((file) => file.path)).toEqual([]);
  });
});

/** Places where one of these is called, on whatever object. */
function callsOf(file: ProjectFile, names: readonly string[]): readonly string[] {
  return nodesOfType(file, 'CallExpression')
    .filter((node) => names.includes(lastName(child(node, 'callee')) ?? ''))
    .map((node) => placeOf(file, node));
}

function insertsInto(file: ProjectFile, table: string): readonly string[] {
  return nodesOfType(file, 'CallExpression')
    .filter((node) => lastName(child(node, 'callee')) === 'insertInto' && literalText(children(node, 'arguments')[0]) === table)
    .map((node) => placeOf(file, node));
}

/** `app.get('/path', ...)`, `anything.on('GET', '/path', ...)`: a path as text, and something that answers. */
function registrationsOf(file: ProjectFile): readonly string[] {
  const verbs = ['get', 'post', 'put', 'patch', 'delete', 'all', 'on', 'route', 'mount'];
  return nodesOfType(file, 'CallExpression')
    .filter((node) => child(node, 'callee')?.type === 'MemberExpression' && verbs.includes(lastName(child(node, 'callee')) ?? ''))
    .filter((node) => {
      const [first, ...rest] = children(node, 'arguments');
      const isRouter = lastName(child(child(node, 'callee') ?? node, 'object')) === 'app';
      const hasPath = children(node, 'arguments').some((argument) => literalText(argument)?.startsWith('/') === true);
      return first !== undefined && rest.length > 0 && (isRouter || hasPath);
    })
    .map((node) => placeOf(file, node));
}

function portalsByName(file: ProjectFile): readonly string[] {
  return nodesOfType(file, 'Literal', 'TemplateLiteral')
    .filter((node) => /^\/?(?:success|support)(?:\/|$)/u.test(literalText(node) ?? ''))
    .map((node) => placeOf(file, node));
}

function attributesOf(file: ProjectFile, names: readonly string[]): readonly string[] {
  return nodesOfType(file, 'JSXAttribute')
    .filter((node) => names.includes(String(child(node, 'name')?.name)))
    .map((node) => placeOf(file, node));
}

/** On elements of HTML; a component may call a property as it likes. */
function inlineCode(file: ProjectFile): readonly string[] {
  const found = nodesOfType(file, 'JSXElement').filter((node) => {
    const opening = child(node, 'openingElement');
    const name = String(opening === undefined ? '' : child(opening, 'name')?.name);
    if (opening === undefined || !/^[a-z]/u.test(name)) return false;
    const attributes = children(opening, 'attributes').map((attribute) => String(child(attribute, 'name')?.name));
    const isInline = attributes.some((attribute) => /^(?:style|on[a-z]+)$/iu.test(attribute));
    return isInline || name === 'style' || (name === 'script' && children(node, 'children').length > 0);
  });
  return found.map((node) => placeOf(file, node));
}
