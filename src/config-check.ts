/**
 * `genkan config check`: says whether the product would start with this environment and file, and with what. Reads what a start
 * reads and opens nothing; names which secrets are set, never their values.
 */
import { type Environment, readConfig } from './config.ts';
import { Fault } from './core/outcome.ts';

export interface ConfigVerdict {
  /** What to print, one line each. */
  readonly lines: readonly string[];
  /** 0: it would start. 78: it would not. */
  readonly exitCode: number;
}

const EXIT_CONFIG = 78;

export function checkConfig(env: Environment, args: readonly string[]): ConfigVerdict {
  try {
    const config = readConfig(env, args);
    return { lines: [`ok: ${config.demo ? 'demo mode' : 'production'}`], exitCode: 0 };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { lines: error.message.split('\n'), exitCode: EXIT_CONFIG };
  }
}
