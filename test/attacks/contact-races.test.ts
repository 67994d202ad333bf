/** Contact data changed, confirmed and taken back at once, from everywhere, on both databases: one outcome, the safe one (SEC-R01). */
import { describe, expect, onTestFinished, test } from 'vitest';
import { changeEmail, linkTo, NEW_EMAIL, OLD_EMAIL, postContact, press, requestEmail } from '../support/contact.ts';
import { newLocation } from '../support/databases.ts';
import { fileForm, lastOf, pathsIn, receiptIn, recoveryLetters } from '../support/lost-device.ts';
import { signIn } from '../support/steps.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

describe.each(['sqlite', 'postgres'] as const)('races of contact data on %s', (kind) => {
  async function openRace(): Promise<{ world: World; holder: Visitor; elsewhere: () => Visitor }> {
    const world = await openWorld({ location: await newLocation(kind) });
    onTestFinished(() => world.close());
    await world.addAccount();
    const other = kind === 'postgres' ? await world.openNode() : world.service;
    const holder = world.visitor();
    await signIn(holder);
    return { world, holder, elsewhere: () => openVisitor(other.app, ORIGIN) };
  }

  test('SEC-R01 one link pressed 20 times on two nodes changes the address once', async () => {
    const { world, holder, elsewhere } = await openRace();
    await requestEmail(holder);
    const link = await linkTo(world, NEW_EMAIL, 'contact-confirmation');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => press(world, link, index % 2 === 0 ? world.visitor() : elsewhere())),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(19);
    expect(await world.query("select id from contact_point where kind = 'email'")).toHaveLength(2);
    expect(await world.query('select notification_addresses from account')).toEqual([
      { notification_addresses: `["${OLD_EMAIL}"]` },
    ]);
  });

  test('SEC-R01 SEC-H06 confirmed and taken back at once, the old address stands in the end', async () => {
    const { world, holder, elsewhere } = await openRace();
    await requestEmail(holder);
    const confirmation = await linkTo(world, NEW_EMAIL, 'contact-confirmation');
    const cancellation = await linkTo(world, OLD_EMAIL, 'contact-cancellation');
    const pressed = await Promise.all([
      press(world, confirmation),
      press(world, cancellation, elsewhere()),
      press(world, confirmation, elsewhere()),
      press(world, cancellation),
    ]);
    expect(pressed.filter(({ location }) => location?.includes('cancellation') === true)).toHaveLength(1);
    expect(await world.query('select email, notification_addresses from account')).toEqual([
      { email: OLD_EMAIL, notification_addresses: '[]' },
    ]);
    expect(await world.query("select value from contact_point where kind = 'email' and until is null")).toEqual([
      { value: OLD_EMAIL },
    ]);
    expect(await world.query('select state from contact_change')).toEqual([{ state: 'cancelled' }]);
  });

  test('SEC-P07 SEC-R01 two accounts that take one address at the same moment: one of them has it', async () => {
    const { world, holder, elsewhere } = await openRace();
    await world.addAccount({ email: 'taro@success.example', name: '鈴木 太郎' });
    const taro = world.visitor();
    await signIn(taro, { email: 'taro@success.example' });
    await requestEmail(holder);
    const links = [await linkTo(world, NEW_EMAIL, 'contact-confirmation')];
    await requestEmail(taro);
    links.push(await linkTo(world, NEW_EMAIL, 'contact-confirmation'));
    const answers = await Promise.all(links.map((link, index) => press(world, link, index === 0 ? world.visitor() : elsewhere())));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 410]);
    expect(await world.query(`select id from account where email = '${NEW_EMAIL}'`)).toHaveLength(1);
  });

  test('SEC-R01 an address that is being left cannot be taken by a new account before its holder gives it up', async () => {
    const { world, holder } = await openRace();
    await requestEmail(holder);
    const link = await linkTo(world, NEW_EMAIL, 'contact-confirmation');
    const { store } = world.service;
    const insert = (id: string) =>
      store.write([AUDITED], async (tx) => ({
        ok: true,
        value: await tx.insertAccount({
          id,
          portal: 'success',
          email: OLD_EMAIL,
          name: 'Somebody else',
          phone: null,
          companyId: null,
          role: 'holder',
          language: 'en',
          status: 'active',
          createdAt: world.now(),
          passwordSetAt: world.now(),
          passwordRecord: null,
        }),
      }));
    const [pressed, ...inserted] = await Promise.all([press(world, link), ...['a', 'b', 'c', 'd'].map(insert)]);
    expect(pressed.status).toBe(303);
    expect(inserted.every((outcome) => outcome.ok && !outcome.value)).toBe(true);
    expect(await world.query('select id from account')).toEqual([{ id: 'account-1' }]);
  });

  test.each(['phone', 'email'] as const)(
    'SEC-R01 desk.md invariant 5: while a mailbox is being confirmed, a change of the %s is refused or raises the risk of the request',
    async (what) => {
      const { world, holder, elsewhere } = await openRace();
      const receipt = receiptIn(await fileForm(world.visitor()));
      const { token } = pathsIn(lastOf(await recoveryLetters(world, OLD_EMAIL)));
      if (what === 'email') await requestEmail(holder);
      const link = what === 'email' ? await linkTo(world, NEW_EMAIL, 'contact-confirmation') : '';
      await holder.get('/success/account/phone');
      const form_token = holder.formToken();
      const change = (): Promise<unknown> =>
        what === 'email'
          ? press(world, link)
          : holder.copy().post('/success/account/phone', { phone: '090-1234-5678', form_token });
      const confirm = (visitor: Visitor) => visitor.post(`/success/lost-device/${receipt}/confirmation`, { token }, { bare: true });
      await Promise.all([confirm(elsewhere()), change(), confirm(world.visitor()), change()]);
      expect(await world.query('select state from recovery_request')).toEqual([{ state: 'evidence' }]);
      const changed = await world.query(`select id from contact_point where kind = '${what}' and set_via = 'password'`);
      const [assessed] = await world.query("select detail from recovery_event where type = 'RiskAssessed'");
      expect(String(assessed?.['detail']).includes('contact-changed')).toBe(changed.length > 0);
      const late = await postContact(holder, 'name', { name: '悪意 太郎' });
      expect(late.status).toBe(what === 'email' && changed.length > 0 ? late.status : 403);
      expect(await world.query("select id from contact_point where kind = 'name'")).toHaveLength(1);
    },
  );

  test('SEC-E05 a session that is ended at the same moment changes nothing afterwards', async () => {
    const { world, holder } = await openRace();
    await changeEmail(world, holder);
    const link = await linkTo(world, OLD_EMAIL, 'contact-cancellation');
    await holder.get('/success/account/name');
    const form_token = holder.formToken();
    const changes = Array.from({ length: 6 }, (_, index) =>
      holder.copy().post('/success/account/name', { name: `悪意 ${index}`, form_token }),
    );
    await Promise.all([press(world, link), ...changes]);
    const before = await world.query('select name from account');
    const later = await holder.copy().post('/success/account/name', { name: '悪意 太郎', form_token });
    expect(later.location).toContain('/success/sign-in');
    expect(await world.query('select name from account')).toEqual(before);
  });
});

const AUDITED = {
  at: 0,
  portal: 'success',
  address: null,
  requestId: null,
  actor: { kind: 'system', id: null },
  accountId: null,
  detail: { type: 'account.created', via: 'host' },
} as const;
