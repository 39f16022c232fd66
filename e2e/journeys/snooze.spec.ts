// What is put off leaves the open lists and comes back when the customer writes; what is marked unread stays so.
import { expect, test } from '../support/test';

test('an agent puts conversations off in words, by the list and by the calendar', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const sam = await stage.customer('Sam');
  // WhatsApp counts in seconds, and what comes in one may come in any order.
  const ago = (seconds: number) => ({ at: new Date(Date.now() - seconds * 1000) });
  await (await stage.customer('Zoë')).writes('This is Zoë', ago(6));
  await (await stage.customer('Omar')).writes('This is Omar', ago(4));
  await sam.writes('Is it there yet?', ago(2));
  await expect(ada.names).toHaveText(['Sam', 'Omar', 'Zoë']);
  await ada.expectCounts({ all: 3, snoozed: 0 });

  await ada.opens('Sam');
  await ada.page.keyboard.press('s');
  await expect(ada.page.getByTestId('snooze-text')).toBeFocused();
  await ada.page.keyboard.type('sometime');
  await expect(ada.page.getByTestId('snooze-note')).toContainText('Not a time that we know');
  await expect(ada.page.getByTestId('snooze-submit')).toBeDisabled();
  await ada.page.getByTestId('snooze-text').fill('tomorrow 9');
  await expect(ada.page.getByTestId('snooze-note')).toHaveText(/Comes back tomorrow 0?9:00/);
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByTestId('snoozed')).toContainText(/Snoozed until tomorrow 0?9:00/);
  await expect(ada.names).toHaveText(['Omar', 'Zoë']);
  await ada.expectCounts({ all: 2, snoozed: 1 });

  await ada.opens('Omar');
  await ada.page.getByTestId('snooze').click();
  await ada.page.getByTestId('snooze-usual').first().click();
  await ada.opens('Zoë');
  await ada.page.getByTestId('snooze').click();
  await ada.page.getByTestId('snooze-reply').click();
  await ada.looksAt('snoozed');
  await expect(ada.names).toHaveText(['Omar', 'Sam', 'Zoë']);
  await expect(ada.row('Zoë').getByTestId('row-back')).toContainText('when they write');

  await sam.writes('Hello?');
  await expect(ada.names).toHaveText(['Omar', 'Zoë']);
  await ada.expectCounts({ all: 1, snoozed: 2 });
  await ada.page.getByTestId('wake').click();
  await expect(ada.page.getByTestId('snoozed')).toHaveCount(0);
  await ada.looksAt('all');
  await expect(ada.names).toHaveText(['Sam', 'Zoë']);
});

test('what is marked as unread stays so until somebody opens it again', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  await ben.looksAt('all');
  for (const name of ['Sam', 'Omar']) await (await stage.customer(name)).writes(`This is ${name}`);
  await ada.opens('Sam');
  await expect(ada.unread('Sam')).toHaveCount(0);
  await ada.page.keyboard.press('u');
  await expect(ada.unread('Sam')).toHaveText('1');
  await expect(ben.unread('Sam')).toHaveText('1');
  await ada.opens('Omar');
  await expect(ada.unread('Omar')).toHaveCount(0);
  await expect(ada.unread('Sam')).toHaveText('1');
  await ben.opens('Sam');
  await expect(ada.unread('Sam')).toHaveCount(0);
  await ada.page.getByTestId('more-menu').click();
  await ada.page.getByTestId('mark-unread').click();
  await expect(ada.unread('Omar')).toHaveText('1');
  await ada.page.keyboard.press('u');
  await expect(ada.unread('Omar')).toHaveCount(0);
});
