// WhatsApp lets us write freely for 24 hours after the customer's last message. Afterwards nothing may get there.
import { expect, test } from '../support/test';

const ago = (hours: number, minutes = 0) => new Date(Date.now() - (hours * 60 + minutes) * 60_000);

test('after 24 hours the composer gives way to an explanation, until the customer writes again', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('A question of yesterday', { at: ago(25) });
  await expect(ada.row('Mina Park').getByText('24 h over')).toBeVisible();
  await ada.opens('Mina Park');
  const closed = ada.page.getByTestId('window-closed');
  await expect(closed).toContainText('24 hours after Mina Park last wrote');
  await expect(ada.composer).toHaveCount(0);

  await mina.writes('Are you there?');
  await expect(ada.composer).toBeVisible();
  await expect(closed).toHaveCount(0);
  await ada.says('Now we are.');
  await ada.expectTicks('Now we are.', 'delivered');
  await expect.poll(() => stage.simulator.accepted()).toEqual(['Now we are.']);
});

test('shortly before the end, list and thread say how much time is left', async ({ stage }) => {
  const ada = await stage.admin();
  await (await stage.customer('Mina Park')).writes('A question of yesterday', { at: ago(22, 30) });
  await expect(ada.row('Mina Park').getByText(/^1 h (29|30) min$/)).toBeVisible();
  await ada.opens('Mina Park');
  await expect(ada.page.getByText(/^1 h (29|30) min left$/)).toBeVisible();
  await expect(ada.composer).toBeVisible();
});

test('what a page with a wrong clock sends into a closed window is refused here, and given back', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('A question of yesterday', { at: ago(24, 30) });
  // The page believes the server about the time, and is told an hour less.
  await ada.page.route('**/api/session/refresh', async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    await route.fulfill({ response, json: { ...answer, now: answer.now - 3_600_000 } });
  });
  await ada.page.reload();
  await ada.opens('Mina Park');
  stage.watch.expectStatus(409, /^\/api\/commands$/);
  await ada.composer.fill('Too late, alas');
  await ada.composer.press('Enter');
  await expect(ada.page.getByTestId('toast')).toContainText('24 hours');
  await expect(ada.composer).toHaveValue('Too late, alas');
  await expect(ada.texts).toHaveText(['A question of yesterday']);
  expect(await stage.simulator.accepted()).toEqual([]);
});
