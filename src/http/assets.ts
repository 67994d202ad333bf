/**
 * The static files: one style sheet with the accent of every portal in it and one for the desk, two scripts, one favicon. Read at start, compressed
 * once when first asked for, named after their content, so that they may be kept for ever. Colours that cannot be read are refused
 * here.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { accentProblems } from '../portals/accent.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import type { Assets } from './visit.ts';

export interface Asset {
  readonly body: Buffer;
  readonly type: string;
  /** The same body compressed; the work is done once, beside the event loop, so that no start and no request waits for it. */
  readonly encoded: (encoding: ContentEncoding) => Promise<Buffer>;
}

export type ContentEncoding = 'br' | 'gzip';

export interface AssetStore {
  readonly assets: Assets;
  /** The file of a path such as `/assets/style-0123456789.css`; undefined for any other path. */
  readonly get: (path: string) => Asset | undefined;
}

/**
 * Reads and completes the static files. `root` is the directory that holds package.json.
 * @throws Error when the accent of a portal cannot be read.
 */
export function loadAssets(portals: Iterable<PortalDefinition>, root: string = projectRoot()): AssetStore {
  const definitions = [...portals];
  const problems = definitions.flatMap(({ id, accent }) => accentProblems(accent).map((problem) => `portal ${id}: ${problem}`));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const files = new Map<string, Asset>();
  const add = (name: string, extension: string, type: string, text: string): string => {
    const path = `/assets/${name}-${createHash('sha256').update(text).digest('hex').slice(0, 10)}.${extension}`;
    const body = Buffer.from(text);
    files.set(path, { body, type, encoded: compressing(body) });
    return path;
  };
  const assets: Assets = {
    styleSheet: add('style', 'css', 'text/css; charset=utf-8', readStyle(root, 'index') + definitions.map(accentRule).join('')),
    deskStyleSheet: add('desk', 'css', 'text/css; charset=utf-8', readStyle(root, 'desk-index')),
    script: add('script', 'js', 'text/javascript; charset=utf-8', readScript(root, 'client')),
    passkeyScript: add('passkeys', 'js', 'text/javascript; charset=utf-8', readScript(root, 'passkeys')),
    favicon: add('favicon', 'svg', 'image/svg+xml', FAVICON),
  };
  return { assets, get: (path) => files.get(path) };
}

const COMPRESS = { br: promisify<Buffer, Buffer>(brotliCompress), gzip: promisify<Buffer, Buffer>(gzip) };

function compressing(body: Buffer): Asset['encoded'] {
  const made: Partial<Record<ContentEncoding, Promise<Buffer>>> = {};
  return (encoding) => (made[encoding] ??= COMPRESS[encoding](body));
}

/** The six values of one portal as custom properties, and the two of its mark where another portal names it. */
function accentRule({ id, accent }: PortalDefinition): string {
  const { acc, acc8, acc50, acc100, acc300, link, onAcc } = accent;
  return `html[data-portal="${id}"]{--acc:${acc};--acc-8:${acc8};--acc-50:${acc50};--acc-100:${acc100};--acc-300:${acc300};--link:${link};--on-acc:${onAcc}}\n[data-mark="${id}"]{--mark:${acc};--mark-dark:${acc300}}\n`;
}

/** The parts in the order of the index, without comments. */
function readStyle(root: string, index: 'index' | 'desk-index'): string {
  const directory = join(root, 'src/http/style');
  const parts = readFileSync(join(directory, `${index}.css`), 'utf8').replace(
    /@import "\.\/([a-z-]+\.css)";/g,
    (_line, name: string) => readFileSync(join(directory, name), 'utf8'),
  );
  return parts.replace(/\/\*[\s\S]*?\*\/\n*/g, '');
}

function readScript(root: string, name: 'client' | 'passkeys'): string {
  const built = join(root, `dist/assets/${name}.js`);
  return existsSync(built) ? readFileSync(built, 'utf8') : '';
}

function projectRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error('package.json not found above this file');
    directory = parent;
  }
  return directory;
}

/** The door mark without its step: what is left of it at 16 px must still be a door. */
const FAVICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#fff"/>' +
  '<path fill="#D3E5EA" d="M8 7h8v19H8z"/><path fill="#0B5A6F" d="M16 7h8v19h-8z"/>' +
  '<path fill="none" stroke="#1B1F23" stroke-width="2.5" d="M4 7h24M8 7v19M24 7v19M3 26h26"/>' +
  '<path stroke="#fff" stroke-width="2" stroke-linecap="round" d="M19 14.5v4"/></svg>';
