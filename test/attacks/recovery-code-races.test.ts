/** T-03: many hands on one recovery code, and a failure in the middle of using one, on both databases. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { courierAtRest } from '../rows/courier-rest.ts';
import { newLocation } from '../support/databases.ts';
import { accountWithCodes, codesOn, isSignedIn, namedSet, signInWithRecoveryCode } from '../support/recovery-codes.ts';
import { postPassword, signInWithCode } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

const PATH = '/success/sign-in/recovery-code';

const BREAK = {
  sqlite: ["create trigger no_session before insert on session begin select raise(abort, 'full'); end"],
  postgres: [
    "create function refuse_session() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$",
    'create trigger no_session before insert on session for each row execute function refuse_session()',
  ],
};
const MEND = {
  sqlite: ['drop trigger no_session'],
  postgres: ['drop trigger no_session on session', 'drop function refuse_session()'],
};

describe.each(['sqlite', 'postgres'] as const)('recovery codes on %s', (kind) => {
  async function open(): Promise<World> {
    const world = await openWorld({ location: await newLocation(kind) });
    onTestFinished(() => world.close());
    await world.addAccount();
    return world;
  }

  const sessions = async (world: World) => (await world.query('select id from session')).length;

  test('T-03 SEC-C03 one code posted 50 times in parallel over 5 begun sign-ins gives one session and one replacement', async () => {
    const world = await open();
    const { codes } = await accountWithCodes(world);
    const before = await sessions(world);
    const visitors = Array.from({ length: 5 }, () => world.visitor());
    for (const visitor of visitors) {
      await postPassword(visitor);
      await visitor.get(PATH);
    }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        visitors.map((visitor) => visitor.copy().post(PATH, { recovery_code: codes[3] ?? '', form_token: visitor.formToken() })),
      ).flat(),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.every((answer) => answer.status < 500)).toBe(true);
    expect((await sessions(world)) - before).toBe(1);
    expect(await world.query('select id from recovery_code where slot = 4 and ended_at is null')).toHaveLength(1);
    expect(await world.query("select id from recovery_code where end_reason = 'used'")).toHaveLength(1);
  });

  test('SEC-C03 a failure after the code was consumed leaves neither: the same code works afterwards', async () => {
    const world = await open();
    const { codes } = await accountWithCodes(world);
    const [code = ''] = codes;
    await courierAtRest(world);
    const before = await sessions(world);
    for (const statement of BREAK[kind]) await world.query(statement);
    const visitor = world.visitor();
    expect((await signInWithRecoveryCode(visitor, code)).status).toBe(503);
    await courierAtRest(world);
    expect(await world.query("select id from recovery_code where end_reason = 'used'")).toEqual([]);
    expect(await isSignedIn(visitor)).toBe(false);
    for (const statement of MEND[kind]) await world.query(statement);
    await visitor.get(PATH);
    const answer = await visitor.post(PATH, { recovery_code: code });
    expect(answer.status).toBe(200);
    expect(codesOn(answer)).toHaveLength(1);
    expect((await sessions(world)) - before).toBe(1);
    expect(await world.query("select id from recovery_code where end_reason = 'used'")).toHaveLength(1);
  });

  test('SEC-C04 one form sent 20 times in parallel issues one set', async () => {
    const world = await open();
    const { secret } = await accountWithCodes(world);
    const visitor = world.visitor();
    await signInWithCode(world, visitor, secret);
    const page = await visitor.get('/success/recovery-codes');
    const fields = { code_set: namedSet(page), form_token: visitor.formToken() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => visitor.copy().post('/success/recovery-codes', fields)));
    expect(answers.filter((answer) => codesOn(answer).length === 10)).toHaveLength(1);
    expect(answers.every((answer) => answer.status < 500)).toBe(true);
    expect(await world.query('select id from recovery_code_set where ended_at is null')).toHaveLength(1);
  });
});
