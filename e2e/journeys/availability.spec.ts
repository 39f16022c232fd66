// Whether people can be given work: chosen in the rail or the palette, by itself when nobody touches anything, and seen where
// work is given.
import { expectAccessible } from '../support/axe';
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('who is online, away or idle is seen by who gives them work, with how much they have', async ({ stage }, info) => {
  // Three people, and many pictures.
  test.slow();
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const cleo = await stage.colleague('Cleo Diaz');
  for (const name of ['Mina Park', 'Omar']) {
    const customer = await stage.customer(name);
    await customer.writes('Hello');
    await expect(ada.row(name)).toBeVisible();
  }
  stage.watch.expectStatus(422, /^\/api\/commands$/);
  const mine = (who: typeof ada) => who.page.getByTestId('me');
  const menu = (who: typeof ada) => who.page.getByTestId('me-menu');
  for (const agent of [ada, ben, cleo]) await expect(mine(agent)).toHaveAttribute('data-state', 'here');

  // Ben has one to do and Cleo none: she comes first.
  await ben.looksAt('all');
  await ben.opens('Omar');
  await ben.page.getByTestId('assign-me').click();
  await ada.opens('Mina Park');
  const picker = ada.page.getByRole('menu', { name: 'Assign to a colleague' });
  const colleagues = picker.locator('.colleague');
  await ada.page.getByTestId('assign-menu').click();
  await expect(colleagues).toHaveText([/Cleo Diaz.*0 open conversations/, /Ben Okri.*1 open conversations/]);
  await lookEverywhere(ada.page, 'availability-picker', info);

  // Cleo goes to lunch; Ada sees it while she chooses.
  await menu(cleo).click();
  await lookEverywhere(cleo.page, 'availability-menu', info);
  await cleo.page.getByTestId('be-lunch').click();
  await expect(mine(cleo)).toHaveAttribute('data-state', 'away');
  await expect(menu(cleo)).toContainText('away (lunch) since');
  if (!(await picker.isVisible())) await ada.page.getByTestId('assign-menu').click();
  await expect(colleagues).toHaveText([/Ben Okri.*1 open/, /Cleo Diaz.*Lunch.*0 open/]);
  await expect(colleagues.last().locator('.presence')).toHaveAttribute('data-state', 'away');
  await ada.page.keyboard.press('Escape');
  await cleo.page.reload();
  await expect(mine(cleo)).toHaveAttribute('data-state', 'away');

  // In her own words, and back by the palette.
  await menu(cleo).click();
  await expect(cleo.page.getByTestId('be-lunch')).toHaveAttribute('aria-checked', 'true');
  await cleo.page.getByTestId('be-other').click();
  const reason = cleo.page.getByTestId('reason');
  await expect(reason).toBeFocused();
  await cleo.page.getByTestId('reason-submit').click();
  await expect(cleo.page.getByRole('dialog', { name: 'Away for another reason' })).toContainText('Give a reason');
  await reason.fill('Dentist');
  await lookEverywhere(cleo.page, 'availability-reason', info);
  await reason.press('Enter');
  await expect(menu(cleo)).toContainText('away (dentist) since');
  // The others may hear of it before the dialog does, and over a dialog there is no palette.
  await expect(reason).toBeHidden();
  await cleo.page.keyboard.press('Control+k');
  await expect(cleo.page.getByTestId('palette')).toBeFocused();
  await cleo.page.keyboard.type('be online');
  await expect(cleo.page.getByTestId('palette-line').first()).toContainText('Be online');
  await cleo.page.keyboard.press('Enter');
  await expect(mine(cleo)).toHaveAttribute('data-state', 'here');

  // Ben touches nothing for ten minutes.
  await ben.page.clock.install();
  await ben.page.reload();
  await ben.expectConnected();
  await ben.page.clock.fastForward('10:01');
  await expect(mine(ben)).toHaveAttribute('data-state', 'away');
  await ada.page.goto('/settings/people');
  const person = ada.page.getByTestId('person').filter({ hasText: 'Ben Okri' });
  await expect(person.locator('.presence')).toHaveAttribute('data-state', 'away');
  await expect(person.locator('.presence')).toHaveAttribute('title', /Ben Okri: away \(idle\) since/);
  await ben.page.mouse.move(200, 200);
  await expect(person.locator('.presence')).toHaveAttribute('data-state', 'here');

  // Who logs out is gone at once.
  await ben.page.getByTestId('logout').click();
  await expect(person.locator('.presence')).toHaveAttribute('data-state', 'offline');
  await expectAccessible(ada.page, 'people');
});
