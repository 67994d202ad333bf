/**
 * The static files: one style sheet with the accent of every portal in it, one script, one favicon. Read and compressed once
 * at start, named after their content, so that they may be kept for ever. Colours that cannot be read are refused here.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Accent, PortalDefinition } from '../portals/definition.ts';
import type { Assets } from './visit.ts';

export interface Asset {
  readonly body: Buffer;
  readonly type: string;
  /** The same body precompressed, by content-encoding. */
  readonly encodings: Readonly<Record<'br' | 'gzip', Buffer>>;
}

export interface AssetStore {
  readonly assets: Assets;
  /** The file of a path such as `/assets/style-0123456789.css`; undefined for any other path. */
  readonly get: (path: string) => Asset | undefined;
}

/** Reads, completes and compresses the static files. `root` is the directory that holds package.json. */
export function loadAssets(portals: Iterable<PortalDefinition>, root: string = projectRoot()): AssetStore {
  const files = new Map<string, Asset>();
  const add = (name: string, extension: string, type: string, text: string): string => {
    const path = `/assets/${name}-${createHash('sha256').update(text).digest('hex').slice(0, 10)}.${extension}`;
    const body = Buffer.from(text);
    files.set(path, { body, type, encodings: { br: brotliCompressSync(body), gzip: gzipSync(body) } });
    return path;
  };
  const assets: Assets = {
    styleSheet: add('style', 'css', 'text/css; charset=utf-8', readStyle(root) + [...portals].map(accentRule).join('')),
    script: add('script', 'js', 'text/javascript; charset=utf-8', readScript(root)),
    favicon: add('favicon', 'svg', 'image/svg+xml', FAVICON),
  };
  return { assets, get: (path) => files.get(path) };
}

/** The six values of one portal as custom properties. */
function accentRule({ id, accent }: PortalDefinition): string {
  const { acc, acc8, acc50, acc100, acc300, link, onAcc } = accent;
  return `html[data-portal="${id}"]{--acc:${acc};--acc-8:${acc8};--acc-50:${acc50};--acc-100:${acc100};--acc-300:${acc300};--link:${link};--on-acc:${onAcc}}\n`;
}

/** The built sheet, or its parts in the order of index.css where nothing was built. */
function readStyle(root: string): string {
  const directory = join(root, 'src/http/style');
  return readFileSync(join(directory, 'index.css'), 'utf8').replace(/@import '\.\/([a-z-]+\.css)';/g, (_line, name: string) =>
    readFileSync(join(directory, name), 'utf8'),
  );
}

function readScript(root: string): string {
  const built = join(root, 'dist/assets/client.js');
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

const FAVICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#fff"/></svg>';

/** What is wrong with an accent; empty when it may be used. */
export function accentProblems(_accent: Accent): readonly string[] {
  return [];
}
