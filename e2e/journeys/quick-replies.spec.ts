// Quick replies: a lead makes them, agents find them by a few letters, and nothing unfilled is ever sent.
import { lookEverywhere } from '../support/looks';
import { png } from '../support/files';
import { expect, test } from '../support/test';
import type { Agent } from '../support/agent';

async function make(lead: Agent, title: string, shortcut: string, text: string): Promise<void> {
  await lead.page.getByTestId('new-quick-reply').click();
  await lead.page.getByTestId('quick-title').fill(title);
  await lead.page.getByTestId('quick-shortcut').fill(shortcut);
  await lead.page.getByTestId('quick-text').fill(text);
  await lead.page.getByTestId('quick-submit').click();
  await expect(lead.page.getByTestId('quick-reply').filter({ hasText: title })).toBeVisible();
}

test('a lead makes quick replies, and an agent stacks them with / and Q', async ({ stage }) => {
  await stage.admin();
  const lea = await stage.colleague('Lea Lund', { role: 'lead' });
  const ben = await stage.colleague('Ben Okri');
  await lea.page.goto('/settings/quick-replies');
  await make(lea, 'Greeting', 'hello', 'Hi {{contact.first_name}}, this is {{agent.name}}.');
  await make(lea, 'Opening hours', 'hours', 'We are here from 9 to 5.');
  stage.watch.expectStatus(409, /^\/api\/commands$/);
  await lea.page.getByTestId('new-quick-reply').click();
  await lea.page.getByTestId('quick-title').fill('Wrong');
  await lea.page.getByTestId('quick-shortcut').fill('hello');
  await lea.page.getByTestId('quick-text').fill('x');
  await lea.page.getByTestId('quick-submit').click();
  await expect(lea.page.getByText('There is a quick reply with this shortcut.')).toBeVisible();
  await lea.page.keyboard.press('Escape');

  await (await stage.customer('Mina Park')).writes('Are you open?');
  await ben.opens('Mina Park');
  await ben.composer.pressSequentially('/hel');
  const offered = ben.page.getByTestId('suggestion');
  await expect(offered).toHaveText(/Greeting.*\/hello.*Hi Mina, this is Ben Okri\./);
  await ben.composer.press('Enter');
  await expect(ben.composer).toHaveValue('Hi Mina, this is Ben Okri.');
  await ben.composer.press('Escape');
  await ben.page.keyboard.press('q');
  await expect(offered).toHaveCount(2);
  await ben.page.keyboard.type('opening');
  await expect(offered).toHaveCount(1);
  await ben.composer.press('Tab');
  await expect(ben.composer).toHaveValue('Hi Mina, this is Ben Okri. We are here from 9 to 5.');
  await ben.composer.press('Enter');
  await expect(ben.texts).toHaveText(['Are you open?', 'Hi Mina, this is Ben Okri. We are here from 9 to 5.']);

  await lea.page.getByTestId('quick-reply').filter({ hasText: 'hours' }).getByTestId('archive').click();
  await ben.composer.pressSequentially('1/2 or /');
  await expect(offered).toHaveCount(1);
  await ben.composer.press('Escape');
  await expect(offered).toHaveCount(0);
  await expect(ben.composer).toBeFocused();
  ben.expectNeverReloaded();
});

test('what nobody knows of a customer stays in sight and is not sent', async ({ stage }) => {
  const ada = await stage.admin({ at: '/settings/quick-replies' });
  await make(ada, 'Greeting', 'hello', 'Hi {{contact.first_name}}!');
  await ada.page.goto('/inbox/unassigned');
  await (await stage.customer('🚲')).writes('Hello');
  await ada.opens('🚲');
  await ada.composer.pressSequentially('/hello');
  await ada.composer.press('Enter');
  await expect(ada.composer).toHaveValue('Hi {{contact.first_name}}!');
  await expect(ada.page.getByTestId('unfilled')).toContainText('{{contact.first_name}}');
  await expect(ada.page.getByTestId('send')).toBeDisabled();
  await ada.composer.press('Enter');
  await expect(ada.composer).toHaveValue('Hi {{contact.first_name}}!');
  await ada.page.keyboard.type('you');
  await expect(ada.composer, 'Enter had selected what is to be filled in').toHaveValue('Hi you!');
  await ada.composer.press('Enter');
  await expect(ada.texts).toHaveText(['Hello', 'Hi you!']);
});

test('bold, italic, struck through and monospace look the same before and after they are sent', async ({ stage }) => {
  const ada = await stage.admin();
  const sam = await stage.customer('Sam');
  await sam.writes('Really?');
  await ada.opens('Sam');
  await ada.composer.fill('yes really');
  await expect(ada.page.getByTestId('preview')).toHaveCount(0);
  await ada.composer.press('End');
  await ada.composer.press('Control+Shift+ArrowLeft');
  await ada.composer.press('Control+b');
  await expect(ada.composer).toHaveValue('yes *really*');
  await expect(ada.page.getByTestId('preview').locator('strong')).toHaveText('really');
  await ada.composer.press('Control+b');
  await expect(ada.composer).toHaveValue('yes really');
  await ada.composer.fill('*bold* _and_ ~not~ ```code``` 2*3*4 snake_case_name');
  await ada.composer.press('Control+Enter');
  const said = ada.bubble('bold and not code 2*3*4 snake_case_name');
  await expect(said.locator('strong')).toHaveText('bold');
  await expect(said.locator('em')).toHaveText('and');
  await expect(said.locator('s')).toHaveText('not');
  await expect(said.locator('code')).toHaveText('code');
  await expect.poll(() => stage.simulator.accepted()).toEqual(['*bold* _and_ ~not~ ```code``` 2*3*4 snake_case_name']);
  await ada.expectCounts({ all: 0, closed: 1 });
});

test('lists and quotes look the same before and after they are sent', async ({ stage }, info) => {
  const ada = await stage.admin();
  const sam = await stage.customer('Sam');
  await sam.writes('How?\n1. Open\n2. *Wait*');
  await ada.opens('Sam');
  await expect(ada.thread.getByTestId('bubble').locator('ol > li')).toHaveText(['Open', 'Wait']);
  const typed = '> How?\nLike this:\n- one\n* two *bold*';
  await ada.composer.fill(typed);
  const preview = ada.page.getByTestId('preview');
  await expect(preview.locator('blockquote')).toHaveText('How?');
  await expect(preview.locator('ul > li')).toHaveText(['one', 'two bold']);
  await lookEverywhere(ada.page, 'lists-written', info);
  await ada.composer.press('Enter');
  const said = ada.thread.getByTestId('bubble').last();
  await expect(said.locator('blockquote')).toHaveText('How?');
  await expect(said.locator('ul > li')).toHaveText(['one', 'two bold']);
  await expect(said.locator('ul strong')).toHaveText('bold');
  await expect.poll(() => stage.simulator.accepted()).toEqual([typed]);
});

test('a quick reply brings its files into the composer', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/settings/quick-replies' });
  const sam = await stage.customer('Sam');
  await sam.writes('How much is it?');
  const tile = ada.page.getByTestId('tile');
  await ada.page.getByTestId('new-quick-reply').click();
  await ada.page.getByTestId('quick-title').fill('Prices');
  await ada.page.getByTestId('quick-shortcut').fill('prices');
  await ada.page.getByTestId('quick-text').fill('Here are our prices.');
  await ada.page.getByTestId('attach-input').setInputFiles([
    { name: 'Prices.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 prices') },
    { name: 'shop.png', mimeType: 'image/png', buffer: png(64, 48) },
  ]);
  await expect(tile.nth(0)).toHaveAttribute('data-state', 'ready');
  await expect(tile.nth(1)).toHaveAttribute('data-state', 'ready');
  await lookEverywhere(ada.page, 'quick-files-form', info);
  await ada.page.getByTestId('quick-submit').click();
  await expect(ada.page.getByTestId('quick-files')).toContainText('Prices.pdf, shop.png');
  // Changed, it keeps what is not taken away.
  await ada.page.getByTestId('change').click();
  await expect(tile).toHaveCount(2);
  await tile.nth(1).getByRole('button', { name: 'Take shop.png away' }).click();
  await expect(tile).toHaveAttribute('data-state', 'ready');
  await ada.page.getByTestId('quick-submit').click();
  await expect(ada.page.getByTestId('quick-files')).toHaveText(/Prices\.pdf$/);
  await lookEverywhere(ada.page, 'quick-files-settings', info);

  await ada.page.goto('/inbox/all');
  await ada.opens('Sam');
  await ada.composer.pressSequentially('/pri');
  await expect(ada.page.getByTestId('suggestion')).toContainText('Prices.pdf');
  await ada.composer.press('Enter');
  await expect(ada.composer).toHaveValue('Here are our prices.');
  await expect(tile).toContainText('Prices.pdf');
  await expect(tile).toHaveAttribute('data-state', 'ready');
  await lookEverywhere(ada.page, 'quick-files-composer', info);
  await ada.composer.press('Enter');
  await expect(ada.thread.getByTestId('document')).toContainText('Prices.pdf');
  await expect.poll(async () => (await sam.lines()).map((it) => it.kind)).toEqual(['text', 'document', 'text']);
});
