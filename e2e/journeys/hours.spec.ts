// Working hours: said by oneself or by who leads. Whose hours are over is given nothing, unless they go on by hand.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';
import { ulid } from '../support/ulid';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

test('whose hours are over is given nothing until they go on by hand, or work at other times', async ({ stage }, info) => {
  // Three people, and many pictures.
  test.slow();
  stage.watch.expectStatus(422, /^\/api\/commands/);
  const ada = await stage.admin({ at: '/inbox/all' });
  const sales = ulid();
  await stage.desk().want(stage.server.url, { team: [sales, { create: { name: 'Sales' } }] });
  const ben = await stage.colleague('Ben Okri', { visibility: 'team', teams: [sales] });
  const lea = await stage.colleague('Lea Lund', { role: 'lead' });
  const terms = { name: 'All', team: sales, strategy: 'round_robin', leaves: true };
  await stage.desk().want(stage.server.url, { allocation: { add: { id: ulid(), terms } } });
  const mine = ben.page.getByTestId('me');
  await expect(mine).toHaveAttribute('data-state', 'here');

  // Ben sees himself alone, and says that he works in one night, the day after tomorrow.
  await ben.page.goto('/settings/hours');
  const lines = ben.page.getByTestId('hours-of');
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText('No hours: given work whenever they are online');
  const change = lines.getByTestId('hours-change');
  await change.focus();
  await ben.page.keyboard.press('Enter');
  const form = ben.page.getByRole('dialog', { name: 'My working hours' });
  await form.getByTestId('hours-on').check();
  const day = DAYS[(new Date().getUTCDay() + 2) % 7];
  for (const name of DAYS) await form.getByRole('checkbox', { name, exact: true }).setChecked(name === day);
  await form.getByTestId('zone').fill('UTC');
  await form.getByRole('button', { name: `Another part of ${day}` }).click();
  const [from, to] = [form.getByLabel(`${day} from`), form.getByLabel(`${day} to`)];
  await from.nth(1).fill('16:00');
  await to.nth(1).fill('19:00');
  await form.getByTestId('hours-submit').click();
  await expect(form.getByRole('alert')).toContainText('Two parts of a day are at the same time');
  await from.nth(1).fill('22:00');
  await to.nth(1).fill('06:00');
  await expect(form.getByTestId('next-day')).toBeVisible();
  await lookEverywhere(ben.page, 'hours-form', info);
  await form.getByRole('button', { name: `Remove this part of ${day}` }).first().click();
  await to.press('Enter');
  await expect(form).toBeHidden();
  await expect(lines).toContainText(`${day?.slice(0, 3)} 22:00–06:00 (UTC)`);
  await expect(lines.getByTestId('hours-now')).toContainText('Not at work until');

  // Everybody sees it at once, and he is given nothing.
  await expect(mine).toHaveAttribute('data-state', 'away');
  await expect(ben.page.getByTestId('me-menu')).toContainText('shift over until');
  await (await stage.customer('Sam')).writes('Hello');
  await ada.opens('Sam');
  await ada.page.getByTestId('assign-menu').click();
  await expect(ada.page.locator('.colleague').filter({ hasText: 'Ben Okri' })).toContainText('Shift over');
  await lookEverywhere(ada.page, 'hours-picker', info);
  await ada.page.keyboard.press('Escape');
  await lea.page.goto('/settings/assignment');
  await lea.page.getByTestId('trial-text').fill('Hello');
  await lea.page.getByTestId('trial-submit').click();
  await expect(lea.page.getByTestId('trial')).toContainText('Ben Okri is not at work');

  // He goes on by hand: Sam is his.
  await ben.page.getByTestId('me-menu').click();
  await lookEverywhere(ben.page, 'hours-menu', info);
  await ben.page.getByTestId('be-online').click();
  await expect(mine).toHaveAttribute('data-state', 'here');
  await expect(lines.getByTestId('hours-now')).toContainText('Works longer; the next hours begin');
  await ben.page.goto('/inbox/mine');
  await expect(ben.names).toHaveText(['Sam']);

  // A lead sees everybody's, and says otherwise.
  await lea.page.goto('/settings/hours');
  await expect(lea.page.getByTestId('hours-of')).toHaveCount(3);
  await expect(lea.page.getByTestId('hours-of').first()).toContainText('Lea Lund');
  const his = lea.page.getByTestId('hours-of').filter({ hasText: 'Ben Okri' });
  await lookEverywhere(lea.page, 'hours', info);
  await his.getByTestId('hours-change').click();
  const theirs = lea.page.getByRole('dialog', { name: 'Working hours of Ben Okri' });
  await expect(theirs.getByLabel(`${day} to`)).toHaveValue('06:00');
  await theirs.getByTestId('hours-on').uncheck();
  await theirs.getByTestId('hours-submit').click();
  await expect(theirs).toBeHidden();
  await expect(his).toContainText('No hours');
  await expect(mine).toHaveAttribute('data-state', 'here');
});
