// Writing to somebody first: by number, by a pasted row, and to who is known already.
import { expect, test } from '../support/test';
import { lookEverywhere } from '../support/looks';

test('an agent writes to somebody first, and the answer comes into the same chat', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const mina = await stage.customer('Mina Park');
  await mina.writes('Hello');
  await expect(ada.names).toHaveText(['Mina Park']);
  const omar = await stage.customer('Omar Haddad');

  await ada.page.keyboard.press('c');
  const [phone, name, go] = ['new-chat-phone', 'new-chat-name', 'new-chat-begin'].map((id) => ada.page.getByTestId(id));
  await expect(phone!).toBeFocused();
  await expect(go!).toBeDisabled();
  await phone!.fill('0151 2345678');
  stage.watch.expectStatus(422, /^\/api\/chats/);
  await go!.click();
  await expect(ada.page.getByText('with the country code instead of the first 0')).toBeVisible();

  await phone!.fill('mina');
  await expect(ada.page.getByTestId('new-chat-known')).toContainText('Mina Park');
  await lookEverywhere(ada.page, 'new-chat', info);
  await ada.page.getByTestId('new-chat-known').click();
  await expect(ada.texts).toHaveText(['Hello']);

  // A row of a table: name, number, and something else.
  await ada.page.keyboard.press('c');
  await phone!.fill(`Omar H.;+${omar.id};omar@example.com`);
  await expect(phone!).toHaveValue(`+${omar.id}`);
  await expect(name!).toHaveValue('Omar H.');
  await go!.click();
  await expect(ada.page.getByTestId('window-closed')).toContainText('has not written yet');
  await expect(ada.row('Omar H.')).toBeVisible();
  await lookEverywhere(ada.page, 'new-chat-begun', info);
  await ada.page.getByTestId('template-card').filter({ hasText: 'Hello world' }).first().click();
  await ada.page.getByTestId('template-send').click();
  await expect.poll(async () => (await omar.lines()).at(-1)?.kind).toBe('template');

  await omar.writes('Who is this?');
  await expect(ada.texts.last()).toHaveText('Who is this?');
  await expect(ada.page.getByTestId('window-closed')).toBeHidden();
  await expect(ada.names).toHaveText(['Omar H.', 'Mina Park']);

  // The same number again leads to the same chat.
  await ada.page.keyboard.press('g');
  await ada.page.keyboard.press('u');
  await ada.page.keyboard.press('c');
  await phone!.fill(omar.id);
  await go!.click();
  await expect(ada.texts.last()).toHaveText('Who is this?');
  await expect(ada.names).toHaveText(['Omar H.', 'Mina Park']);
  ada.expectNeverReloaded();
});
