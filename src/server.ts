/**
 * Starts the service and stops it in order: no new connection, requests under way are answered, the letter in flight arrives,
 * the database closes. A configuration that must not run ends here with one sentence and exit code 78.
 */
import { compose } from './compose.ts';
import { readConfig } from './config.ts';
import { Fault } from './core/outcome.ts';
import { seconds } from './core/time.ts';
import { assertHasherFloor } from './crypto/password-hash.ts';
import { createListener } from './http/listener.ts';
import { openLog } from './log.ts';

/** Requests still open after this long are cut. */
const STOP_WITHIN = seconds(10);
const EXIT_CONFIG = 78;

async function start(): Promise<void> {
  const log = openLog();
  const config = readConfig();
  const service = await compose(config, { log });
  try {
    await assertHasherFloor(service.passwords);
  } catch (error) {
    await service.close();
    throw error;
  }
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

try {
  await start();
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  const lines = error.message.split('\n');
  process.stderr.write(`Genkan cannot start: ${lines.join('\n  ')}\n`);
  process.exitCode = error.code === 'config-invalid' ? EXIT_CONFIG : 1;
}
