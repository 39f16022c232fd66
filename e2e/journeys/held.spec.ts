// Messages that wait: taken back before they leave, and those that leave at the time that somebody chose.
import { png } from '../support/files';
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('an agent who wants to can take back for some seconds what was sent, by button or Z, and it is never sent', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const sam = await stage.customer('Sam');
  await sam.writes('Hello?');
  await ada.page.goto('/settings/sending');
  await ada.page.getByRole('radio', { name: 'For 10 seconds' }).check();
  await expect(ada.page.getByTestId('toast')).toContainText('Kept.');
  await lookEverywhere(ada.page, 'held-settings', info);
  await ada.page.goto('/inbox/all');
  await ada.expectConnected();
  await ada.opens('Sam');
  await ben.looksAt('all');
  await ben.opens('Sam');

  await ada.says('A word too much');
  const held = ada.thread.getByTestId('held');
  await expect(held).toContainText('Not sent yet');
  await expect(ben.thread.getByTestId('held')).toContainText('Ada Byron');
  await expect(ben.thread.getByTestId('undo-send')).toHaveCount(0);
  await ada.thread.getByTestId('undo-send').click();
  await expect(ada.composer).toHaveValue('A word too much');
  await expect(ada.composer).toBeFocused();
  await expect(held).toHaveCount(0);
  await expect(ben.thread.getByTestId('held')).toHaveCount(0);

  await ada.says('A better word');
  await expect(held).toBeVisible();
  await ada.thread.getByRole('log').focus();
  await ada.page.keyboard.press('z');
  await expect(ada.composer).toHaveValue('A better word');
  await expect(held).toHaveCount(0);

  // A server that dies meanwhile sends it once all the same.
  await ada.says('The best word');
  await expect(held).toBeVisible();
  await stage.restart();
  await ada.expectTicks('The best word', /sent|delivered|read/);
  expect(await sam.texts()).toEqual(['Hello?', 'The best word']);
  await expect(held).toHaveCount(0);
});

test('a message is scheduled, edited, stopped by the customer, sent at once, cancelled and taken up again', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const sam = await stage.customer('Sam');
  await sam.writes('When does it come?');
  await ada.opens('Sam');
  await ben.looksAt('all');
  await ben.opens('Sam');
  const waiting = ada.thread.getByTestId('scheduled');
  const later = async (text: string, when: string, unless = false) => {
    await ada.composer.fill(text);
    await ada.page.getByTestId('schedule').click();
    if (unless) await ada.page.getByTestId('schedule-unless').check();
    await ada.page.getByTestId('schedule-text').fill(when);
    await ada.page.getByTestId('schedule-submit').click();
    await expect(ada.composer).toHaveValue('');
  };

  await expect(ada.page.getByTestId('schedule')).toBeDisabled();
  await ada.composer.fill('It comes tomorrow');
  await ada.page.getByTestId('schedule').click();
  await ada.page.getByTestId('schedule-text').fill('in 3 hours');
  await expect(ada.page.getByTestId('schedule-note')).toContainText('Sent ');
  await lookEverywhere(ada.page, 'held-chooser', info);
  await ada.page.getByTestId('schedule-submit').click();
  await expect(waiting.getByTestId('scheduled-when')).toContainText('To be sent');
  await expect(ben.thread.getByTestId('scheduled')).toContainText('Ada Byron');

  // Back into the composer, and away again for longer than one may write freely.
  await waiting.getByTestId('scheduled-edit').click();
  await expect(ada.composer).toHaveValue('It comes tomorrow');
  await expect(waiting).toHaveCount(0);
  await later('It comes on Monday', 'in 30 hours');
  await expect(waiting).toContainText('Their 24 hours end before that');
  await later('Did you get it?', 'in 2 hours', true);
  await expect(waiting).toHaveCount(2);
  await expect(waiting.first()).toContainText('It stays here if the customer writes first');
  await lookEverywhere(ada.page, 'held-thread', info);

  await sam.writes('I have it');
  await expect(waiting.first()).toContainText('Not sent: the customer wrote first');
  await expect(waiting.last()).toContainText('The customer has written since');
  await waiting.first().getByTestId('scheduled-now').click();
  await ada.expectTicks('Did you get it?', /delivered|read/);

  // Cancelled by a colleague, who takes that back.
  await ben.thread.getByTestId('scheduled-cancel').click();
  await expect(waiting).toHaveCount(0);
  await ben.page.getByTestId('undo').click();
  await expect(waiting).toContainText('It comes on Monday');
  expect(await sam.texts()).toEqual(['When does it come?', 'I have it', 'Did you get it?']);
});

test('what is due after the window is over does not leave, says what to do, and tells who wrote it', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const [sam, zoe] = [await stage.customer('Sam'), await stage.customer('Zoë')];
  // Some seconds of the 24 hours are left.
  const end = new Date(Date.now() + 20_000);
  await sam.writes('A question', { at: new Date(end.getTime() - 24 * 3_600_000) });
  await zoe.writes('Another one');
  await ada.opens('Sam');
  await ada.composer.fill('An answer that comes too late');
  await ada.page.getByTestId('schedule').click();
  const due = await ada.page.evaluate((at) => {
    const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
    return local.toISOString().slice(0, 19);
  }, end.getTime() + 4_000);
  await ada.page.getByTestId('schedule-date').fill(due);
  await ada.page.getByTestId('schedule-picked').click();
  await expect(ada.thread.getByTestId('scheduled')).toContainText('Their 24 hours end before that');
  await ada.opens('Zoë');
  await expect(ada.page.getByTestId('mention-count')).toContainText('1', { timeout: 60_000 });
  await ada.page.getByTestId('mentions').click();
  await expect(ada.page.getByTestId('mention-entry')).toContainText('A scheduled message of yours was not sent');
  await ada.page.getByTestId('mention-entry').getByRole('link').click();
  await ada.expectTicks('An answer that comes too late', 'failed');
  await expect(ada.thread.locator('.trouble')).toContainText('Send a template');
  await lookEverywhere(ada.page, 'held-failed', info);
  expect(await sam.texts()).toEqual(['A question']);
});

test('files and templates are scheduled, edited, given another time, sent at once and cancelled', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const sam = await stage.customer('Sam');
  await sam.writes('Show me');
  await ada.opens('Sam');
  await ben.looksAt('all');
  await ben.opens('Sam');
  const waiting = ada.thread.getByTestId('scheduled');
  const tile = ada.page.getByTestId('tile');
  const choose = async (when: string) => {
    await ada.page.getByTestId('schedule-text').fill(when);
    await ada.page.getByTestId('schedule-submit').click();
  };
  await ada.page.getByTestId('attach-input').setInputFiles({ name: 'front.png', mimeType: 'image/png', buffer: png(320, 200) });
  await expect(tile).toHaveAttribute('data-state', 'ready');
  await tile.getByRole('textbox').fill('The front');
  await ada.composer.fill('And some words');
  await ada.page.getByTestId('schedule').click();
  await choose('in 3 hours');
  await expect(waiting).toHaveCount(2);
  await expect(waiting.first()).toContainText('The front');
  await expect(waiting.last()).toContainText('And some words');
  await expect(ben.thread.getByTestId('scheduled').first().getByRole('img', { name: 'image' })).toHaveJSProperty('naturalWidth', 320);

  // Back into the composer with its caption, and away again.
  await waiting.first().getByTestId('scheduled-edit').click();
  await expect(tile).toHaveAttribute('data-state', 'ready');
  await expect(waiting).toHaveCount(1);
  await tile.getByRole('textbox').fill('From the front');
  await ada.page.getByTestId('schedule').click();
  await choose('in 5 hours');
  await expect(waiting).toHaveCount(2);
  await expect(waiting.last()).toContainText('From the front');
  await waiting.last().getByTestId('scheduled-move').click();
  await choose('in 2 hours');
  await expect(waiting.first()).toContainText('From the front');

  // A template may go when the 24 hours are over.
  await ada.page.getByTestId('templates').click();
  await ada.page.getByTestId('template-search').fill('appointment');
  await ada.page.getByRole('dialog').getByTestId('template-card').first().click();
  for (const field of await ada.page.locator('[data-testid^="slot-"]').all()) await field.fill('7');
  await ada.page.getByTestId('template-later').click();
  await choose('in 30 hours');
  await expect(ada.page.getByTestId('template-later')).toBeHidden();
  await expect(waiting).toHaveCount(3);
  await expect(waiting.last()).toContainText('Template');
  await expect(waiting.last()).not.toContainText('Their 24 hours end');
  await lookEverywhere(ada.page, 'held-files', info);
  await ben.thread.getByTestId('scheduled').first().getByTestId('scheduled-now').click();
  await expect.poll(async () => (await sam.lines()).map((it) => it.kind)).toEqual(['text', 'image']);
  await waiting.last().getByTestId('scheduled-cancel').click();
  await waiting.last().getByTestId('scheduled-sure').click();
  await expect(waiting).toHaveCount(1);
  ada.expectNeverReloaded();
});
