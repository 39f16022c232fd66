// Roles of one's own: what they let people do, that it shows before one tries, and that it changes in open pages.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('an admin makes a role, and who has it can do just that, live', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/settings/roles', viewport: { width: 1440, height: 900 } });
  const ben = await stage.colleague('Ben Okri');
  const sam = await stage.customer('Sam');
  await sam.writes('Hello');
  await ben.looksAt('all');
  await ben.opens('Sam');
  await expect(ben.composer).toBeVisible();

  await ada.page.getByTestId('make-role').click();
  await ada.page.getByTestId('role-name').fill('Reader');
  await ada.page.getByRole('checkbox', { name: 'Write to customers' }).uncheck();
  await ada.page.getByRole('radio', { name: /Every conversation of the company/ }).check();
  await lookEverywhere(ada.page, 'role', info);
  await ada.page.getByTestId('role-submit').click();
  const role = ada.page.getByTestId('role').filter({ hasText: 'Reader' });
  await expect(role).toContainText('Reads and notes only');
  await expect(role).toContainText('nobody has it');

  // Given to Ben, it holds at once where he is: no number, no composer, nothing to close.
  await expect(ben.page.locator('.thread-about')).toContainText(/\+\d{6}/);
  await ada.page.getByTestId('settings-people').click();
  const entry = ada.page.getByTestId('person').filter({ hasText: 'Ben Okri' });
  await entry.getByTestId('rights').click();
  await ada.page.getByRole('radio', { name: /^Reader/ }).check();
  await ada.page.getByTestId('rights-submit').click();
  await expect(entry.getByText('Reader')).toBeVisible();
  await expect(ben.page.getByTestId('no-reply')).toContainText('does not allow you to write to customers');
  await expect(ben.page.getByTestId('close')).toBeDisabled();
  await expect(ben.page.getByTestId('close')).toHaveAttribute('title', /Your role does not allow this/);
  await expect(ben.page.getByTestId('new-chat')).toBeDisabled();
  await expect(ben.page.locator('.thread-about')).not.toContainText(/\+1650/);
  // Also where many are meant and at the customer: it is there, says so, and can't be pressed.
  await ben.page.keyboard.press('x');
  const bar = ben.page.getByTestId('bulk-bar');
  for (const button of ['bulk-close', 'bulk-snooze', 'bulk-delete']) {
    await expect(bar.getByTestId(button)).toBeDisabled();
    await expect(bar.getByTestId(button)).toHaveAttribute('title', /Your role does not allow this/);
  }
  await expect(bar.getByTestId('bulk-read')).toBeEnabled();
  await bar.getByTestId('bulk-assign').click();
  await expect(ben.page.locator('#bulk-assign').getByTestId('refused')).toBeVisible();
  await lookEverywhere(ben.page, 'refused', info);
  await ben.page.keyboard.press('Escape');
  await ben.page.keyboard.press('Escape');
  await expect(bar).toBeHidden();
  await ben.page.keyboard.press('d');
  const panel = ben.page.getByTestId('customer-panel');
  for (const button of ['block', 'merge']) {
    await expect(panel.getByTestId(button)).toBeDisabled();
    await expect(panel.getByTestId(button)).toHaveAttribute('title', /Your role does not allow this/);
  }
  await expect(panel.locator('.customer-line input').first()).toHaveAttribute('readonly');
  await ben.page.keyboard.press('d');
  await ben.page.keyboard.press('Control+k');
  await ben.page.keyboard.type('Close');
  await expect(ben.page.getByRole('option', { name: /^Close/ }).first()).toContainText('Your role does not allow this');
  await ben.page.keyboard.press('Escape');
  await ben.page.getByTestId('mode-note').click();
  await ben.page.getByTestId('note-text').fill('I only read');
  await ben.page.getByTestId('note-text').press('Enter');
  await expect(ben.page.getByTestId('note')).toContainText('I only read');
  await lookEverywhere(ben.page, 'reader', info);

  // The role changes, and he with it.
  await ada.page.getByTestId('settings-roles').click();
  // What is refused stands in the console too.
  stage.watch.expectStatus(409, /^\/api\/commands/);
  await role.getByTestId('delete-role').click();
  await expect(role).toContainText('1 colleague has this role');
  await role.getByTestId('change-role').click();
  await ada.page.getByRole('checkbox', { name: 'Write to customers' }).check();
  await ada.page.getByTestId('role-submit').click();
  await ben.page.getByTestId('mode-reply').click();
  await expect(ben.page.getByTestId('no-reply')).toHaveCount(0);
  await ben.says('Now I write');
  await ben.expectTicks('Now I write', /sent|delivered|read|accepted/);
  await lookEverywhere(ada.page, 'roles', info);
  ben.expectNeverReloaded();
});
