// A customer and the people who answer, each in a browser of their own. Nothing needs a reload.
import { expect, test } from '../support/test';

test('a customer writes, an agent answers, and both see how far it got', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.phone(await stage.customer('Mina Park'));

  await mina.says('Where is my order?');
  await expect(ada.preview('Mina Park')).toHaveText('Where is my order?');
  await expect(ada.unread('Mina Park')).toHaveText('1');
  await ada.expectCounts({ mine: 0, unassigned: 1, all: 1 });

  await ada.opens('Mina Park');
  await expect(ada.bubble('Where is my order?')).toHaveAttribute('data-direction', 'in');
  await expect(ada.unread('Mina Park')).toHaveCount(0);

  await ada.says('On its way, it arrives tomorrow.');
  await mina.sees('On its way, it arrives tomorrow.');
  await ada.expectTicks('On its way, it arrives tomorrow.', 'read');
  await expect(ada.preview('Mina Park')).toContainText('On its way, it arrives tomorrow.');

  await mina.says('Thank you!');
  await expect(ada.texts).toHaveText(['Where is my order?', 'On its way, it arrives tomorrow.', 'Thank you!']);
  ada.expectNeverReloaded();
});

test('ticks tell the truth: delivered while the phone lies on the table, read when it is looked at', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('Hello?');
  await ada.opens('Mina Park');
  await ada.says('Hello, how can we help?');
  await ada.expectTicks('Hello, how can we help?', 'delivered');
  await stage.phone(mina);
  await ada.expectTicks('Hello, how can we help?', 'read');
});

test('both sides answer a certain message, and see which', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.phone(await stage.customer('Mina Park'));
  await mina.says('Do you have it in blue?');
  await mina.says('And is it waterproof?');
  await ada.opens('Mina Park');
  await expect(ada.bubble('And is it waterproof?')).toBeVisible();

  await ada.quotes('Do you have it in blue?');
  await ada.says('In blue and in green.');
  await mina.sees('In blue and in green.');
  await expect(mina.bubble('In blue and in green.').locator('.quote')).toHaveText(/You\s*Do you have it in blue\?/);
  await expect(ada.bubble('In blue and in green.').locator('blockquote')).toHaveText(/They wrote\s*Do you have it in blue\?/);

  await mina.answers('In blue and in green.', 'Then the blue one.');
  const quote = ada.bubble('Then the blue one.').locator('blockquote');
  await expect(quote).toHaveText(/We wrote\s*In blue and in green\./);
});

test('what comes while the tab is hidden is counted in its title until somebody looks', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('First');
  await ada.opens('Mina Park');
  await expect(ada.unread('Mina Park')).toHaveCount(0);
  await expect(ada.page).toHaveTitle('Onevoice');

  await ada.hides(true);
  await mina.writes('Second');
  await mina.writes('Third');
  await expect(ada.page).toHaveTitle('(2) Onevoice');
  await expect(ada.unread('Mina Park')).toHaveText('2');

  await ada.hides(false);
  await expect(ada.page).toHaveTitle('Onevoice');
  await expect(ada.unread('Mina Park')).toHaveCount(0);
  await expect(ada.thread.getByText('Unread', { exact: true })).toBeVisible();
});

test('whoever is writing keeps the cursor, whatever happens to the conversation meanwhile', async ({ stage }) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const mina = await stage.customer('Mina Park');
  await mina.writes('One question');
  await ada.opens('Mina Park');
  await ben.opens('Mina Park');
  await ada.composer.click();
  await ada.page.keyboard.type('The answer ');
  await mina.writes('Another question');
  await expect(ada.bubble('Another question')).toBeVisible();
  await ada.page.keyboard.type('is here: ');
  await ben.page.getByTestId('assign-me').click();
  await ada.expectCounts({ unassigned: 0 });
  // Anywhere else this key closes the conversation.
  await ada.page.keyboard.type('E');
  await expect(ada.composer).toHaveValue('The answer is here: E');
  await ada.expectCounts({ all: 1, closed: 0 });
});

test('long texts, emoji, other directions and markup arrive as they were written', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.phone(await stage.customer('ميناء 🌊'));
  const texts = [
    '👩🏽‍🚀🏳️‍🌈 e\u0301 – 你好 ‏שלום',
    'مرحبا، أين طلبي رقم 123؟',
    '<b onclick="alert(1)">bold</b> & <script>alert(2)</script>',
    `A row without a break: ${'x'.repeat(300)}`,
    `${'A long story. '.repeat(290).trim()}`,
  ];
  for (const text of texts) await mina.says(text);
  await ada.opens('ميناء 🌊');
  await expect(ada.texts).toHaveText(texts);
  for (const text of texts) await ada.says(`${text}!`);
  for (const text of texts) await mina.sees(`${text}!`);
  expect(await mina.customer.texts()).toEqual([...texts, ...texts.map((text) => `${text}!`)]);
  expect(await ada.overflow(), 'how far the page scrolls to the side').toBe(0);
});

test('two agents share the work, and the lists and counts of both are right at once', async ({ stage }) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  for (const name of ['Mina Park', 'Omar Haddad']) {
    await (await stage.customer(name)).writes(`Hello, this is ${name}`);
  }
  for (const agent of [ada, ben]) await agent.expectCounts({ mine: 0, unassigned: 2, all: 2, closed: 0 });

  await ada.opens('Mina Park');
  await ada.page.getByTestId('assign-me').click();
  await ada.expectCounts({ mine: 1, unassigned: 1, all: 2 });
  await ben.expectCounts({ mine: 0, unassigned: 1, all: 2 });
  await expect(ben.names).toHaveText(['Omar Haddad']);

  await ada.page.getByTestId('assign-menu').click();
  await ada.page.getByTestId(`assign-to-${ben.person.id}`).click();
  await ben.expectCounts({ mine: 1, unassigned: 1, all: 2 });
  await ada.expectCounts({ mine: 0, unassigned: 1, all: 2 });
  await ben.looksAt('mine');
  await ben.opens('Mina Park');

  await ben.page.getByTestId('assign-menu').click();
  await ben.page.getByTestId('unassign').click();
  for (const agent of [ada, ben]) await agent.expectCounts({ mine: 0, unassigned: 2, all: 2 });
  await expect(ben.names).toHaveCount(0);

  await ben.page.getByTestId('close').click();
  for (const agent of [ada, ben]) await agent.expectCounts({ mine: 0, unassigned: 1, all: 1, closed: 1 });
  await expect(ada.names).toHaveText(['Omar Haddad']);
  await expect(ada.page.getByTestId('reopen')).toBeVisible();

  await ada.page.getByTestId('reopen').click();
  for (const agent of [ada, ben]) await agent.expectCounts({ mine: 0, unassigned: 2, all: 2, closed: 0 });
  await expect(ben.page.getByTestId('close')).toBeVisible();
  for (const agent of [ada, ben]) agent.expectNeverReloaded();
});

test('a closed conversation comes back when the customer writes again', async ({ stage }) => {
  const ada = await stage.admin();
  const mina = await stage.customer('Mina Park');
  await mina.writes('My parcel is wet');
  await ada.opens('Mina Park');
  await ada.page.getByTestId('close').click();
  await ada.expectCounts({ unassigned: 0, all: 0, closed: 1 });
  await mina.writes('And the box is open');
  await ada.expectCounts({ unassigned: 1, all: 1, closed: 0 });
  await expect(ada.texts).toHaveText(['My parcel is wet', 'And the box is open']);
  await expect(ada.page.getByTestId('close')).toBeVisible();
});

test('the list is in the order in which customers wrote, and moves as they go on', async ({ stage }) => {
  const ada = await stage.admin();
  const [mina, omar, zoe] = [await stage.customer('Mina Park'), await stage.customer('Omar'), await stage.customer('Zoë')];
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  await mina.writes('one', { at: ago(30) });
  await omar.writes('two', { at: ago(20) });
  await zoe.writes('three', { at: ago(10) });
  await expect(ada.names).toHaveText(['Zoë', 'Omar', 'Mina Park']);
  await mina.writes('four');
  await expect(ada.names).toHaveText(['Mina Park', 'Zoë', 'Omar']);
  await omar.writes('earlier than the rest', { at: ago(25) });
  await ada.opens('Omar');
  await expect(ada.texts).toHaveText(['earlier than the rest', 'two']);
  await expect(ada.names).toHaveText(['Mina Park', 'Zoë', 'Omar']);
});
