// What one does with a message: its menu by pointer, keys and a long touch; emojis on it; all that is known of it.
import { png } from '../support/files';
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('an agent answers, copies and links a message, and looks at all that is known of it', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all', permissions: ['clipboard-read', 'clipboard-write'] });
  const sam = await stage.customer('Sam');
  await sam.writes('Do you have it in blue?');
  await ada.opens('Sam');
  await ada.says('In blue and in green');
  await ada.expectTicks('In blue and in green', /delivered|read/);
  const menu = ada.page.getByRole('menu', { name: 'About this message' });
  const clipboard = () => ada.page.evaluate(() => navigator.clipboard.readText());

  // The right button.
  await ada.bubble('Do you have it in blue?').click({ button: 'right' });
  await expect(menu).toBeVisible();
  await lookEverywhere(ada.page, 'message-menu', info);
  await ada.page.getByTestId('message-reply').click();
  await expect(ada.thread.locator('.reply-to')).toContainText('Do you have it in blue?');
  await ada.page.getByRole('button', { name: "Don't reply to it" }).click();

  // The button beside it.
  await ada.bubble('Do you have it in blue?').hover();
  await ada.thread.getByRole('listitem').filter({ has: ada.bubble('Do you have it in blue?') }).getByTestId('message-more').click();
  await ada.page.getByTestId('message-copy').click();
  await expect.poll(clipboard).toBe('Do you have it in blue?');

  // Keys alone: the latest message.
  await ada.thread.getByRole('log').focus();
  await ada.page.keyboard.press('.');
  await expect(menu).toBeVisible();
  await expect(menu.locator(':focus')).toHaveCount(1);
  await ada.page.keyboard.press('End');
  await expect(menu.getByTestId('message-details')).toBeFocused();
  await ada.page.keyboard.press('Enter');
  const details = ada.page.getByTestId('details');
  await expect(details.getByTestId('details-steps')).toContainText('Delivered');
  await expect(details.getByTestId('details-price')).toHaveText('As service, not charged (free customer service)');
  await expect(details.getByTestId('details-wamid')).toHaveText(/^wamid\./);
  await lookEverywhere(ada.page, 'message-details', info);
  await ada.page.keyboard.press('Escape');
  await expect(details).toHaveCount(0);

  // The link opens the thread at the message.
  await ada.page.keyboard.press('.');
  await ada.page.getByTestId('message-link').click();
  await expect.poll(clipboard).toContain('?message=');
  await ada.page.goto(await clipboard());
  await expect(ada.bubble('In blue and in green')).toHaveClass(/jumped-to/);

  // What was refused says so to whoever has to ask Meta.
  await stage.simulator.misbehave({ kind: 'refuse_sends', code: 131026, next: 1 });
  await ada.says('Are you there?');
  await ada.expectTicks('Are you there?', 'failed');
  await ada.bubble('Are you there?').click({ button: 'right' });
  await ada.page.getByTestId('message-details').click();
  await expect(details.getByTestId('details-failure')).toContainText('131026');
  await expect(details.getByTestId('details-trace')).not.toBeEmpty();
  await lookEverywhere(ada.page, 'message-details-failed', info);
});

test('agents react with emojis, which the customer gets and colleagues see at once with whose they are', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const sam = await stage.customer('Sam');
  await sam.writes('It came today, thank you!');
  await ada.opens('Sam');
  await ben.looksAt('all');
  await ben.opens('Sam');
  const react = async (who: typeof ada, emoji: string) => {
    await who.bubble('It came today, thank you!').click({ button: 'right' });
    await who.page.locator(`[data-testid=react][data-emoji="${emoji}"]`).click();
  };
  const customers = async () => (await sam.lines()).filter((line) => line.kind === 'reaction').map((line) => (line.body as { emoji?: string }).emoji);

  await react(ada, '❤️');
  await expect(ada.thread.getByTestId('my-reaction')).toHaveText('❤️');
  await expect(ben.thread.getByTestId('my-reaction')).toHaveText('❤️Ada Byron');
  await expect.poll(customers).toEqual(['❤️']);
  await lookEverywhere(ben.page, 'message-reaction', info);

  await react(ben, '🙏');
  await expect(ada.thread.getByTestId('my-reaction')).toHaveText('🙏Ben Okri');
  await expect.poll(customers).toEqual(['❤️', '🙏']);

  await ben.thread.getByTestId('my-reaction').click();
  await expect(ada.thread.getByTestId('my-reaction')).toHaveCount(0);
  await expect.poll(customers).toEqual(['❤️', '🙏', '']);

  // One that fails says so, with words, and can be tried again.
  await stage.simulator.misbehave({ kind: 'fail_later', code: 131026, next: 1 });
  await react(ada, '👍');
  await expect(ada.thread.locator('.trouble')).toContainText('WhatsApp 131026');
  await expect(ada.thread.getByTestId('my-reaction')).toHaveCount(0);
  await ada.thread.getByTestId('retry').click();
  await expect(ada.thread.getByTestId('my-reaction')).toHaveText('👍');

  // The customer's own stand at their message too.
  await ada.says('With pleasure');
  await ada.expectTicks('With pleasure', /delivered|read/);
  const ours = (await sam.lines()).findLast((line) => line.kind === 'text');
  await sam.sends('reaction', { message_id: ours?.wamid, emoji: '😂' });
  const line = ada.thread.getByRole('listitem').filter({ has: ada.bubble('With pleasure') });
  await expect(line.getByRole('img', { name: 'Sam reacted with 😂' })).toBeVisible();
});

test('a long touch opens the menu of a message', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all', viewport: { width: 360, height: 740 }, hasTouch: true });
  await (await stage.customer('Sam')).writes('Hello?');
  await ada.opens('Sam');
  const bubble = ada.bubble('Hello?');
  const box = await bubble.boundingBox();
  const at = { clientX: (box?.x ?? 0) + 20, clientY: (box?.y ?? 0) + 10, identifier: 1 };
  await bubble.evaluate((it, at) => {
    const touch = new Touch({ ...at, target: it });
    it.dispatchEvent(new TouchEvent('touchstart', { touches: [touch], bubbles: true }));
  }, at);
  await expect(ada.page.getByRole('menu', { name: 'About this message' })).toBeVisible();
});

test('an agent forwards a message to another customer, and to a colleague with a link to it', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const [sam, zoe, old] = [await stage.customer('Sam'), await stage.customer('Zoë'), await stage.customer('Otto')];
  await old.writes('Long ago', { at: new Date(Date.now() - 30 * 3_600_000) });
  await zoe.writes('What is the code of the door?');
  await sam.sendsFile('image', 'image/png', png(120, 90), { caption: 'The plan' });
  await sam.writes('The code is 42');
  await ada.opens('Sam');
  const forward = async (bubble: ReturnType<typeof ada.bubble>) => {
    await bubble.click({ button: 'right' });
    await ada.page.getByTestId('message-forward').click();
    await expect(ada.page.getByTestId('forward-search')).toBeFocused();
  };
  const to = (name: string) => ada.page.getByTestId('forward-to').filter({ hasText: name });

  // To another customer, found by name.
  await forward(ada.bubble('The code is 42'));
  await expect(to('Otto').getByRole('radio')).toBeDisabled();
  await expect(ada.page.getByTestId('forward-submit')).toBeDisabled();
  await lookEverywhere(ada.page, 'message-forward', info);
  await ada.page.getByTestId('forward-search').fill('zo');
  await expect(to('Otto')).toHaveCount(0);
  await to('Zoë').click();
  await ada.page.getByTestId('forward-submit').click();
  await expect(ada.page.getByTestId('toast')).toContainText('Forwarded to Zoë');
  await expect.poll(() => zoe.texts()).toEqual(['What is the code of the door?', 'The code is 42']);

  // A file goes from where it is kept.
  await forward(ada.thread.getByTestId('bubble').filter({ hasText: 'The plan' }));
  await to('Zoë').click();
  await ada.page.getByTestId('forward-submit').click();
  await expect.poll(() => zoe.texts()).toEqual(['What is the code of the door?', 'The code is 42', 'image']);

  // To a colleague, who is told live and comes to the message.
  await forward(ada.bubble('The code is 42'));
  await to('Ben Okri').click();
  await ada.page.getByTestId('forward-words').fill('Please change it');
  await lookEverywhere(ada.page, 'message-forward-colleague', info);
  await ada.page.getByTestId('forward-submit').click();
  await expect(ben.page.getByTestId('mention-count')).toContainText('1');
  await ben.page.getByTestId('mentions').click();
  await ben.page.getByTestId('mention-entry').getByRole('link').click();
  const note = ben.thread.getByTestId('note');
  await expect(note).toContainText('Please change it');
  await expect(note.getByRole('link')).toHaveAttribute('href', /\/inbox\/all\/.*\?message=/);
  expect(await zoe.texts()).not.toContain('Please change it');
});
