// The same for many: selected one by one, by ranges, or all of a list; done on the server, told, and taken back.
import { ulid } from '../support/ulid';
import { expect, test } from '../support/test';

test('many are selected by pointer and keys, closed at once, and brought back', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  await ben.looksAt('all');
  const vip = ulid();
  await stage.desk().want(stage.server.url, { label: [vip, { create: { name: 'VIP', colour: 'amber' } }] });
  const names = ['Zoë', 'Omar', 'Mina', 'Lars', 'Kim', 'Ines'];
  for (const [at, name] of names.entries()) {
    await (await stage.customer(name)).writes(`This is ${name}`, { at: new Date(Date.now() - (at + 1) * 60_000) });
  }
  await expect(ada.names).toHaveText(names);
  const bar = ada.page.getByTestId('bulk-bar');
  const count = ada.page.getByTestId('bulk-count');
  const pick = (name: string) => ada.page.getByRole('checkbox', { name: `Select ${name}` });

  await ada.row('Omar').hover();
  await pick('Omar').click();
  await expect(count).toHaveText('1 of 6 selected');
  await pick('Lars').click({ modifiers: ['Shift'] });
  await expect(count).toHaveText('3 of 6 selected');
  await bar.getByTestId('bulk-label').click();
  await ada.page.getByTestId('bulk-label-on').click();
  await expect(ada.page.getByTestId('toast')).toContainText('3 conversations labelled');
  await expect(ben.row('Mina').getByTestId('label')).toHaveText(['VIP']);
  await expect(ben.row('Zoë').getByTestId('label')).toHaveCount(0);
  await expect(bar).toBeHidden();

  await ada.row('Zoë').focus();
  await ada.page.keyboard.press('x');
  await ada.page.keyboard.press('ArrowDown');
  await ada.page.keyboard.press('ArrowDown');
  await ada.page.keyboard.press('Shift+X');
  await expect(count).toHaveText('3 of 6 selected');
  await ada.page.keyboard.press('e');
  await expect(ada.names).toHaveText(['Lars', 'Kim', 'Ines']);
  await ada.expectCounts({ all: 3, closed: 3 });
  await expect(ben.names).toHaveText(['Lars', 'Kim', 'Ines']);
  await expect(ada.page.getByTestId('toast').filter({ hasText: '3 conversations closed.' })).toBeVisible();
  await ada.page.keyboard.press('z');
  await ada.expectCounts({ all: 6, closed: 0 });
  await expect(ada.unread('Zoë')).toHaveText('1');

  await pick('Kim').click();
  await ada.page.getByTestId('bulk-all').click();
  await expect(count).toHaveText('All 6 selected');
  await bar.getByTestId('bulk-snooze').click();
  await ada.page.getByTestId('snooze-reply').click();
  await ada.expectCounts({ all: 0, snoozed: 6 });
  await ada.looksAt('snoozed');
  await pick('Ines').click();
  await ada.page.keyboard.press('Escape');
  await expect(bar).toBeHidden();
});
