// A lead moves what one person has to others from the live board, after seeing who would get how many, and takes it back.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('what somebody has is shared out among others as the preview says, and comes back', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all', viewport: { width: 1440, height: 900 } });
  const ben = await stage.colleague('Ben Okri');
  const cyd = await stage.colleague('Cyd Lamar');
  const dan = await stage.colleague('Dan Wu');
  const names = ['Zoë', 'Omar', 'Mina', 'Lars', 'Kim'];
  for (const [at, name] of names.entries()) {
    await (await stage.customer(name)).writes(`This is ${name}`, { at: new Date(Date.now() - (at + 1) * 60_000) });
  }
  await expect(ada.names).toHaveText(names);
  const give = async (name: string, to: string) => {
    await ada.opens(name);
    await ada.page.getByTestId('assign-menu').click();
    await ada.page.getByTestId(`assign-to-${to}`).click();
    await expect(ada.page.getByTestId('assign-menu')).toContainText(to === cyd.person.id ? 'Cyd' : 'Ben');
  };
  await give('Kim', cyd.person.id);
  for (const name of ['Zoë', 'Omar', 'Mina', 'Lars']) await give(name, ben.person.id);

  await ada.page.getByRole('link', { name: 'Live board' }).click();
  const person = (name: string) => ada.page.getByTestId('board-person').filter({ hasText: name });
  const open = (name: string) => person(name).locator('td.number .count').first();
  await expect(open('Ben Okri')).toHaveText('4');
  await person('Ben Okri').getByTestId('board-move-theirs').click();
  const box = ada.page.getByRole('dialog', { name: 'Move conversations' });
  await expect(box.getByTestId('move-from')).toHaveValue(ben.person.id);
  await expect(box.getByText('All that is open (4)')).toBeVisible();
  await expect(box.getByTestId('move-submit')).toBeDisabled();
  const line = (name: string) => box.getByTestId('move-person').filter({ hasText: name });
  await expect(line('Ben Okri')).toHaveCount(0);
  await line('Cyd Lamar').getByRole('checkbox').check();
  await expect(line('Cyd Lamar').getByTestId('move-gets')).toHaveText('+4');
  await expect(line('Cyd Lamar').getByTestId('move-then')).toHaveText('5');
  await line('Dan Wu').getByRole('checkbox').check();
  await expect(line('Cyd Lamar').getByTestId('move-then')).toHaveText('2');
  await expect(line('Dan Wu').getByTestId('move-gets')).toHaveText('+3');
  await expect(line('Dan Wu').getByTestId('move-then')).toHaveText('3');
  await lookEverywhere(ada.page, 'reassign', info);

  await box.getByRole('button', { name: 'Move 4 conversations' }).click();
  await expect(box).toHaveCount(0);
  await expect(open('Ben Okri')).toHaveText('0');
  await expect(open('Cyd Lamar')).toHaveText('2');
  await expect(open('Dan Wu')).toHaveText('3');
  await dan.looksAt('mine');
  await expect(dan.names).toHaveCount(3);
  // What was done before may still be there to be taken back.
  await ada.page.getByTestId('toast').filter({ hasText: '4 conversations shared out.' }).getByTestId('undo').click();
  await expect(open('Ben Okri')).toHaveText('4');
  await expect(dan.names).toHaveCount(0);

  // To nobody, only where somebody waits too long by what the lead calls so.
  await ada.page.getByTestId('board-limit').selectOption('5');
  await ada.page.getByTestId('board-move').click();
  await box.getByTestId('move-from').selectOption(cyd.person.id);
  await box.getByText('Where somebody waits too long (1)').click();
  await box.getByRole('radio', { name: /^Nobody/ }).check();
  await box.getByRole('button', { name: 'Move 1 conversation' }).click();
  await expect(open('Cyd Lamar')).toHaveText('0');
});
