// After a call: what came of it, while nothing rings; and what leads say of it in the settings.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('after a call one notes what came of it, while nothing rings, and the thread tells', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/settings/calls' });
  const { page } = ada;
  for (const name of ['Solved', 'Call back', 'Wrong nmber']) {
    await page.getByTestId('outcome-name').first().fill(name);
    await page.getByTestId('outcome-submit').first().click();
    await expect(page.getByTestId('outcome-entry').filter({ hasText: name })).toBeVisible();
  }
  const wrong = page.getByTestId('outcome-entry').last();
  await wrong.getByTestId('change').click();
  await wrong.getByTestId('outcome-name').fill('Wrong number');
  await wrong.getByTestId('outcome-submit').click();
  await expect(wrong).toContainText('Wrong number');
  await wrong.getByTestId('archive').click();
  await expect(wrong).toContainText('archived');
  await page.getByTestId('wrap-up-seconds').fill('90');
  await page.getByTestId('wrap-up-submit').click();
  await expect(page.getByTestId('toast')).toContainText('Kept.');
  await stage.expectAccessible();
  await lookEverywhere(page, 'settings-calls', info);

  const sam = await stage.customer('Sam');
  await sam.writes('Can we talk?');
  await page.context().grantPermissions(['microphone']);
  await page.goto('/inbox/all');
  await ada.opens('Sam');
  await sam.calls({ tone: 440 });
  await page.getByTestId('ring-answer').click();
  await expect(page.getByTestId('call-state')).toHaveText(/^\d:\d\d$/);
  await sam.callIs('accepted');
  await page.getByTestId('call-hang-up').click();
  const card = page.getByTestId('wrap-up');
  await expect(card).toBeVisible();
  await expect(page.getByTestId('call-dock')).toBeHidden();
  await expect(card.getByTestId('wrap-up-left')).toHaveText(/^1:[012]\d$/);
  await expect(ada.thread.getByTestId('call-after')).toContainText('is busy after the call');
  await expect(card.getByTestId('wrap-up-done')).toHaveText('Done');
  await card.getByTestId('wrap-up-note').fill('Wants it on Friday');
  await expect(card.getByTestId('wrap-up-done')).toHaveText('Save');
  await stage.expectAccessible();
  await lookEverywhere(page, 'wrap-up', info);

  await page.goto('/settings');
  await expect(card.getByTestId('wrap-up-note'), 'it goes along, and no word is lost').toHaveValue('Wants it on Friday');
  await card.getByTestId('wrap-up-more').click();
  await expect(card.getByTestId('wrap-up-left')).toHaveText(/^2:\d\d$/);
  const mina = await stage.customer('Mina');
  await mina.writes('Hello');
  await mina.calls({ tone: 440 });
  await expect(card.getByTestId('call-too')).toHaveText('Mina is calling, too');
  await expect(page.getByTestId('ring-card')).toBeHidden();
  await lookEverywhere(page, 'wrap-up-call-too', info);
  await mina.hangsUp();
  await expect(card.getByTestId('call-too')).toBeHidden();

  await expect(card.getByTestId('wrap-up-outcome').locator('option')).toHaveText(['Not said', 'Solved', 'Call back']);
  await card.getByTestId('wrap-up-outcome').selectOption('Call back');
  await card.getByTestId('wrap-up-done').click();
  await expect(card).toBeHidden();
  await page.goto('/inbox/all');
  await ada.opens('Sam');
  await expect(ada.thread.getByTestId('call-outcome')).toHaveText('Call back');
  await expect(ada.thread.getByTestId('call-after')).toContainText(/\d:\d\d after the call/);
  await expect(ada.thread.getByTestId('note')).toContainText('Wants it on Friday');
  await stage.expectAccessible();
  await lookEverywhere(page, 'wrap-up-thread', info);
  await ada.thread.getByTestId('call-note-link').click();
  await expect(page).toHaveURL(/message=/);
  await expect(ada.thread.getByTestId('note')).toBeInViewport();
});

test('what nobody says anything of ends by itself, and rings again', async ({ stage }) => {
  const ada = await stage.admin({ at: '/settings/calls' });
  const { page } = ada;
  await page.getByTestId('wrap-up-seconds').fill('3');
  await page.getByTestId('wrap-up-submit').click();
  await expect(page.getByTestId('toast')).toContainText('Kept.');
  const sam = await stage.customer('Sam');
  await sam.writes('Can we talk?');
  await page.context().grantPermissions(['microphone']);
  await page.goto('/inbox/all');
  await sam.calls({ tone: 440 });
  await page.getByTestId('ring-answer').click();
  await expect(page.getByTestId('call-state')).toHaveText(/^\d:\d\d$/);
  await sam.callIs('accepted');
  await sam.hangsUp();
  await expect(page.getByTestId('wrap-up')).toBeVisible();
  await expect(page.getByTestId('wrap-up')).toBeHidden();
  await sam.calls({ tone: 440 });
  await expect(page.getByTestId('ring-card')).toBeVisible();
  await sam.hangsUp();
});
