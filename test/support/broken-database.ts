/**
 * A database that fails in the middle of a transaction, under both drivers: the connection to PostgreSQL is torn, SQLite answers that it
 * cannot write. Nothing of ours is replaced; the store meets what it would meet on a bad day. Child processes of tests die there instead.
 */
import { StatementSync } from 'node:sqlite';
import pg from 'pg';

/** Before the n-th write of a transaction, before its commit, or after the commit and before anybody hears of it. */
export type BreakPoint = number | 'commit' | 'committed';

export interface Breaking<T> {
  readonly value: T;
  /** Of the transaction that wrote most. */
  readonly writes: number;
  readonly broke: boolean;
}

const BEGIN = /^\s*(?:begin|start transaction)\b/iu;
const COMMIT = /^\s*commit\b/iu;
const WRITE = /^\s*(?:insert|update|delete|with)\b/iu;

/** SQLITE_IOERR. */
const DISK_ERROR = 10;

/** While `work` runs, every transaction fails at this point; `die` is what happens there. */
export async function breakingAt<T>(
  point: BreakPoint,
  work: () => Promise<T>,
  die: () => void = () => undefined,
): Promise<Breaking<T>> {
  const counts = new WeakMap<object, number>();
  let writes = 0;
  let broke = false;
  /** Whether it breaks before this statement, or behind it. */
  const meet = (connection: object, text: string): 'before' | 'behind' | null => {
    if (BEGIN.test(text)) counts.set(connection, 0);
    const count = counts.get(connection);
    if (count === undefined) return null;
    if (COMMIT.test(text)) {
      counts.delete(connection);
      return breaks(point === 'commit' ? 'before' : point === 'committed' ? 'behind' : null);
    }
    if (!WRITE.test(text)) return null;
    counts.set(connection, count + 1);
    writes = Math.max(writes, count + 1);
    return breaks(point === count + 1 ? 'before' : null);
  };
  const breaks = (where: 'before' | 'behind' | null): 'before' | 'behind' | null => {
    if (where !== null) broke = true;
    if (where === 'before') die();
    return where;
  };
  const restore = [patchSqlite(meet, die), patchPostgres(meet, die)];
  try {
    return { value: await work(), writes, broke };
  } finally {
    for (const each of restore) each();
  }
}

type Meet = (connection: object, text: string) => 'before' | 'behind' | null;

/** The one connection of this process. */
function patchSqlite(meet: Meet, die: () => void): () => void {
  const one = {};
  const { all, run } = StatementSync.prototype;
  const broken = (method: typeof all | typeof run) =>
    function (this: StatementSync, ...values: unknown[]): unknown {
      const where = meet(one, this.sourceSQL);
      if (where === 'before') throw diskError();
      const answer: unknown = Reflect.apply(method, this, values);
      if (where === null) return answer;
      die();
      throw diskError();
    };
  Object.assign(StatementSync.prototype, { all: broken(all), run: broken(run) });
  return () => void Object.assign(StatementSync.prototype, { all, run });
}

function diskError(): Error {
  return Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: DISK_ERROR });
}

function patchPostgres(meet: Meet, die: () => void): () => void {
  const { query } = pg.Client.prototype;
  const broken = async function (this: pg.Client, ...values: unknown[]): Promise<unknown> {
    const [text] = values;
    const where = typeof text === 'string' ? meet(this, text) : null;
    if (where === 'before') tear(this);
    const answer: unknown = await Reflect.apply(query, this, values);
    if (where === null) return answer;
    die();
    tear(this);
    throw new Error('Connection terminated unexpectedly');
  };
  const usual = function (this: pg.Client, ...values: unknown[]): unknown {
    // With a callback the pool asks by itself.
    return values.some((value) => typeof value === 'function')
      ? Reflect.apply(query, this, values)
      : Reflect.apply(broken, this, values);
  };
  Object.assign(pg.Client.prototype, { query: usual });
  return () => void Object.assign(pg.Client.prototype, { query });
}

/** As when the server goes away: what was begun is rolled back there. */
function tear(client: pg.Client): void {
  const connection: unknown = Reflect.get(client, 'connection');
  if (hasStream(connection)) connection.stream.destroy();
}

function hasStream(value: unknown): value is { readonly stream: { destroy(): void } } {
  return typeof value === 'object' && value !== null && 'stream' in value;
}
