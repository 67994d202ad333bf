/**
 * Structured log: one JSON line per event on the standard output. Errors leave as name, code and stack frames without their
 * message, because messages of databases and mail servers quote the data they failed on (SEC-Q03).
 */
import { pino } from 'pino';
import { Fault } from './core/outcome.ts';
import type { Log } from './ports.ts';

const FRAMES = 8;

/** `write` gets whole lines; the standard output unless told. */
export function openLog(write?: (line: string) => void): Log {
  const options = {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = write === undefined ? pino(options) : pino(options, { write });
  return {
    info: (event, fields = {}) => logger.info({ event, ...fields }),
    error: (event, fields = {}, cause) =>
      logger.error({ event, ...fields, ...(cause === undefined ? {} : { error: describe(cause) }) }),
  };
}

interface Described {
  readonly name: string;
  readonly code?: string;
  /** Only of our own faults, whose messages hold no data. */
  readonly message?: string;
  readonly frames: readonly string[];
  readonly cause?: Described;
}

function describe(error: unknown): Described {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    ...(error instanceof Fault ? { message: error.message } : {}),
    frames: frames.slice(0, FRAMES).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
  };
}
