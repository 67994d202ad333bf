/**
 * Starts the service and stops it in order: no new connection, requests under way are answered, the letter in flight arrives,
 * the database closes. Whether the configuration may run was decided by who read it.
 */
import { compose } from '../compose.ts';
import type { Config } from '../config.ts';
import { seconds } from '../core/time.ts';
import { assertHasherFloor } from '../crypto/password-hash.ts';
import { createListener } from '../http/listener.ts';
import { noteLaxities } from '../journeys/laxities.ts';
import { openLog } from '../log.ts';

/** Requests still open after this long are cut. */
const STOP_WITHIN = seconds(10);

/** Returns once it was told to listen. Throws Fault when the service cannot start. */
export async function serve(config: Config): Promise<void> {
  const log = openLog();
  const service = await compose(config, { log });
  try {
    await assertHasherFloor(service.passwords);
  } catch (error) {
    await service.close();
    throw error;
  }
  await noteLaxities(service.site.ports, config.laxities, service.site.clock());
  for (const warning of config.warnings) log.info('config.warning', { warning });
  const server = createListener(service.app.fetch);
  service.courier.start();
  service.housekeeper.start();
  service.clerk.start();

  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping');
    const cut = setTimeout(() => server.closeAllConnections(), STOP_WITHIN);
    server.close(() => {
      clearTimeout(cut);
      void service.close().then(
        () => log.info('stopped'),
        (error: unknown) => log.error('stop.failed', {}, error),
      );
    });
    server.closeIdleConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);

  server.on('error', (error: unknown) => {
    log.error('listen.failed', { port: config.port }, error);
    process.exitCode = 1;
    void service.close();
  });
  server.listen(config.port, config.bind, () => log.info('listening', { origin: config.origin, demo: config.demo }));
}
