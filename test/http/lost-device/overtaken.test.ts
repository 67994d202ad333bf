/** A page behind a mailed link that somebody left open: what its buttons answer when another press or window was faster. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileForm, lastOf, pathsIn, receiptIn, recoveryLetters } from '../../support/lost-device.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
});
afterEach(() => world.close());

/** Every link of the error summary leads to something on the page. */
function expectSummaryLeads({ html }: Answer): void {
  const targets = [...html.matchAll(/<li><a href="#([^"]+)">/gu)].map(([, id]) => id);
  expect(targets).toHaveLength(1);
  for (const id of targets) expect(html).toContain(`id="${id}"`);
}

it('G-24 a second press on "confirm" leads to the progress like the first', async () => {
  const receipt = receiptIn(await fileForm(visitor));
  const { open, token } = pathsIn(lastOf(await recoveryLetters(world)));
  await visitor.get(open);
  for (const press of ['first', 'second']) {
    const answer = await visitor.post(`/success/lost-device/${receipt}/confirmation`, { token });
    expect([answer.status, answer.location], press).toEqual([303, `/success/lost-device/${receipt}`]);
  }
  expect((await visitor.get(`/success/lost-device/${receipt}`)).text).toContain('確認中');
  expect(await world.query("select * from recovery_event where type = 'MailboxConfirmed'")).toHaveLength(1);
});

it('G-28 a request that ended because another was confirmed says so, under a link that leads somewhere', async () => {
  const first = receiptIn(await fileForm(visitor));
  const letter = pathsIn(lastOf(await recoveryLetters(world)));
  const second = receiptIn(await fileForm(world.visitor()));
  const later = pathsIn(lastOf(await recoveryLetters(world)));
  await visitor.post(`/success/lost-device/${second}/confirmation`, { token: later.token });
  for (const { token } of [letter, later]) {
    for (const fields of [{ token }, { token, number: first }, { token, number: 'x' }]) {
      const answer = await visitor.post(`/success/lost-device/${first}/confirmation`, fields);
      expect(answer.status).toBe(422);
      if (fields.number !== 'x') expect(answer.text).toContain('別の依頼がすでに確認されています');
      expect(answer.text).toContain(`依頼 ${second} は、確認中です`);
      expectSummaryLeads(answer);
    }
  }
});
