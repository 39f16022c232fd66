// A voice message: recorded in the browser, heard once more, and sent as a real one.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('a voice is recorded, heard, and sent as WhatsApp takes it', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('Can you explain that?');
  await ada.opens('Mina Park');
  const { page } = ada;
  await page.context().grantPermissions(['microphone']);

  await page.getByTestId('record').click();
  await expect(page.getByTestId('recording')).toBeVisible();
  await expect(page.getByTestId('record-time')).toHaveText('0:01');
  await expect(page.locator('.recording-shape > i').nth(8)).toBeVisible();
  await page.getByTestId('record-pause').click();
  await expect(page.getByTestId('recording')).toHaveAttribute('data-paused', 'true');
  await page.getByTestId('record-discard').click();
  await expect(page.getByTestId('recording')).toBeHidden();
  await expect(page.getByTestId('tile')).toHaveCount(0);

  await page.getByTestId('record').click();
  await expect(page.getByTestId('record-time')).toHaveText('0:03');
  await page.getByTestId('record-done').click();
  const tile = page.getByTestId('tile');
  await expect(tile).toHaveAttribute('data-state', 'ready');
  await expect(tile.getByTestId('sound')).toBeVisible();
  await page.getByTestId('send').click();
  await expect(tile).toHaveCount(0);

  const sound = ada.thread.getByTestId('bubble').getByTestId('sound');
  await expect(sound).toHaveClass(/voice/);
  const length = () => sound.locator('audio').evaluate((it) => (it as HTMLAudioElement).duration);
  await expect.poll(length, 'how long it plays, in seconds').toBeGreaterThan(0.5);
  expect(await length()).toBeLessThan(8);
  await expect.poll(async () => (await mina.lines()).at(-1)?.kind).toBe('audio');
  const sent = (await mina.lines()).at(-1)?.body as { voice?: boolean };
  expect(sent.voice).toBe(true);
  const first = await sound.locator('audio').evaluate(async (it) => {
    const bytes = await (await fetch((it as HTMLAudioElement).src)).arrayBuffer();
    return new TextDecoder('latin1').decode(bytes.slice(0, 36));
  });
  expect(first).toMatch(/^OggS.*OpusHead/s);

  // A browser that plays no Ogg gets the same voice in another packing.
  await page.addInitScript(() => {
    const plays = HTMLMediaElement.prototype.canPlayType;
    HTMLMediaElement.prototype.canPlayType = function (kind) {
      return kind.startsWith('audio/ogg') ? '' : plays.call(this, kind);
    };
  });
  await page.reload();
  await expect(sound.locator('audio')).toHaveAttribute('src', /&packed=caf$/);
  const packed = await sound.locator('audio').evaluate(async (it) => {
    const part = await fetch((it as HTMLAudioElement).src, { headers: { Range: 'bytes=0-35' } });
    return [part.status, part.headers.get('content-type'), new TextDecoder('latin1').decode(await part.arrayBuffer())];
  });
  expect(packed).toEqual([206, 'audio/x-caf', expect.stringMatching(/^caff.*desc.*opus/s)]);
});

test('another microphone is chosen, and listened to from then on', async ({ stage }, info) => {
  const ada = await stage.admin();
  await (await stage.customer('Mina Park')).writes('Can you explain that?');
  await ada.opens('Mina Park');
  const { page } = ada;
  await page.context().grantPermissions(['microphone']);
  await page.getByTestId('record').click();
  await page.getByTestId('microphones').click();
  const all = page.getByRole('menuitemradio');
  await expect(all.nth(1)).toBeVisible();
  await lookEverywhere(page, 'microphones', info);
  await expect(page.getByRole('menuitemradio', { checked: true })).toHaveCount(1);
  const other = (await all.evaluateAll((it) => it.filter((one) => one.ariaChecked === 'false').map((one) => one.textContent)))[0] ?? '';
  await page.getByRole('menuitemradio', { name: other, exact: true }).click();
  await expect(page.getByTestId('record-time')).toHaveText('0:01');
  await page.getByTestId('microphones').click();
  await expect(page.getByRole('menuitemradio', { checked: true })).toHaveText(other);
  await page.keyboard.press('Escape');
  await page.getByTestId('record-discard').click();
  await page.getByTestId('record').click();
  await page.getByTestId('microphones').click();
  await expect(page.getByRole('menuitemradio', { checked: true }), 'the next time too').toHaveText(other);
  await page.keyboard.press('Escape');
  await page.getByTestId('record-discard').click();
});

test('without a microphone it says why', async ({ stage }) => {
  const ada = await stage.admin();
  await (await stage.customer('Mina Park')).writes('Hello');
  await ada.opens('Mina Park');
  await ada.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotFoundError'));
  });
  await ada.page.getByTestId('record').click();
  await expect(ada.page.getByTestId('toast')).toContainText('No microphone was found.');
  await expect(ada.page.getByTestId('record')).toBeEnabled();
});
