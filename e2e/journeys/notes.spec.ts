// Notes: colleagues tell each other something in a thread, and the customer never sees it.
import { png } from '../support/files';
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';
import type { Agent } from '../support/agent';

const note = (agent: Agent, text: string) => agent.page.getByTestId('note').filter({ hasText: text });
const field = (agent: Agent) => agent.page.getByTestId('note-text');

test('a note looks like nothing else, comes at once, and the customer gets none of it', async ({ stage }) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const mina = await stage.customer('Mina Park');
  await mina.writes('Where is my order?');
  await ada.opens('Mina Park');
  await ben.opens('Mina Park');

  await ada.composer.fill('Half an answer');
  await ada.composer.press('Escape');
  await ada.page.keyboard.press('n');
  await expect(field(ada)).toBeFocused();
  await expect(field(ada)).toHaveValue('');
  await expect(ada.page.getByTestId('add-note')).toHaveText('Add note');
  await ada.page.keyboard.type('Carrier lost it, send another one');
  await ada.page.getByTestId('mode-reply').click();
  await expect(ada.composer).toHaveValue('Half an answer');
  await ada.page.getByTestId('mode-note').click();
  await expect(field(ada)).toHaveValue('Carrier lost it, send another one');
  await field(ada).press('Enter');

  await expect(note(ben, 'Carrier lost it')).toContainText('Ada Byron');
  await expect(note(ada, 'Carrier lost it')).toBeVisible();
  await expect(field(ada)).toHaveValue('');
  await expect(ben.preview('Mina Park')).toHaveText('Where is my order?');
  expect(await stage.simulator.accepted()).toEqual([]);
  expect(await mina.texts()).toEqual(['Where is my order?']);

  await note(ada, 'Carrier lost it').hover();
  await ada.page.getByTestId('delete-note').click();
  await ada.page.getByTestId('delete-note-sure').click();
  await expect(ben.page.getByTestId('note-gone')).toContainText('Note deleted by Ada Byron');
  await expect(note(ben, 'Carrier lost it')).toHaveCount(0);
  ada.expectNeverReloaded();
  ben.expectNeverReloaded();
});

test('whoever is mentioned finds the note, also with the window closed', async ({ stage }) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  await stage.colleague('Ola Own', { visibility: 'own' });
  const old = await stage.customer('Old Friend');
  await old.writes('Hello', { at: new Date(Date.now() - 30 * 3_600_000) });
  await ada.opens('Old Friend');
  await expect(ada.page.getByTestId('window-closed')).toBeVisible();

  await ada.page.keyboard.press('n');
  await field(ada).pressSequentially('Call them, @o');
  const offered = ada.page.getByTestId('suggestion');
  await expect(offered).toHaveText([/Ben Okri/, /Ola Own.*Will see it from now on/]);
  await field(ada).press('Enter');
  await expect(field(ada)).toHaveValue('Call them, @Ben Okri ');
  await field(ada).pressSequentially('please');
  await field(ada).press('Enter');

  await expect(note(ada, 'Call them').getByTestId('mention')).toHaveText('@Ben Okri');
  await expect(ben.page.getByTestId('mention-count')).toHaveText(/^1/);
  await expect(ben.row('Old Friend').getByTestId('row-mention')).toBeVisible();
  await ben.page.getByTestId('mentions').click();
  await expect(ben.page.getByTestId('mention-entry')).toContainText('Ada Byron mentioned you');
  await ben.page.getByTestId('mention-entry').getByRole('link').click();
  await expect(note(ben, 'Call them')).toBeInViewport();
  await expect(ben.page.getByTestId('mention-count')).toBeHidden();
  await expect(ben.row('Old Friend').getByTestId('row-mention')).toHaveCount(0);
});

test('a note for leads and admins is nothing to other agents, in the thread and in the search', async ({ stage }) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const lea = await stage.colleague('Lea Lund', { role: 'lead' });
  await (await stage.customer('Sam')).writes('Refund me');
  for (const agent of [ada, ben, lea]) await agent.opens('Sam');
  await ada.page.keyboard.press('n');
  await ada.page.getByTestId('note-audience').selectOption('leads');
  await field(ada).fill('Third refund this month');
  await field(ada).press('Enter');
  await ada.page.getByTestId('note-audience').selectOption('everyone');
  await field(ada).fill('Be kind');
  await field(ada).press('Enter');

  await expect(note(lea, 'Third refund')).toContainText('Note for leads and admins');
  await expect(note(ben, 'Be kind')).toBeVisible();
  await expect(note(ben, 'Third refund')).toHaveCount(0);
  for (const [agent, count] of [[ben, 0], [lea, 1]] as const) {
    await agent.page.keyboard.press('/');
    await expect(agent.page.getByTestId('search')).toBeFocused();
    await agent.page.keyboard.type('refund month');
    await expect(agent.page.getByTestId('found-text')).toHaveCount(count);
    await (count ? agent.page.getByTestId('found-text').getByText('month') : agent.page.getByText('Nothing found')).waitFor();
  }
});

test('files in a note are chosen, dropped or pasted, seen by colleagues, and never by the customer', async ({ stage }, info) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const mina = await stage.customer('Mina Park');
  await mina.writes('It does not start');
  for (const agent of [ada, ben]) await agent.opens('Mina Park');
  await ada.page.keyboard.press('n');
  await ada.page.getByTestId('attach-input').setInputFiles([
    { name: 'screen.png', mimeType: 'image/png', buffer: png(320, 200) },
    { name: 'server-logs.zip', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004 the logs') },
  ]);
  const tiles = ada.page.getByTestId('tile');
  await expect(tiles).toHaveCount(2);
  await expect(ada.page.getByTestId('record')).toHaveCount(0);
  await expect(tiles.nth(1)).toHaveAttribute('data-state', 'ready');
  await expect(tiles.nth(0)).toHaveAttribute('data-state', 'ready');
  for (const kind of ['paste', 'drop'] as const) {
    await field(ada).evaluate((it, [type, bytes]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], `${type}.png`, { type: 'image/png' }));
      const event = type === 'paste'
        ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
      it.dispatchEvent(event);
    }, [kind, [...png(40, 30)]] as const);
    await expect(tiles.filter({ hasText: `${kind}.png` })).toHaveAttribute('data-state', 'ready');
  }
  await tiles.filter({ hasText: 'drop.png' }).getByRole('button', { name: 'Take drop.png away' }).click();
  await expect(tiles).toHaveCount(3);
  await ada.page.getByTestId('mode-reply').click();
  await expect(tiles).toHaveCount(0);
  await ada.page.getByTestId('mode-note').click();
  await expect(tiles).toHaveCount(3);
  await field(ada).fill('Look at line 40');
  await lookEverywhere(ada.page, 'note-files-composer', info);
  await field(ada).press('Enter');

  const noted = note(ben, 'Look at line 40');
  await expect(noted.getByTestId('attached')).toHaveCount(3);
  await expect(noted.getByAltText('screen.png')).toHaveJSProperty('naturalWidth', 320);
  const [saved] = await Promise.all([ben.page.waitForEvent('download'), noted.getByTestId('document').click()]);
  expect(saved.suggestedFilename()).toBe('server-logs.zip');
  await lookEverywhere(ben.page, 'note-files', info);
  await ben.page.getByTestId('search-button').click();
  await ben.page.getByTestId('search').fill('has:note server');
  await expect(ben.page.getByTestId('found')).toHaveCount(1);
  await ben.page.keyboard.press('Escape');
  expect(await stage.simulator.accepted()).toEqual([]);
  expect(await mina.texts()).toEqual(['It does not start']);

  await note(ada, 'Look at line 40').hover();
  await ada.page.getByTestId('delete-note').click();
  await ada.page.getByTestId('delete-note-sure').click();
  await expect(ben.page.getByTestId('note-gone')).toBeVisible();
  await expect(ben.page.getByTestId('attached')).toHaveCount(0);
});
