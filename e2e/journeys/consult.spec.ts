// A colleague is asked in a call while the customer hears music, takes it over, or talks with the customer, too.
import type { Page } from '@playwright/test';
import type { Agent } from '../support/agent';
import type { Customer } from '../support/customer';
import { lookEverywhere } from '../support/looks';
import type { Stage } from '../support/stage';
import { expect, test } from '../support/test';

const TONE = 440;

/** Connections that a page opens can be asked how loud it is on their lines. */
async function listens(agent: Agent): Promise<void> {
  await agent.page.context().grantPermissions(['microphone']);
  await agent.page.addInitScript(() => {
    const opened: RTCPeerConnection[] = [];
    const Real = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Real {
      constructor(...how: ConstructorParameters<typeof Real>) {
        super(...how);
        opened.push(this);
      }
    };
    Object.assign(window, { opened });
  });
  await agent.page.reload();
}

/** How much sound came so far on a line of the latest connection: the first is the customer's, the second colleagues'. */
function loud(page: Page, line: number): Promise<number> {
  return page.evaluate(async (line) => {
    const { opened } = window as unknown as { opened: RTCPeerConnection[] };
    const stats = [...((await opened.at(-1)?.getStats()) ?? new Map()).values()];
    return stats.find((it) => it.type === 'inbound-rtp' && it.mid === `${line}`)?.totalAudioEnergy ?? 0;
  }, line);
}

/** Waits until more sound comes on a line. */
async function hears(page: Page, line: number, message: string): Promise<void> {
  const before = await loud(page, line);
  await expect.poll(() => loud(page, line), { message, timeout: 20_000 }).toBeGreaterThan(before + 0.0001);
}

/** Waits until nothing more comes on a line for a moment. */
async function hearsNothing(page: Page, line: number, message: string): Promise<void> {
  let before = -1;
  const same = async () => {
    const now = await loud(page, line);
    const rests = Math.abs(now - before) < 1e-7;
    before = now;
    return rests;
  };
  await expect.poll(same, { message, intervals: [800], timeout: 20_000 }).toBe(true);
}

/** The customer hears this tab, and no music: it is still as soon as the tab is muted. */
async function isHeard(sam: Customer, page: Page): Promise<void> {
  const energy = async () => (await sam.call()).heard.energy;
  await page.getByTestId('call-mute').click();
  await expect.poll(energy, { message: 'no music any more', timeout: 20_000 }).toBeLessThan(0.001);
  await page.getByTestId('call-mute').click();
  await expect.poll(energy, { message: 'the customer hears them', intervals: [50] }).toBeGreaterThan(0.001);
}

async function begins(stage: Stage): Promise<{ ada: Agent; ben: Agent; sam: Customer }> {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const sam = await stage.customer('Sam');
  await sam.writes('Can we talk?');
  for (const one of [ada, ben]) await listens(one);
  await ada.opens('Sam');
  await ada.page.getByTestId('assign-me').click();
  await sam.calls({ tone: TONE });
  await ada.page.getByTestId('ring-answer').click();
  await expect(ada.page.getByTestId('call-state')).toHaveText(/^\d:\d\d$/);
  await hears(ada.page, 0, 'Ada hears Sam');
  return { ada, ben, sam };
}

async function asks(ada: Agent): Promise<void> {
  await ada.page.getByTestId('call-ask-colleague').click();
  await ada.page.getByTestId('call-ask-whom').filter({ hasText: 'Ben Okri' }).click();
}

test('a colleague is asked while the customer hears music, and takes the call over', async ({ stage }, info) => {
  const { ada, ben, sam } = await begins(stage);
  const company = ada.page.getByTestId('call-company');
  await ada.page.getByTestId('call-ask-colleague').click();
  await lookEverywhere(ada.page, 'consult-whom', info);
  await ada.page.getByTestId('call-ask-whom').filter({ hasText: 'Ben Okri' }).click();
  await expect(company).toHaveText('Asking Ben Okri… Sam hears music.');
  await sam.hearsMusic(TONE);
  const card = ben.page.getByTestId('ring-card');
  await expect(card.getByTestId('ring-what')).toContainText('Ada Byron asks you about this customer');
  await expect(card.getByTestId('ring-name')).toHaveText('Sam');
  await expect(ben.page).toHaveTitle(/^Ada Byron asks you about Sam/);
  await stage.expectAccessible();
  await lookEverywhere(ben.page, 'consult-rings', info);
  await card.getByTestId('ring-answer').click();

  await expect(company).toHaveText('You talk with Ben Okri. Sam hears music.');
  await expect(ben.page.getByTestId('call-company')).toHaveText('Ada Byron asks you. Sam hears music.');
  await hears(ada.page, 1, 'Ada hears Ben');
  await hears(ben.page, 1, 'Ben hears Ada');
  await hearsNothing(ada.page, 0, 'Ada does not hear Sam');
  await hearsNothing(ben.page, 0, 'nor does Ben');
  await sam.hearsMusic(TONE);
  await expect(ada.thread.getByTestId('call-words')).toContainText('Ada Byron and Ben Okri · on hold');
  await stage.expectAccessible();
  await lookEverywhere(ada.page, 'consult-asks', info);
  await lookEverywhere(ben.page, 'consult-asked', info);

  await ben.page.reload();
  await expect(ben.page.getByTestId('call-company'), 'it goes on by itself').toHaveText('Ada Byron asks you. Sam hears music.');
  await hears(ada.page, 1, 'Ada hears Ben again');

  await ada.page.getByTestId('call-pass').click();
  await expect(ada.page.getByTestId('call-dock')).toBeHidden();
  await expect(ben.page.getByTestId('call-state')).toHaveText(/^\d:\d\d$/);
  await expect(ben.page.getByTestId('call-company')).toBeHidden();
  await hears(ben.page, 0, 'Ben hears Sam');
  await isHeard(sam, ben.page);
  await sam.callIs('accepted');
  await ben.page.getByTestId('call-hang-up').click();
  await sam.callIs('ended');
  await expect(ada.thread.getByTestId('call-words')).toHaveText(/^Incoming call · Ada Byron, Ben Okri · \d:\d\d$/);
  await expect(ada.thread.getByTestId('call-asked')).toHaveText('Ben Okri was asked and took over');
});

test('who declines leaves the customer on hold, and who comes talks with both until they leave', async ({ stage }, info) => {
  const { ada, ben, sam } = await begins(stage);
  const company = ada.page.getByTestId('call-company');
  await asks(ada);
  await ben.page.getByTestId('ring-decline').click();
  await expect(company).toHaveText('Ben Okri declined. Sam hears music.');
  await expect(ada.page.getByTestId('call-state')).toHaveText(/^On hold/);
  await lookEverywhere(ada.page, 'consult-declined', info);
  await ada.page.getByTestId('call-back-to').click();
  await expect(company).toBeHidden();
  await hears(ada.page, 0, 'Ada hears Sam');

  await asks(ada);
  await ben.page.getByTestId('ring-answer').click();
  await expect(company).toHaveText('You talk with Ben Okri. Sam hears music.');
  await ada.page.getByTestId('call-together').click();
  await expect(company).toHaveText('Sam hears you and Ben Okri.');
  await expect(ben.page.getByTestId('call-company')).toHaveText('Sam hears you and Ada Byron.');
  for (const one of [ada, ben]) {
    await hears(one.page, 0, 'both hear Sam');
    await hears(one.page, 1, 'and each other');
  }
  await expect(ada.thread.getByTestId('call-words')).toContainText('Ada Byron and Ben Okri are talking');
  await stage.expectAccessible();
  await lookEverywhere(ada.page, 'conference', info);
  await expect(ada.page.getByTestId('call-hang-up')).toHaveText('Leave');
  await ada.page.getByTestId('call-hang-up').click();
  await expect(ada.page.getByTestId('call-dock')).toBeHidden();
  await expect(ben.page.getByTestId('call-hang-up')).toHaveText('Hang up');
  await isHeard(sam, ben.page);
  await sam.hangsUp();
  await expect(ben.page.getByTestId('call-dock')).toBeHidden();
});
