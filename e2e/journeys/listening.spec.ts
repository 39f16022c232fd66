// Listening in on a call, whispering and joining, seen by who is listened to; from the live board and from the thread.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('a lead listens in from the board, whispers, joins and leaves, and the agent sees it', async ({ stage }, info) => {
  const ada = await stage.admin();
  const bo = await stage.colleague('Bo');
  const sam = await stage.customer('Sam');
  await sam.writes('Can we talk?');
  for (const one of [ada, bo]) await one.page.context().grantPermissions(['microphone']);
  await bo.opens('Sam');
  await ada.page.goto('/board');
  await sam.calls({ tone: 440 });
  await bo.page.getByTestId('ring-answer').click();
  const theirs = bo.page.getByTestId('call-dock');
  await expect(theirs.getByTestId('call-state')).toHaveText(/^\d:\d\d$/);
  await expect(bo.thread.getByTestId('call-listen-in'), 'not for agents').toHaveCount(0);

  const line = ada.page.getByTestId('board-call');
  await expect(line).toContainText('Bo');
  await expect(line).toContainText('is talking');
  await line.getByTestId('call-listen-in').click();
  const mine = ada.page.getByTestId('call-listening');
  await expect(mine.getByTestId('call-effect')).toHaveText('Nobody hears you');
  await expect(mine.getByTestId('call-state')).toContainText('talks');
  await expect(theirs.getByTestId('call-ears')).toContainText('listens in');
  await stage.expectAccessible();
  await lookEverywhere(ada.page, 'listening-board', info);

  await mine.getByTestId('call-mode-whisper').click();
  await expect(mine.getByTestId('call-effect')).toHaveText('Only your colleague hears you');
  await expect(theirs.getByTestId('call-ears')).toContainText('whispers to you');
  await mine.getByTestId('call-mode-barge').click();
  await expect(theirs.getByTestId('call-ears')).toContainText('talks with you both');
  await lookEverywhere(bo.page, 'listening-agent', info);
  await mine.getByTestId('call-leave').click();
  await expect(mine).toBeHidden();
  await expect(theirs.getByTestId('call-ears')).toBeHidden();
  await sam.callIs('accepted');

  await ada.page.goto('/inbox/all');
  await ada.opens('Sam');
  await ada.thread.getByTestId('call-listen-in').click();
  await expect(mine).toBeVisible();
  await theirs.getByTestId('call-hang-up').click();
  await expect(mine, 'it ends with the call').toBeHidden();
  await expect(ada.thread.getByTestId('call-listened')).toContainText('joined');
});
