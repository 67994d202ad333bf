/**
 * What `npm start` runs: reads the configuration and serves. A configuration that must not run ends here with what is wrong and
 * exit code 78. The same as `genkan serve`, with sentences in English only.
 */
import { serve } from './cli/serve.ts';
import { readConfig } from './config.ts';
import { Fault } from './core/outcome.ts';

const EXIT_CONFIG = 78;

try {
  await serve(readConfig());
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  const lines = error.message.split('\n');
  process.stderr.write(`Genkan cannot start: ${lines.join('\n  ')}\n`);
  process.exitCode = error.code === 'config-invalid' ? EXIT_CONFIG : 1;
}
