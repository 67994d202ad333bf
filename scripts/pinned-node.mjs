/**
 * Where the Node of package.json lies after `npm ci`: a package per platform, of which npm installs the fitting one. The
 * system's Node only has to run npm.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The oldest Node that has all this product needs (node:sqlite without a flag, type stripping). */
const OLDEST = 24;

/** Path of the pinned Node; of this one where none is installed but this one will do. Throws when neither serves. */
export function pinnedNode(root) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const packages = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  const places = [
    ...packages.map((folder) => join(root, 'node_modules', folder, 'bin', name)),
    join(root, 'node_modules', '.bin', name),
  ];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  if (major(process.versions.node) >= OLDEST) return process.execPath;
  throw new Error(
    `Node ${OLDEST} or newer is needed and none is installed in node_modules: run npm ci (optional dependencies included)`,
  );
}

/** Whether this process already runs a Node that will do. */
export function isPinnedNode() {
  return major(process.versions.node) >= OLDEST;
}

function major(version) {
  return Number(version.split('.')[0]);
}
