/** How the tests open a store: with a fixed master key and marked as production. Child processes of tests read it too. */
import { openChainKeys } from '../../src/crypto/chain-keys.ts';
import { openKeyedDigest } from '../../src/crypto/keyed-digest.ts';
import { parseKeys } from '../../src/crypto/master-keys.ts';
import { systemRandom } from '../../src/crypto/random.ts';
import { openSecretBox } from '../../src/crypto/secret-box.ts';
import type { StoreOptions } from '../../src/store/open.ts';

/** Name of the database with tables and nothing in them. */
export const TEMPLATE = 'genkan_template';

/** Any 32 bytes that are no pattern. */
const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * i * 7 + 13 * i + 101) & 255)).toString('base64');

const KEYS = parseKeys(`test:${KEY}`);

export const TEST_SECRETS = openSecretBox(KEYS);

export const TEST_STORE: StoreOptions = {
  secrets: TEST_SECRETS,
  keyed: openKeyedDigest(KEYS),
  chain: openChainKeys(KEYS),
  random: systemRandom,
  mark: 'production',
};
