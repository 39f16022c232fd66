// Calls: what rings is answered on any page, the dock goes along, and the thread tells what became of it.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';
import type { Agent } from '../support/agent';

/** What the browser's pretended microphone plays is heard as something that is not this. */
const TONE = 440;

async function mayListen(agent: Agent): Promise<void> {
  await agent.page.context().grantPermissions(['microphone']);
}

test('a call rings on every page, is answered, muted, held and hung up, and its line tells', async ({ stage }, info) => {
  const ada = await stage.admin();
  const sam = await stage.customer('Sam');
  await sam.writes('Can we talk?');
  await mayListen(ada);
  const { page } = ada;
  await ada.opens('Sam');
  await page.goto('/settings');

  await sam.calls({ tone: TONE });
  const card = page.getByTestId('ring-card');
  await expect(card).toBeVisible();
  await expect(card.getByTestId('ring-name')).toHaveText('Sam');
  await expect(card).toContainText('Can we talk?');
  await expect(page).toHaveTitle(/^Sam is calling/);
  await stage.expectAccessible();
  await lookEverywhere(page, 'call-rings', info);
  await card.getByTestId('ring-answer').click();
  await expect(card).toBeHidden();
  const dock = page.getByTestId('call-dock');
  await expect(dock.getByTestId('call-state')).toHaveText(/^\d:\d\d$/);
  await expect(page).toHaveTitle('Onevoice');
  await sam.callIs('accepted');
  await expect(dock.getByTestId('call-quality')).toHaveText('Good connection');
  await stage.expectAccessible();
  await lookEverywhere(page, 'call-dock', info);

  await dock.getByTestId('call-name').click();
  await expect(page.getByTestId('thread-name')).toHaveText('Sam');
  await expect(dock, 'it goes along').toBeVisible();
  await expect(ada.row('Sam').getByTestId('row-call')).toBeVisible();
  await expect(ada.thread.getByTestId('call')).toContainText('is talking');

  await dock.getByTestId('call-mute').click();
  await expect(dock.getByTestId('call-mute')).toHaveAttribute('aria-pressed', 'true');
  await expect(dock).toContainText('You are muted');
  await dock.getByTestId('call-mute').click();
  await dock.getByTestId('call-hold').click();
  await expect(dock.getByTestId('call-state')).toHaveText(/^On hold/);
  await sam.hearsMusic(TONE);
  await dock.getByTestId('call-hold').click();
  await expect(dock.getByTestId('call-state')).toHaveText(/^\d:\d\d$/);

  await dock.getByTestId('call-keys').click();
  await page.getByTestId('call-key-1').click();
  await page.keyboard.press('2');
  await page.keyboard.press('#');
  await expect(page.getByTestId('call-pressed')).toHaveText('12#');
  await expect.poll(async () => (await sam.call()).heard.digits).toBe('12#');
  await page.keyboard.press('Escape');

  await dock.getByTestId('call-note').click();
  await dock.getByTestId('call-note-text').fill('Wants it on Friday');
  await lookEverywhere(page, 'call-note', info);
  await page.keyboard.press('Enter');
  await expect(dock.getByTestId('call-note-text')).toHaveValue('');
  await expect(ada.thread.getByTestId('note')).toContainText('Wants it on Friday');
  await dock.getByTestId('call-note-text').fill('And was kind');

  await dock.getByTestId('call-hang-up').click();
  await expect(dock).toBeHidden();
  await page.getByTestId('mode-note').click();
  await expect(page.getByTestId('note-text'), 'what was begun in the call is not lost').toHaveValue('And was kind');
  await page.getByTestId('mode-reply').click();
  await sam.callIs('ended');
  await expect(ada.thread.getByTestId('call-words')).toHaveText(/^Incoming call · .+ · \d:\d\d$/);
  await expect(ada.row('Sam').getByTestId('row-call')).toHaveCount(0);
});

test('after the tab was loaded anew the call goes on by itself', async ({ stage }) => {
  const ada = await stage.admin();
  const sam = await stage.customer('Sam');
  await sam.writes('Can we talk?');
  await mayListen(ada);
  await ada.opens('Sam');
  await sam.calls({ tone: TONE });
  await ada.page.getByTestId('ring-answer').click();
  const state = ada.page.getByTestId('call-state');
  await expect(state).toHaveText(/^\d:\d\d$/);
  await ada.page.reload();
  await expect(state).toHaveText(/^\d:\d\d$/);
  await sam.callIs('accepted');
  await sam.hangsUp();
  await expect(ada.page.getByTestId('call-dock')).toBeHidden();
});

test('a declined call is missed, says so, and is called back where the customer allows it', async ({ stage }, info) => {
  const ada = await stage.admin();
  const sam = await stage.customer('Sam');
  await sam.writes('Can we talk?');
  await mayListen(ada);
  await ada.opens('Sam');
  const { page } = ada;
  await sam.calls({ tone: TONE });
  await page.getByTestId('ring-decline').click();
  await expect(page.getByTestId('ring-card')).toBeHidden();
  await expect(ada.thread.getByTestId('call-words'), 'somebody else might answer').toHaveText('The customer is calling');
  await sam.hangsUp();
  await expect(ada.thread.getByTestId('call-words')).toHaveText('Missed call');
  await expect(ada.row('Sam').getByTestId('row-missed-call')).toBeVisible();
  await expect(page.getByTestId('count-missed')).toHaveText('1');
  await page.getByTestId('tab-missed').click();
  await expect(ada.row('Sam')).toBeVisible();
  await lookEverywhere(page, 'call-missed', info);

  await page.getByTestId('call-back').click();
  await expect(page.getByTestId('call-ask')).toBeVisible();
  await lookEverywhere(page, 'call-ask', info);
  await page.getByTestId('call-ask').click();
  await expect(page.getByTestId('call-ask')).toBeHidden();
  await expect.poll(async () => (await sam.lines()).at(-1)?.kind).toBe('interactive');
  await sam.allowsCalls();

  await page.getByTestId('call-back').click();
  await expect(page.getByTestId('call-state'), 'one press is enough').toHaveText('Ringing…');
  await expect(page.getByTestId('count-missed')).toHaveText('0');
  await sam.declines();
  await expect(ada.thread.getByTestId('call-words').last()).toHaveText('Outgoing call · declined');

  await page.getByTestId('call-customer').click();
  await page.getByTestId('call-dial').click();
  await expect(page.getByTestId('call-state')).toHaveText('Ringing…');
  await sam.answers();
  await expect(page.getByTestId('call-state')).toHaveText(/^\d:\d\d$/);
  await sam.hangsUp();
  await expect(page.getByTestId('call-dock')).toBeHidden();
  await expect(ada.thread.getByTestId('call-words').last()).toHaveText(/^Outgoing call · .+ · \d:\d\d$/);
});

test('who calls in vain is told what the settings say', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/settings/numbers' });
  const { page } = ada;
  const sam = await stage.customer('Sam');
  const sorry = 'Sorry, nobody could take your call. We call you back today.';
  await page.getByTestId('number-change').click();
  await page.getByTestId('number-on-missed').fill(sorry);
  await lookEverywhere(page, 'on-missed', info);
  await page.getByTestId('number-submit').click();
  await expect(page.getByTestId('number-submit')).toBeHidden();
  await sam.writes('Can we talk?');
  await mayListen(ada);
  await page.goto('/inbox/all');
  await ada.opens('Sam');
  await sam.calls({ tone: TONE });
  await expect(page.getByTestId('ring-card')).toBeVisible();
  await sam.hangsUp();
  await expect(ada.thread.getByTestId('call-words')).toHaveText('Missed call');
  await expect(ada.bubble(sorry)).toContainText('Sent automatically');
  await expect.poll(async () => await sam.texts()).toContain(sorry);
  await expect(ada.row('Sam').getByTestId('row-missed-call'), 'nobody has answered yet').toBeVisible();
  await lookEverywhere(page, 'sent-automatically', info);
});

test('microphone and speaker are tried before a call, and changed in one', async ({ stage }, info) => {
  const ada = await stage.admin();
  const sam = await stage.customer('Sam');
  await sam.writes('Can we talk?');
  await mayListen(ada);
  await ada.opens('Sam');
  const { page } = ada;
  const check = page.getByTestId('sound-check');
  const loud = async () => Number(await check.getByTestId('check-level').getAttribute('value'));
  // It beeps shortly, twice a second: who looks as seldom may never hear it.
  const often = { intervals: [50] };
  const choice = check.getByTestId('check-microphone');
  await page.getByTestId('me-menu').click();
  await page.getByTestId('me-sound').click();
  await expect.poll(loud, { ...often, message: 'the pretended microphone beeps' }).toBeGreaterThan(5);
  await stage.expectAccessible();
  await lookEverywhere(page, 'sound-check', info);
  await check.getByTestId('check-ring').fill('20');
  await page.keyboard.press('Escape');
  await expect(check).toBeHidden();

  await sam.calls({ tone: TONE });
  await page.getByTestId('ring-answer').click();
  const state = page.getByTestId('call-state');
  await expect(state).toHaveText(/^\d:\d\d$/);
  const heard = async () => (await sam.call()).heard.energy;
  await expect.poll(heard, often).toBeGreaterThan(0.001);
  await page.getByTestId('call-sound').click();
  await expect(check.getByTestId('check-ring')).toHaveValue('20');
  const another = await choice.locator('option').last().getAttribute('value');
  await choice.selectOption(another);
  await expect.poll(loud, { ...often, message: 'the other one beeps, too' }).toBeGreaterThan(5);
  await page.keyboard.press('Escape');
  await expect.poll(heard, { message: 'the customer hears the other one' }).toBeGreaterThan(0.001);
  await expect(state).toHaveText(/^\d:\d\d$/);
  await page.reload();
  await expect(state).toHaveText(/^\d:\d\d$/);
  await page.getByTestId('call-sound').click();
  await expect(choice, 'it is kept').toHaveValue(another ?? '');
  await page.keyboard.press('Escape');
  await page.getByTestId('call-hang-up').click();
});

test('a call is handed to a colleague, whom all see in a call, and goes on in another tab', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const sam = await stage.customer('Sam');
  await sam.writes('Can we talk?');
  await mayListen(ada);
  await mayListen(ben);
  await ada.opens('Sam');
  await ada.page.getByTestId('assign-me').click();
  await sam.calls({ tone: TONE });
  await ada.page.getByTestId('ring-answer').click();
  const state = ada.page.getByTestId('call-state');
  await expect(state).toHaveText(/^\d:\d\d$/);

  await ada.page.getByTestId('call-transfer').click();
  await ada.page.getByTestId('call-hand-to').filter({ hasText: 'Ben Okri' }).click();
  const card = ben.page.getByTestId('ring-card');
  await expect(card).toContainText('Ada Byron hands this call over');
  await expect(ada.page.getByTestId('call-dock')).toBeHidden();
  await card.getByTestId('ring-answer').click();
  await expect(ben.page.getByTestId('call-state')).toHaveText(/^\d:\d\d$/);
  await sam.callIs('accepted');
  await ada.page.getByTestId('assign-menu').click();
  await expect(ada.page.getByTestId(`assign-to-${ben.person.id}`)).toContainText('In a call');
  await ada.page.keyboard.press('Escape');

  const other = await ben.page.context().newPage();
  await other.goto('/inbox/all');
  await other.getByTestId('call-continue').click();
  await expect(other.getByTestId('call-state')).toHaveText(/^\d:\d\d$/);
  await expect(ben.page.getByTestId('toast')).toContainText('The call goes on in another tab.');
  await expect(ben.page.getByTestId('call-dock')).toBeHidden();
  await expect.poll(async () => (await sam.call()).heard.energy, { message: 'the customer hears the other tab' }).toBeGreaterThan(0.001);
  await other.getByTestId('call-hang-up').click();
  await sam.callIs('ended');
  await expect(ada.thread.getByTestId('call-words').last()).toHaveText(/^Incoming call · .+ · \d:\d\d$/);
});
