// One box for people and everything that was said: it finds while one types, and opens what was found in its place.
import { expect, test } from '../support/test';
import { lookEverywhere } from '../support/looks';

test('a person and a word from long ago are found, and open in their place', async ({ stage }) => {
  const ada = await stage.admin();
  const jose = await stage.customer('José Ñandú');
  const mina = await stage.customer('Mina Park');
  const long = Date.now() - 3 * 3_600_000;
  await jose.writes('The Crème brûlée arrived cold', { at: new Date(long) });
  for (let n = 1; n <= 120; n += 1) {
    await jose.writes(`and another thing, number ${n}`, { at: new Date(long + n * 60_000) });
  }
  await mina.writes('Hello there');
  await expect(ada.names).toHaveText(['Mina Park', 'José Ñandú']);

  const box = ada.page.getByTestId('search');
  const found = ada.page.getByTestId('found');
  await ada.page.keyboard.press('/');
  await expect(box).toBeFocused();
  await expect(ada.page.getByTestId('search-results')).toContainText('from:customer');

  await ada.page.keyboard.type('nandu');
  await expect(ada.page.getByTestId('found-name')).toHaveText(['José Ñandú']);
  await box.fill('creme brul');
  await expect(found).toHaveCount(1);
  await expect(found.locator('mark')).toHaveText(['Crème', 'brûlée']);
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByTestId('thread-name')).toHaveText('José Ñandú');
  await expect(ada.bubble('The Crème brûlée arrived cold')).toBeInViewport();
  await expect(ada.bubble('The Crème brûlée arrived cold')).toHaveClass(/jumped-to/);
  await expect(box).toBeHidden();

  await ada.page.getByTestId('search-button').click();
  await box.fill('another thing');
  await expect(found).toHaveCount(30);
  await expect(found.first()).toHaveAttribute('aria-selected', 'true');
  await expect(found.first()).toContainText('number 120');
  await ada.page.keyboard.press('ArrowDown');
  await expect(found.nth(1)).toHaveAttribute('aria-selected', 'true');
  await ada.page.getByTestId('search-more').click();
  await expect(found).toHaveCount(60);
  await box.fill('nothing of the kind');
  await expect(ada.page.getByTestId('search-results')).toContainText('Nothing found');
  stage.watch.expectStatus(422, /^\/api\/search/);
  await box.fill('has:fun');
  await expect(ada.page.getByTestId('search-results')).toContainText('takes media, image');
  await ada.page.keyboard.press('Escape');
  await expect(box).toBeHidden();
  ada.expectNeverReloaded();
});

test('a conversation is found by its label and by what is known of the customer', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/settings/labels' });
  await (await stage.customer('Mina Park')).writes('Where is my order?');
  await (await stage.customer('Sam')).writes('Hello');
  await ada.page.getByTestId('label-name').first().fill('Gold partner');
  await ada.page.getByTestId('label-submit').first().click();
  await expect(ada.page.getByTestId('label-entry')).toContainText('Gold partner');
  await ada.page.goto('/settings/attributes');
  await ada.page.getByTestId('new-attribute').click();
  await ada.page.getByTestId('attribute-name').fill('Home city');
  await ada.page.getByRole('radio', { name: /^A customer/ }).check();
  await ada.page.getByTestId('attribute-submit').click();
  await expect(ada.page.getByTestId('attribute-entry')).toContainText('Home city');
  await ada.page.goto('/inbox/all');
  await ada.opens('Mina Park');
  await ada.page.keyboard.press('l');
  await ada.page.getByRole('menuitemcheckbox', { name: 'Gold partner' }).click();
  await expect(ada.row('Mina Park').getByTestId('label')).toHaveText(['Gold partner']);
  await ada.page.keyboard.press('Escape');
  await ada.page.keyboard.press('d');
  const city = ada.page.getByTestId('customer-panel').getByTestId('attribute-Home city');
  await city.fill('São Paulo');
  await city.press('Enter');
  await expect(city).toHaveValue('São Paulo');

  await ada.page.getByTestId('search-button').click();
  const box = ada.page.getByTestId('search');
  await box.fill('gold');
  await expect(ada.page.getByTestId('found-known-name')).toHaveText(['Mina Park']);
  await expect(ada.page.getByTestId('found').getByTestId('label')).toHaveText(['Gold partner']);
  await box.fill('label:partner sao');
  await expect(ada.page.getByTestId('found-known')).toHaveText(['Home city: São Paulo']);
  await expect(ada.page.getByTestId('found').locator('mark')).toHaveText(['São']);
  await lookEverywhere(ada.page, 'search-known', info);
  await box.fill('home-city:berlin');
  await expect(ada.page.getByTestId('search-results')).toContainText('Nothing found');
  await box.fill('home-city:paulo');
  await expect(ada.page.getByTestId('found-known-name')).toHaveText(['Mina Park']);
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByTestId('thread-name')).toHaveText('Mina Park');
  await expect(box).toBeHidden();
});
