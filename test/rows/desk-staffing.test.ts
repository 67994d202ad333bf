/** A start looks at who works at the desk: alone where the file says so, else enough people for a request of high risk (desk.md sections 3, 6). */
import { afterEach, expect, it } from 'vitest';
import { act, join } from '../support/staff-administration.ts';
import { openWorld, type World } from '../support/world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function open(singlePerson: boolean): Promise<World> {
  const world = await openWorld({ recovery: { singlePerson } });
  worlds.push(world);
  return world;
}

const said = ({ log }: World, event: string): readonly string[] => log.filter((line) => line.includes(`"${event}"`));

it('D-02 a file that says one person starts with one, says so in the log and on every page of the desk, and on no other', async () => {
  const world = await open(true);
  const alone = await join(world, 'supervisor');
  await world.openNode();
  expect(said(world, 'desk.single-person')).toHaveLength(2);
  for (const page of ['requests', 'dashboard', 'staff', 'account', 'search', 'help'])
    expect((await alone.visitor.get(`/desk/${page}`)).text, page).toContain('1人体制です');
  expect((await world.visitor().get('/desk/sign-in')).text).not.toContain('1人体制です');
  expect((await world.visitor().get('/success/help')).text).not.toContain('1人体制です');
});

it('D-02 it does not start while two active staff exist, and starts again once one is suspended', async () => {
  const world = await open(true);
  const admin = await join(world, 'administrator');
  const reviewer = await join(world, 'reviewer');
  await expect(world.openNode()).rejects.toMatchObject({
    code: 'config-invalid',
    message: expect.stringContaining('desk.singlePerson is true and 2 active staff exist'),
  });
  await act(admin.visitor, reviewer.id, 'suspend');
  await world.openNode();
});

it('D-02 a start warns while fewer than three may approve, or none of them is a supervisor', async () => {
  const world = await open(false);
  expect(said(world, 'desk.staffing')[0]).toContain('"too-few-approvers"');
  for (const name of ['one', 'two', 'three']) await join(world, 'reviewer', name);
  await world.openNode();
  expect(said(world, 'desk.staffing')[1]).toContain('"no-supervisor"');
  await join(world, 'supervisor');
  await world.openNode();
  expect(said(world, 'desk.staffing')).toHaveLength(2);
  expect(said(world, 'desk.single-person')).toEqual([]);
});
