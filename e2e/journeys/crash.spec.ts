// The server dies as in a power cut and comes back, while people go on. Nothing is lost, nothing is said twice, and
// nobody reloads anything.
import type { Agent } from '../support/agent';
import type { Phone } from '../support/customer';
import { expect, test } from '../support/test';

/** Both sides show these texts, each once, in this order. */
async function expectBoth(ada: Agent, mina: Phone, texts: string[]): Promise<void> {
  await expect(ada.texts).toHaveText(texts);
  await expect.poll(async () => (await mina.customer.texts()).sort()).toEqual([...texts].sort());
}

test('a chat goes on through a server that is killed three times', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.phone(await stage.customer('Mina Park'));
  await mina.says('Is anybody there?');
  await ada.opens('Mina Park');
  await ada.says('Yes, how can we help?');
  await mina.sees('Yes, how can we help?');
  const said = ['Is anybody there?', 'Yes, how can we help?'];

  for (const round of [1, 2, 3]) {
    await stage.killServer();
    await expect(ada.connection).not.toHaveAttribute('data-state', 'connected');
    const [first, second, answer] = [`Question ${round}a`, `Question ${round}b`, `Answer ${round}`];
    await mina.says(first);
    await mina.says(second);
    await ada.says(answer);
    await ada.expectTicks(answer, 'queued');
    await expect(ada.texts).toHaveText([...said, answer]);
    // WhatsApp tells whole seconds, and what is said within one stands as it arrives: let this one pass.
    const asked = (await mina.customer.lines()).at(-1)?.at ?? 0;
    await expect.poll(() => Date.now() / 1000).toBeGreaterThan(asked + 1);

    await stage.server.start();
    await ada.expectConnected();
    await mina.sees(answer);
    await ada.expectTicks(answer, 'read');
    said.push(first, second, answer);
    await expectBoth(ada, mina, said);
  }

  await mina.says('Good.');
  await ada.says('Good.');
  said.push('Good.', 'Good.');
  await expectBoth(ada, mina, said);
  await expect.poll(() => stage.simulator.accepted()).toEqual(['Yes, how can we help?', 'Answer 1', 'Answer 2', 'Answer 3', 'Good.']);
  await ada.expectCounts({ mine: 0, unassigned: 1, all: 1, closed: 0 });
  ada.expectNeverReloaded();

  // What is shown is what is stored.
  await ada.page.reload();
  await expectBoth(ada, mina, said);
});

test('the pill tells that the server is away, and how much waits for it', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('Hello?');
  await ada.opens('Mina Park');
  // That she has read it is a command, too: it must not be among those that wait.
  await expect(ada.unread('Mina Park')).toHaveCount(0);
  await stage.killServer();
  await expect(ada.connection).toHaveAttribute('data-state', /connecting|offline/);
  await ada.says('One');
  await ada.says('Two');
  await expect(ada.connection).toHaveAttribute('data-state', 'offline');
  await expect(ada.connection).toHaveText(/^Offline, as of \d\d:\d\d – 2 queued$/);
  await expect(ada.bubble('One').getByText('waiting for the connection')).toBeVisible();

  await stage.server.start();
  await ada.expectConnected();
  await expect(ada.texts).toHaveText(['Hello?', 'One', 'Two']);
  await expect.poll(() => stage.simulator.accepted()).toEqual(['One', 'Two']);
  ada.expectNeverReloaded();
});

test('what was typed and not sent is still there after a crash and a reload', async ({ stage }) => {
  const ada = await stage.admin();
  await (await stage.customer('Mina Park')).writes('Hello?');
  await ada.opens('Mina Park');
  await ada.composer.fill('Half a sentence, and');
  await stage.restart();
  await ada.expectConnected();
  await expect(ada.composer).toHaveValue('Half a sentence, and');
  await ada.page.reload();
  await expect(ada.composer).toHaveValue('Half a sentence, and');
});

test('an answer that WhatsApp takes without saying so is unknown, then delivered, and said once', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('Did you get my payment?');
  await ada.opens('Mina Park');
  // Its status is held back, so that there is time to see that nobody knows.
  await stage.simulator.misbehave({ kind: 'hold_webhooks' });
  await stage.simulator.misbehave({ kind: 'drop_answers', next: 1 });
  await ada.says('Yes, thank you.');
  await ada.expectTicks('Yes, thank you.', 'unknown');
  await expect(ada.thread.getByText('WhatsApp did not answer, so it may have arrived.')).toBeVisible();

  await stage.simulator.behave();
  await ada.expectTicks('Yes, thank you.', 'delivered');
  await expect(ada.thread.getByText('it may have arrived')).toHaveCount(0);
  await expect(ada.texts).toHaveText(['Did you get my payment?', 'Yes, thank you.']);
  expect(await mina.texts()).toEqual(['Did you get my payment?', 'Yes, thank you.']);
  await expect.poll(() => stage.simulator.accepted()).toEqual(['Yes, thank you.']);
});

test('a server that is killed while it hands a message to WhatsApp does not say it twice', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('Did you get my payment?');
  await ada.opens('Mina Park');
  await stage.simulator.misbehave({ kind: 'hang_answers', ms: 60_000, accept: true, next: 1 });
  await ada.says('Yes, thank you.');
  await expect.poll(() => mina.texts()).toContain('Yes, thank you.');
  await stage.restart();
  await ada.expectConnected();
  await ada.expectTicks('Yes, thank you.', 'delivered');
  await expect(ada.texts).toHaveText(['Did you get my payment?', 'Yes, thank you.']);
  await expect.poll(() => stage.simulator.accepted()).toEqual(['Yes, thank you.']);
});

test('webhooks that come twice, late and in any order change nothing', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await stage.simulator.misbehave({ kind: 'duplicate_webhooks', copies: 3 });
  await stage.simulator.misbehave({ kind: 'reorder_webhooks', batch: 5 });
  const start = Date.now() - 60_000;
  const texts = Array.from({ length: 10 }, (_, nth) => `Line ${nth + 1}`);
  for (const [nth, text] of texts.entries()) await mina.writes(text, { at: new Date(start + nth * 2_000) });
  await expect(ada.preview('Mina Park')).toHaveText('Line 10');
  await stage.simulator.settled();
  await expect(ada.unread('Mina Park')).toHaveText('10');
  await ada.opens('Mina Park');
  await expect(ada.texts).toHaveText(texts);
});
