// A draft is written together: by its author, a lead who helps, and a colleague who is let in; the lead goes on with it.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('several write one draft at once, and a lead goes on with it alone', async ({ stage }, info) => {
  test.slow();
  // What is under way when it ends comes too late.
  stage.watch.expectStatus(404, /\/together\//);
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const cleo = await stage.colleague('Cleo Diaz');
  await (await stage.customer('Mina Park')).writes('Where is my parcel?');
  for (const who of [ada, ben, cleo]) {
    await who.looksAt('all');
    await who.opens('Mina Park');
  }
  await ben.composer.pressSequentially('Dear Mina');
  await ada.page.getByTestId('turn-see').click();
  const field = ada.page.getByTestId('together-text');
  await expect(field).toHaveValue('Dear Mina');
  const mine = ben.page.getByTestId('together-mine');
  await expect(mine).toContainText('Ada Byron is in your draft');

  await field.press('End');
  await field.pressSequentially(', it comes today');
  await expect(ben.composer).toHaveValue('Dear Mina, it comes today');
  await expect(ben.page.locator('.caret[data-name="Ada Byron"]')).toBeVisible();

  // Both at once, at two ends; each cursor stays where its writer is.
  await ben.composer.press('Home');
  await Promise.all([ben.composer.pressSequentially('Hello! '), field.pressSequentially(', I promise.')]);
  const both = 'Hello! Dear Mina, it comes today, I promise.';
  await expect(ben.composer).toHaveValue(both);
  await expect(field).toHaveValue(both);
  await lookEverywhere(ben.page, 'together-mine', info);
  await lookEverywhere(ada.page, 'together-panel', info);

  // Who comes back is in it again.
  await ben.page.reload();
  await expect(ben.composer).toHaveValue(both);
  await expect(mine).toContainText('Ada Byron is in your draft');

  // It is nobody else's until its author says so.
  const offer = cleo.page.getByTestId('together-offer');
  await expect(offer).toHaveCount(0);
  await ben.page.getByTestId('together-let').click();
  await expect(offer).toContainText('Ben Okri writes a draft together with others');
  await offer.getByTestId('together-join').click();
  const hers = cleo.page.getByTestId('together-text');
  await expect(hers).toHaveValue(both);
  await expect(cleo.page.getByTestId('together-finish')).toHaveCount(0);
  await hers.press('End');
  await hers.pressSequentially(' Cleo');
  for (const there of [ben.composer, field]) await expect(there).toHaveValue(`${both} Cleo`);

  await ada.page.getByTestId('together-finish').click();
  await expect(ada.composer).toHaveValue(`${both} Cleo`);
  await expect(ben.composer).toHaveValue('');
  await expect(mine).toHaveCount(0);
  await expect(hers).toHaveCount(0);
  await expect(ben.thread.getByTestId('activity').last()).toContainText('Ada Byron');
  await expect(ada.page.getByTestId('turn')).toHaveCount(0);
  await ada.composer.press('Enter');
  await expect(ben.thread).toContainText(`${both} Cleo`);
  await expect(ada.composer).toHaveValue('');
});
