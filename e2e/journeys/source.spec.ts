// Where a customer came from is a card in the thread and beside it, and lists ask for it; what was shared is at hand.
import { png } from '../support/files';
import { expect, test } from '../support/test';
import { lookEverywhere } from '../support/looks';

const REFERRAL = {
  source_type: 'ad', source_id: '120210000', source_url: 'https://fb.me/winter', ctwa_clid: 'click',
  headline: 'Winter bikes', body: 'Twenty percent off all bikes with spikes, only this week.',
};

test('an advertisement leads to a card, and files and links are at hand beside the thread', async ({ stage }, info) => {
  const ada = await stage.admin();
  await (await stage.customer('Sam')).writes('Hello');
  const mina = await stage.customer('Mina Park');
  await mina.writes('Is this still on?', { referral: REFERRAL });
  await mina.writes('I mean https://example.com/bikes/17, the red one.');
  await mina.sendsFile('image', 'image/png', png(480, 320));
  await mina.sendsFile('document', 'application/pdf', Buffer.from('%PDF-1.4 an offer'), { filename: 'offer.pdf' });

  await ada.page.getByTestId('filter-menu').click();
  await ada.page.getByTestId('condition').getByText('From an advertisement').click();
  await ada.page.keyboard.press('Escape');
  await expect(ada.names).toHaveText(['Mina Park']);
  await ada.opens('Mina Park');
  await expect(ada.thread.getByTestId('ad-card')).toContainText('Winter bikes');
  await expect(ada.thread.getByTestId('ad-card').getByRole('link')).toHaveAttribute('href', 'https://fb.me/winter');
  await ada.page.keyboard.press('d');
  const panel = ada.page.getByTestId('customer-panel');
  await expect(panel.getByTestId('ad-card')).toContainText('Winter bikes');
  await expect(panel.getByTestId('handed-link')).toHaveAttribute('href', 'https://example.com/bikes/17');
  await expect(panel.getByTestId('handed-file')).toContainText('offer.pdf');
  const image = panel.getByTestId('handed-picture').getByRole('img');
  await image.scrollIntoViewIfNeeded();
  await expect(image).toHaveJSProperty('complete', true);
  await expect(image).not.toHaveJSProperty('naturalWidth', 0);
  await lookEverywhere(ada.page, 'handed', info);
  await panel.getByTestId('customer-name').scrollIntoViewIfNeeded();
  await lookEverywhere(ada.page, 'source', info);
  await panel.getByTestId('handed-file').click();
  await expect(ada.page.getByTestId('bubble').filter({ hasText: 'offer.pdf' })).toHaveClass(/jumped-to/);
});
