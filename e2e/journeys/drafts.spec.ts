// Drafts: what somebody began to write waits for them in every browser of theirs, and nobody else sees it.
import { expect, test } from '../support/test';

test('a draft waits in another browser and in the list, until it is sent', async ({ stage }) => {
  await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  for (const name of ['Omar', 'Mina Park']) await (await stage.customer(name)).writes(`This is ${name}`);
  await ben.opens('Mina Park');
  const saved = ben.page.waitForResponse((answer) => answer.url().includes('/api/drafts/') && answer.ok());
  await ben.composer.fill('Half an answer');
  await saved;
  await ben.opens('Omar');
  await expect(ben.preview('Mina Park')).toHaveText('Draft: Half an answer');

  const again = await stage.again(ben.person);
  await expect(again.preview('Mina Park')).toHaveText('Draft: Half an answer');
  await again.opens('Mina Park');
  await expect(again.composer).toHaveValue('Half an answer');
  const forgotten = again.page.waitForResponse((answer) => answer.url().includes('/api/drafts/') && answer.ok());
  await again.composer.press('Enter');
  await expect(again.texts).toHaveText(['This is Mina Park', 'Half an answer']);
  await forgotten;

  await ben.page.reload();
  await ben.expectConnected();
  await expect(ben.preview('Mina Park')).not.toContainText('Draft');
});
