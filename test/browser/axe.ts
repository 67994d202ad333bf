/**
 * axe-core beside a page: in a world of its own, where it sees the same document and the page cannot tell. Sending it costs a browser
 * more than compiling and running it, so it is sent packed.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { CDPSession, Page } from 'puppeteer-core';

const require = createRequire(import.meta.url);
const PACKED = gzipSync(readFileSync(require.resolve('axe-core/axe.min.js'))).toString('base64');
const LOAD = `(async () => {
  const packed = Uint8Array.from(atob('${PACKED}'), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  (0, eval)(await new Response(stream).text());
})()`;
const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** What `axe.run` answers, as far as it is used. */
interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** Runs these rules on this part of the page as it stands; a sentence for each rule that is broken. Chromium only. */
export async function axeProblems(
  page: Page,
  runOnly: { readonly type: 'tag' | 'rule'; readonly values: readonly string[] },
  part = 'html',
): Promise<readonly string[]> {
  const options = {
    runOnly,
    resultTypes: ['violations'],
    rules: { 'target-size': { enabled: true } },
    // Style sheets are fetched for one rule alone, which is experimental and not among those asked for.
    preload: { assets: ['media'] },
  };
  const results = await evaluate(page, `axe.run(${JSON.stringify(part)}, ${JSON.stringify(options)})`);
  return results.violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

async function evaluate(page: Page, expression: string): Promise<AxeResults> {
  const session = await sessionOf(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const place = { frameId: frameTree.frame.id, worldName: 'axe' };
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', place);
  const ask = async (text: string): Promise<unknown> => {
    const asked = { contextId, expression: text, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', asked);
    if (exceptionDetails !== undefined) throw new Error(`axe: ${exceptionDetails.exception?.description}`);
    return result.value;
  };
  if ((await ask("'axe' in self")) !== true) await ask(LOAD);
  return (await ask(expression)) as AxeResults;
}

function sessionOf(page: Page): Promise<CDPSession> {
  const known = sessions.get(page);
  if (known !== undefined) return known;
  const opened = page.createCDPSession();
  sessions.set(page, opened);
  return opened;
}
