// Recording calls: set up for a number, told before, seen while it goes on, and heard later with both speakers.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

const TONE = 440;

test('a recorded call is announced, and heard later with both speakers by who may', async ({ stage }, info) => {
  test.slow();
  const ada = await stage.admin();
  const sam = await stage.customer('Sam');
  await sam.writes('Can we talk?');
  const { page } = ada;
  await page.context().grantPermissions(['microphone']);
  await page.goto('/settings/numbers');
  await page.getByTestId('number-record').click();
  await page.getByLabel('Recorded', { exact: false }).last().check();
  await page.getByTestId('announcement-speak').click();
  await expect(page.getByRole('timer')).toHaveText('0:02');
  await page.getByTestId('announcement-done').click();
  await expect(page.getByTestId('announcement')).toContainText('Spoken just now');
  await page.getByTestId('recording-days').fill('30');
  await stage.expectAccessible();
  await lookEverywhere(page, 'recording-settings', info);
  await page.getByTestId('number-submit').click();
  await expect(page.getByTestId('number')).toContainText('Calls are recorded');

  await page.goto('/inbox/all');
  await ada.opens('Sam');
  await sam.calls({ tone: TONE });
  await page.getByTestId('ring-answer').click();
  const dock = page.getByTestId('call-dock');
  await expect(dock.getByTestId('call-recording-now')).toHaveText('Recording');
  await expect(dock.getByTestId('call-state')).toHaveText(/^0:(0[5-9]|[1-5]\d)$/, { timeout: 20_000 });
  await stage.expectAccessible();
  await lookEverywhere(page, 'recording-dock', info);
  await dock.getByTestId('call-hang-up').click();

  const recording = ada.thread.getByTestId('call-recording');
  await recording.getByTestId('call-listen').click();
  const audio = recording.locator('audio');
  await expect(audio).toHaveAttribute('src', /^\/files\//);
  await expect.poll(() => audio.evaluate((it: HTMLAudioElement) => it.currentTime)).toBeGreaterThan(0);
  await stage.expectAccessible();
  await lookEverywhere(page, 'recording-thread', info);
  const heard = await audio.evaluate(async (it: HTMLAudioElement) => {
    const bytes = await (await fetch(it.src)).arrayBuffer();
    const sound = await new OfflineAudioContext(2, 1, 48_000).decodeAudioData(bytes);
    const loud = (samples: Float32Array) => Math.max(...Array.from({ length: 100 }, (_, part) => {
      const step = Math.floor(samples.length / 100);
      return Math.hypot(...samples.subarray(part * step, (part + 1) * step)) / Math.sqrt(step);
    }));
    const turn = (2 * Math.PI * 440) / sound.sampleRate;
    const tone = (samples: Float32Array) => {
      const [sine, cosine] = samples.reduce(([a = 0, b = 0], it, at) => [a + it * Math.sin(turn * at), b + it * Math.cos(turn * at)], [0, 0]);
      return (2 * Math.hypot(sine ?? 0, cosine ?? 0)) / samples.length;
    };
    const last = (channel: number) => sound.getChannelData(channel).slice(-2 * sound.sampleRate, -sound.sampleRate);
    return { channels: sound.numberOfChannels, left: tone(last(0)), right: tone(last(1)), us: loud(sound.getChannelData(1)) };
  });
  expect(heard.channels).toBe(2);
  expect(heard.left, 'the customer’s tone at the left').toBeGreaterThan(0.02);
  expect(heard.right, 'and not at the right').toBeLessThan(heard.left / 4);
  expect(heard.us, 'us at the right').toBeGreaterThan(0.005);

  const bo = await stage.colleague('Bo');
  await bo.page.goto('/inbox/all');
  await bo.opens('Sam');
  await expect(bo.thread.getByTestId('call-recorded')).toContainText('Recorded');
  await expect(bo.thread.getByTestId('call-listen')).toHaveCount(0);
});
