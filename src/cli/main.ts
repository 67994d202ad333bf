/** The process `genkan`: hands on what it was started with and ends with the exit code of the command. */
import { ownEnvironment } from '../config.ts';
import { runCommandLine } from './command-line.ts';

// No process.exit: what is still to be printed would be lost, and a server goes on.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: ownEnvironment(),
  locale: Intl.DateTimeFormat().resolvedOptions().locale,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
