/** A courier in a process of its own, for tests that kill it: `<database> <SMTP address>`. Its clock is the real one. */

import { hours } from '../../src/core/time.ts';
import { systemRandom } from '../../src/crypto/random.ts';
import { openCourier } from '../../src/mail/courier.ts';
import { renderLetter } from '../../src/mail/letters.ts';
import { openSmtp } from '../../src/mail/smtp.ts';
import { openWorld, PAPER } from './outbox-world.ts';

const [, , path = '', url = ''] = process.argv;
const { store, log } = await openWorld({ kind: 'sqlite', path });
const courier = openCourier({
  outbox: store.outbox,
  deliverer: openSmtp({ url, from: 'no-reply@portal.example.com', host: 'portal.example.com' }),
  render: (claimed) => renderLetter(claimed, PAPER),
  clock: Date.now,
  random: systemRandom,
  retryFor: hours(24),
  log,
});
courier.start();
// Its own timer does not keep a process alive.
setInterval(() => undefined, hours(1));
