// Files from customers: shown as what they are, once they are here, and never run.
import { join } from 'node:path';
import { expectAccessible } from '../support/axe';
import { png, wav } from '../support/files';
import { expect, test } from '../support/test';

test('a picture appears where its place was kept, and is looked at large', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('Look at this');
  await ada.opens('Mina Park');
  await stage.simulator.misbehave({ kind: 'slow_files', ms: 1500, next: 1 });
  await mina.sendsFile('image', 'image/png', png(640, 400), { caption: 'The box' });
  const media = ada.thread.getByTestId('media');
  await expect(media).toHaveAttribute('data-state', 'coming');
  await expect(media).toHaveAttribute('data-state', 'here');
  await expect(ada.page.getByAltText('The box')).toHaveJSProperty('naturalWidth', 640);
  await expect(ada.preview('Mina Park')).toContainText('The box');

  await mina.sendsFile('image', 'image/png', png(200, 500, [200, 90, 60]), { caption: 'And the side' });
  await expect(ada.page.getByAltText('And the side')).toHaveJSProperty('naturalHeight', 500);
  await ada.page.getByRole('button', { name: 'Look at: And the side' }).click();
  const lightbox = ada.page.getByTestId('lightbox');
  await expect(lightbox.getByAltText('And the side')).toBeVisible();
  await expect(lightbox.getByRole('button', { name: 'Next' })).toBeDisabled();
  await ada.page.keyboard.press('ArrowLeft');
  await expect(lightbox.getByAltText('The box')).toBeVisible();
  await ada.page.keyboard.press('r');
  await ada.page.keyboard.press('+');
  await expect(lightbox.getByAltText('The box')).toHaveCSS('transform', /matrix\(0, 1\.5, -1\.5, 0/);
  await expectAccessible(ada.page, 'the lightbox');
  await ada.page.keyboard.press('Escape');
  await expect(lightbox).toBeHidden();
  ada.expectNeverReloaded();
});

test('a voice message plays at three speeds, and a document is saved under its name', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('Listen');
  await ada.opens('Mina Park');
  await mina.sendsFile('audio', 'audio/ogg; codecs=opus', wav(3), { voice: 'true' });
  const sound = ada.thread.getByTestId('sound');
  await expect(sound.locator('rect')).toHaveCount(48);
  await expect(sound).toContainText('0:03');
  await sound.getByTestId('speed').click();
  await expect(sound.getByTestId('speed')).toHaveText('Speed 1.5×');
  await sound.getByTestId('play').click();
  await expect(sound).toHaveAttribute('data-playing', 'true');
  await expect(sound).toHaveAttribute('data-playing', 'false');

  await mina.sendsFile('document', 'application/pdf', Buffer.from('%PDF-1.7 a page'), { filename: '../../Rechnung März.pdf' });
  const document = ada.thread.getByTestId('document');
  await expect(document).toContainText('15 bytes');
  const [download] = await Promise.all([ada.page.waitForEvent('download'), document.click()]);
  expect(download.suggestedFilename()).toBe('Rechnung März.pdf');
});

test('what is hostile never runs, whatever it is called', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('Hello');
  await ada.opens('Mina Park');
  const script = '<script>document.title = "taken over"; fetch("/api/session")</script>';
  const hostile: [string, string, string][] = [
    ['image', 'image/png', `<html>${script}</html>`],
    ['image', 'image/jpeg', `<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "taken over"</script></svg>`],
    ['document', 'text/html', `<!DOCTYPE html>${script}`],
    ['document', 'application/pdf', `%PDF-1.7 ${script}`],
  ];
  for (const [kind, mime, text] of hostile) await mina.sendsFile(kind, mime, Buffer.from(text), { filename: 'page.html' });
  // A picture that is a page as well.
  await mina.sendsFile('image', 'image/png', Buffer.concat([png(80, 40), Buffer.from(script)]), { caption: 'Both' });
  await expect(ada.page.getByAltText('Both')).toHaveJSProperty('naturalWidth', 80);
  await expect(ada.thread.getByTestId('document')).toHaveCount(4);
  const links = await ada.thread.getByTestId('document').evaluateAll((all) => all.map((it) => (it as HTMLAnchorElement).href));
  links.push(await ada.page.getByAltText('Both').evaluate((it) => (it as HTMLImageElement).src));
  // Unwatched: the browser itself complains of everything that it keeps from running.
  const page = await (await ada.page.context().browser()!.newContext()).newPage();
  for (const link of links) {
    const answer = await page.request.get(link);
    expect(answer.headers()['content-security-policy']).toContain('sandbox');
    expect(answer.headers()['x-content-type-options']).toBe('nosniff');
    expect(answer.headers()['content-type']).toMatch(/^(application\/octet-stream|image\/png)$/);
    // Opened by itself it is saved, or shown as a picture.
    const saved = page.waitForEvent('download', { timeout: 3_000 }).catch(() => undefined);
    await page.goto(link).catch(() => undefined);
    await saved;
    expect(await page.title()).not.toBe('taken over');
  }
  await page.context().close();
  await expect(ada.page).toHaveTitle('Onevoice');
});

test('a file that can not be had says why, and is asked for again', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.sends('image', { id: '4711', mime_type: 'image/png', caption: 'Lost' });
  await ada.opens('Mina Park');
  await expect(ada.thread.getByTestId('media')).toHaveAttribute('data-state', 'missing');
  await ada.thread.getByTestId('fetch-again').click();
  await expect(ada.thread.getByTestId('media')).toHaveAttribute('data-state', 'missing');
});

test('files look well', async ({ stage }, info) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('Here is everything');
  await ada.opens('Mina Park');
  await mina.sendsFile('image', 'image/png', png(640, 400), { caption: 'It came with *this* dent, on the left side' });
  await mina.sendsFile('audio', 'audio/ogg; codecs=opus', wav(4), { voice: 'true' });
  await mina.sendsFile('document', 'application/pdf', Buffer.from('%PDF-1.7 a page'), { filename: 'A very long name of an invoice that goes on and on 2026-11.pdf' });
  await mina.sends('image', { id: '4711', mime_type: 'image/png' });
  await mina.sends('location', { latitude: 52.52, longitude: 13.405, name: 'The workshop in the yard', address: '14 Elm Street' });
  await expect(ada.thread.locator('[data-state=missing]')).toHaveCount(1);
  await expect(ada.thread.locator('rect')).toHaveCount(48);
  await expect(ada.thread.getByTestId('place')).toBeVisible();
  for (const [width, height] of [[1440, 900], [768, 1024], [360, 740]] as const) {
    await ada.page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await ada.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await ada.page.screenshot({ path: join(info.project.outputDir, 'looks', `media-${width}-${colorScheme}.png`) });
      expect.soft(await ada.overflow(), `pixels to the side at ${width}`).toBeLessThanOrEqual(0);
      await expectAccessible(ada.page, `files at ${width}, ${colorScheme}`);
    }
  }
});

test('a place is a card, and the map one click away', async ({ stage }) => {
  const ada = await stage.admin();
  await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const mina = await stage.customer('Mina Park');
  await mina.writes('Come here');
  await ada.opens('Mina Park');
  const asked: string[] = [];
  ada.page.on('request', (request) => asked.push(new URL(request.url()).hostname));
  await mina.sends('location', { latitude: 52.52, longitude: 13.405, name: 'The workshop', address: '14 Elm Street' });
  const place = ada.thread.getByTestId('place');
  await expect(place).toContainText('The workshop');
  await expect(place).toContainText('14 Elm Street');
  await expect(place.getByTestId('place-map')).toHaveAttribute('href', /openstreetmap\.org\/\?mlat=52\.52&mlon=13\.405/);
  await place.getByRole('button', { name: '52° 31′ 12″ N, 13° 24′ 18″ E' }).click();
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe('52.52, 13.405');
  expect(asked.filter((host) => host !== new URL(stage.server.url).hostname), 'nobody else is asked').toEqual([]);
});

test('files go to the customer: several, in order, with captions, and what can not go says why', async ({ stage }, info) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('Can I see it?');
  await ada.opens('Mina Park');
  const input = ada.page.getByTestId('attach-input');
  await input.setInputFiles([
    { name: 'front.png', mimeType: 'image/png', buffer: png(320, 200) },
    { name: 'price list.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 a page') },
    { name: 'setup.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
    { name: 'huge.png', mimeType: 'image/png', buffer: Buffer.concat([png(8, 8), Buffer.alloc(5 * 1024 * 1024)]) },
  ]);
  const tiles = ada.page.getByTestId('tile');
  await expect(tiles.nth(0)).toHaveAttribute('data-state', 'ready');
  await expect(tiles.nth(1)).toHaveAttribute('data-state', 'ready');
  await expect(tiles.nth(2)).toContainText('does not take files of this type');
  await expect(tiles.nth(3)).toContainText('up to 5 MB');
  await ada.page.getByLabel('Caption of front.png').fill('The front');
  for (const [width, height] of [[1440, 900], [360, 740]] as const) {
    await ada.page.setViewportSize({ width, height });
    await ada.page.screenshot({ path: join(info.project.outputDir, 'looks', `tray-${width}.png`) });
    expect.soft(await ada.overflow(), `pixels to the side at ${width}`).toBeLessThanOrEqual(0);
    await expectAccessible(ada.page, `the tray at ${width}`);
  }
  await ada.page.setViewportSize({ width: 1440, height: 900 });
  await expect(ada.page.getByTestId('send')).toBeDisabled();
  await ada.page.getByRole('button', { name: 'Take setup.exe away' }).click();
  await ada.page.getByRole('button', { name: 'Take huge.png away' }).click();
  await ada.page.getByRole('button', { name: 'Move price list.pdf forward' }).click();
  await ada.composer.fill('That is all of it');
  await ada.page.getByTestId('send').click();
  await expect(tiles).toHaveCount(0);
  await ada.expectTicks('That is all of it', 'delivered');
  const lines = (await mina.lines()).filter((line) => !line.mine);
  expect(lines.map((line) => line.kind)).toEqual(['document', 'image', 'text']);
  const phone = await stage.phone(mina);
  await expect(phone.page.getByAltText('The front')).toHaveJSProperty('naturalWidth', 320);
  await ada.expectTicks('The front', 'read');
  await expect(ada.page.getByAltText('The front')).toHaveJSProperty('naturalWidth', 320);

  // Pasted, as a screenshot is.
  await ada.composer.evaluate((area, bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], 'pasted.png', { type: 'image/png' }));
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, [...png(40, 40)]);
  await expect(tiles).toHaveAttribute('data-state', 'ready');
  await ada.composer.press('Enter');
  await expect(tiles).toHaveCount(0);
  await expect(ada.thread.getByTestId('media')).toHaveCount(3);
});
