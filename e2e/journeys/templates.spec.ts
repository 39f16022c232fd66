// Templates: chosen and filled in where the window is closed and where it is open, with the phone beside the form. And what
// the customer answers by pressing it.
import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { png } from '../support/files';
import { expect, test } from '../support/test';

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);

/** Pictures of a page in three widths, light and dark, for people to look at. */
async function look(page: Page, name: string, info: TestInfo): Promise<void> {
  const before = page.viewportSize();
  for (const [width, height] of [[1440, 900], [768, 1024], [360, 740]] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(info.project.outputDir, 'looks', `${name}-${width}-${colorScheme}.png`) });
      await expectAccessible(page, `${name} ${width} ${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

test('when the window is closed, a template still arrives', async ({ stage }, info) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('A question of yesterday', { at: ago(25) });
  await ada.opens('Mina Park');
  const closed = ada.page.getByTestId('window-closed');
  await expect(closed).toContainText('a template still arrives');
  await expect(ada.page.getByTestId('template-card')).toHaveCount(3);
  await look(ada.page, 'window-closed-cards', info);

  await ada.page.keyboard.press('t');
  await expect(ada.page.getByTestId('template-search')).toBeFocused();
  await expect(ada.page.getByRole('dialog').getByTestId('template-card')).toHaveCount(6);
  await look(ada.page, 'template-picker', info);
  // What WhatsApp does not want says why, for whoever has to make it anew.
  await stage.simulator.ask('POST', 'templates/1004', { event: 'REJECTED', reason: 'PROMOTIONAL' });
  await expect(ada.page.getByRole('dialog').getByTestId('template-card')).toHaveCount(5);
  await ada.page.getByTestId('template-all').check();
  await expect(ada.page.getByRole('dialog').getByTestId('template-off').filter({ hasText: 'PROMOTIONAL' })).toContainText('Submit it as marketing');
  await look(ada.page, 'template-rejected', info);
  await ada.page.getByTestId('template-all').uncheck();
  await stage.simulator.ask('POST', 'templates/1004', { event: 'APPROVED' });
  await expect(ada.page.getByRole('dialog').getByTestId('template-card')).toHaveCount(6);
  await ada.page.getByTestId('template-search').fill('order way');
  const cards = ada.page.getByRole('dialog').getByTestId('template-card');
  await expect(cards).toHaveCount(2);
  await ada.page.getByTestId('template-language').selectOption('en_US');
  await expect(cards).toHaveCount(1);
  await expect(cards.first()).toContainText('en_US');
  await cards.first().click();

  const [missing, send, preview] = ['template-missing', 'template-send', 'template-preview'].map((id) => ada.page.getByTestId(id));
  await expect(missing!).toHaveText('Text {{1}} is missing. And 3 more.');
  await expect(send!).toBeDisabled();
  await ada.page.getByTestId('slot-body.1').pressSequentially('Mi');
  await expect(preview!).toContainText('Hi Mi, your order {{2}}');
  await ada.page.getByTestId('slot-body.1').fill('Mina');
  await ada.page.getByTestId('slot-body.2').fill('#1042');
  await ada.page.getByTestId('slot-body.3').fill('Friday');
  await expect(missing!).toHaveText('End of the link of “Track order” is missing.');
  await look(ada.page, 'template-form', info);
  await ada.page.getByTestId('slot-button.0').fill('1042');
  await expect(missing!).toHaveText('');
  await send!.click();

  const text = 'Hi Mina, your order #1042 is on its way and should arrive on Friday.';
  await ada.expectTicks(text, 'delivered');
  await expect(ada.bubble(text).getByTestId('phone-button')).toHaveText('Track order');
  expect((await mina.lines()).at(-1)!.kind).toBe('template');
  await ada.page.keyboard.press('t');
  await expect(ada.page.getByRole('dialog').getByTestId('template-card').first()).toContainText('Order on its way');
  ada.expectNeverReloaded();
});

test('a template with a picture and a code goes out in an open chat, and one that is paused is not offered', async ({ stage }, info) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('Hello');
  await ada.opens('Mina Park');
  await expect(ada.page.getByTestId('window-left')).toHaveText(/^(24 h|23 h 59 min) left$/);
  await ada.page.getByTestId('templates').click();
  const cards = ada.page.getByRole('dialog').getByTestId('template-card');
  await expect(cards).toHaveCount(6);
  await expect(cards.filter({ hasText: 'Autumn sale' })).toHaveCount(0);
  await stage.simulator.ask('POST', 'templates/1004', { event: 'PAUSED' });
  await expect(cards.filter({ hasText: 'Follow up' })).toHaveCount(0);
  await stage.simulator.ask('POST', 'templates/1004', { event: 'APPROVED' });
  await expect(cards.filter({ hasText: 'Follow up' })).toHaveCount(1);

  await cards.filter({ hasText: 'Spring offer' }).click();
  await expect(ada.page.getByTestId('template-missing')).toContainText('Header image is missing');
  const file = ada.page.getByTestId('slot-header.file');
  await file.setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
  await expect(ada.page.getByText('This template takes a picture above its text, and this file is a document.')).toBeVisible();
  await file.setInputFiles({ name: 'spring.png', mimeType: 'image/png', buffer: png(600, 300, [120, 180, 90]) });
  for (const [slot, value] of [['body.1', 'Mina'], ['body.2', '20%'], ['button.0', 'SPRING20'], ['button.1', 'spring']] as const) {
    await ada.page.getByTestId(`slot-${slot}`).fill(value);
  }
  await look(ada.page, 'template-picture', info);
  await ada.page.getByTestId('template-send').click();
  const text = 'Hi Mina, our spring offer is here: 20% off until Sunday.';
  await ada.expectTicks(text, 'delivered');
  await expect(ada.bubble(text).getByTestId('media')).toHaveAttribute('data-state', 'here');
  await look(ada.page, 'template-sent', info);
});

test('buttons, a list and a link are put together, and what the customer presses answers them', async ({ stage }, info) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('When can you come?');
  await ada.opens('Mina Park');
  await ada.page.keyboard.press('t');
  await ada.page.getByTestId('build-buttons').click();
  await expect(ada.page.getByTestId('build-missing')).toHaveText('The text is missing.');
  await ada.page.getByTestId('build-body').fill('Which day suits you?');
  await ada.page.getByTestId('build-button-0').fill('Thursday');
  await ada.page.getByTestId('build-button-1').fill('Thursday');
  await expect(ada.page.getByTestId('build-missing')).toHaveText('Button 2 says the same as another button.');
  await ada.page.getByTestId('build-button-1').fill('Friday');
  await expect(ada.page.getByTestId('build-preview').getByTestId('phone-button')).toHaveText(['Thursday', 'Friday']);
  await look(ada.page, 'build-buttons', info);
  await ada.page.getByTestId('build-send').click();
  await ada.expectTicks('Which day suits you?', 'delivered');

  const asked = (await mina.lines()).at(-1)!;
  expect(asked.kind).toBe('interactive');
  await mina.sends('interactive', { type: 'button_reply', button_reply: { id: 'button 1', title: 'Friday' } });
  await expect(ada.thread.getByTestId('bubble').last()).toContainText('Friday');

  await ada.page.keyboard.press('t');
  await ada.page.getByTestId('build-list').click();
  await ada.page.getByTestId('build-body').fill('And at what time?');
  await ada.page.getByTestId('build-row-0-0').fill('Morning');
  await ada.page.getByTestId('build-about-0-0').fill('9 to 12');
  await ada.page.getByTestId('build-row-0-1').fill('Afternoon');
  await ada.page.getByTestId('build-add-row-0').click();
  await expect(ada.page.getByTestId('build-row-0-0')).toHaveValue('Morning');
  await look(ada.page, 'build-list', info);
  await ada.page.getByTestId('build-send').click();
  await ada.expectTicks('And at what time?', 'delivered');
  await look(ada.page, 'interactive-sent', info);
});
