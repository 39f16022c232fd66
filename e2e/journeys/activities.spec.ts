// A thread tells who did what with the conversation, to everyone who looks at it.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('what happens to a conversation stands between its messages, live and later', async ({ stage }, info) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const mina = await stage.customer('Mina Park');
  await mina.writes('Hello');
  await ada.opens('Mina Park');
  await ben.looksAt('all');
  await ben.opens('Mina Park');
  const lines = (agent: typeof ada) => agent.thread.getByTestId('activity');

  await ada.page.getByTestId('assign-me').click();
  await expect(lines(ada)).toContainText(['You took the conversation']);
  await expect(lines(ben)).toContainText(['Ada Byron took the conversation']);
  await ada.page.getByTestId('assign-menu').click();
  await ada.page.getByTestId(`assign-to-${ben.person.id}`).click();
  await expect(lines(ben).last()).toContainText('Ada Byron gave the conversation to you');
  await ben.page.getByTestId('close').click();
  await expect(lines(ada).last()).toContainText('Ben Okri closed the conversation');
  await ben.page.getByTestId('reopen').click();
  await expect(lines(ben).last()).toContainText('You opened the conversation again');
  await ben.page.getByTestId('close').click();
  await expect(lines(ben).last()).toContainText('You closed the conversation');
  await mina.writes('One more thing');
  await expect(lines(ben).last()).toContainText('Open again: the customer wrote');
  // Many one after the other are folded to one, but for the latest.
  await expect(lines(ben)).toHaveCount(2);
  await expect(ben.thread.getByTestId('fold')).toHaveText('4 changes');
  await lookEverywhere(ben.page, 'activities-folded', info);
  await ben.page.reload();
  await ben.expectConnected();
  await ben.thread.getByTestId('fold').focus();
  await ben.page.keyboard.press('Enter');
  await expect(lines(ben)).toHaveCount(6);
  await expect(lines(ben).first()).toContainText('Ada Byron took the conversation');
  await expect(ben.thread.getByTestId('fold')).toBeFocused();
  await ben.page.keyboard.press('Enter');
  await expect(lines(ben)).toHaveCount(2);
});
