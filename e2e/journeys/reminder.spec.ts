// A window that is about to close is called to mind: to who answers there, or has it in a Space while nobody does.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('who waits is called to mind before the 24 hours are over', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all', viewport: { width: 1440, height: 900 } });
  const ben = await stage.colleague('Ben Okri');
  await ben.looksAt('all');
  const { page } = ada;
  await page.getByTestId('filter-menu').click();
  await page.getByTestId('condition').getByText('Waiting for us', { exact: true }).click();
  await page.keyboard.press('Escape');
  await page.getByTestId('filter-save').click();
  await page.getByTestId('space-name').fill('They wait');
  await page.getByTestId('space-submit').click();
  await expect(page.getByTestId('space')).toHaveAttribute('aria-current', 'page');

  const mina = await stage.customer('Mina Park');
  await mina.writes('Is anybody there?', { at: new Date(Date.now() - 22.5 * 3_600_000) });
  await expect(page.getByTestId('toast')).toContainText('Mina Park waits for an answer: the 24 hours end at');
  await ada.opens('Mina Park');
  const told = ada.thread.getByTestId('activity').filter({ hasText: 'The customer waits, and the 24 hours end at' });
  await expect(told).toHaveCount(1);
  await lookEverywhere(page, 'reminder', info);

  // Nobody asked Ben, who finds it in the thread all the same.
  await ben.opens('Mina Park');
  await expect(ben.thread.getByTestId('activity')).toHaveCount(1);
  await expect(ben.page.getByTestId('toast')).toHaveCount(0);
});
