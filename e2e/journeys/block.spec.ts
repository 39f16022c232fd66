// With whom we want nothing to do, and who wants no marketing: unmistakable where one would write, for everyone at once.
import { expect, test } from '../support/test';
import { lookEverywhere } from '../support/looks';

test('nothing is sent to who is blocked, and nothing of theirs arrives', async ({ stage }, info) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const mina = await stage.customer('Mina Park');
  await mina.writes('Buy my watches');
  await ada.opens('Mina Park');
  await ben.opens('Mina Park');
  await ada.page.keyboard.press('d');
  const panel = ada.page.getByTestId('customer-panel');
  await panel.getByTestId('block').click();
  await lookEverywhere(ada.page, 'block-asked', info);
  await ada.page.getByTestId('block-confirm').click();

  await expect(ben.page.getByTestId('blocked')).toContainText('Blocked by Ada Byron');
  await expect(ben.page.getByTestId('blocked')).toContainText('WhatsApp brings nothing from them');
  await expect(ben.composer).toHaveCount(0);
  await expect(ben.row('Mina Park')).toContainText('Blocked');
  await ben.page.keyboard.press('n');
  await expect(ben.page.getByTestId('note-text')).toBeVisible();
  await ben.page.getByTestId('mode-reply').click();
  await expect(ben.page.getByTestId('blocked')).toBeVisible();
  await mina.writes('Cheap watches');
  await stage.simulator.settled();
  await lookEverywhere(ada.page, 'blocked', info);

  await ben.page.getByTestId('blocked').getByTestId('unblock').click();
  await expect(ben.composer).toBeVisible();
  await expect(panel.getByTestId('block')).toBeVisible();
  // WhatsApp is told a moment later.
  await expect(async () => {
    await mina.writes('Sorry');
    await expect(ben.bubble('Sorry').first()).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(ben.bubble('Cheap watches')).toHaveCount(0);

  await panel.getByTestId('consent').selectOption('Does not want it');
  await panel.getByTestId('consent-how').fill('On the phone');
  await panel.getByTestId('consent-how').press('Enter');
  await expect(panel.getByTestId('consent-noted')).toContainText('Noted by Ada Byron');
  await ben.page.getByTestId('customer').click();
  await expect(ben.page.getByTestId('consent-how')).toHaveValue('On the phone');

  // The customer says so themselves, in WhatsApp.
  const phone = await stage.phone(mina);
  await phone.page.getByTestId('marketing').click();
  await expect(phone.page.getByTestId('marketing')).toHaveAttribute('aria-pressed', 'true');
  // That was known; what is new is that she wants it again.
  await phone.page.getByTestId('marketing').click();
  await expect(phone.page.getByTestId('marketing')).toHaveAttribute('aria-pressed', 'false');
  await expect(ben.page.getByTestId('consent-how')).toHaveValue(/WhatsApp/);
  ada.expectNeverReloaded();
});
