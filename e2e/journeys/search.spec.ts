// One box for people and everything that was said: it finds while one types, and opens what was found in its place.
import { expect, test } from '../support/test';

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
