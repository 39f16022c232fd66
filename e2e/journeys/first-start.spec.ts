// The first minutes: from the link in the terminal to an inbox, and coming back to it.
import { Agent } from '../support/agent';
import { PASSWORD } from '../support/people';
import { expect, test } from '../support/test';
import type { Stage } from '../support/stage';

const ADA = { name: 'Ada Byron', email: 'ada@example.com', password: PASSWORD };

async function setUp(stage: Stage, link: string): Promise<Agent> {
  const context = await stage.newBrowser('Ada');
  const ada = new Agent(await context.newPage());
  await ada.page.goto(link);
  await ada.page.getByTestId('setup-name').fill(ADA.name);
  await ada.page.getByTestId('setup-email').fill(ADA.email);
  await ada.page.getByTestId('setup-password').fill(ADA.password);
  await ada.page.getByTestId('setup-submit').click();
  await ada.expectConnected();
  return ada;
}

async function logIn(ada: Agent, password = ADA.password): Promise<void> {
  await ada.page.getByTestId('login-email').fill(ADA.email);
  await ada.page.getByTestId('login-password').fill(password);
  await ada.page.getByTestId('login-submit').click();
}

test('the printed link leads to the first account and an inbox that explains itself', async ({ stage }) => {
  const ada = await setUp(stage, await stage.server.setupLink());
  await expect(ada.page).toHaveURL(/\/inbox\/mine$/);
  await expect(ada.page.getByText('Nothing waits for you')).toBeVisible();
  await ada.looksAt('unassigned');
  await expect(ada.page.getByText('No conversations yet')).toBeVisible();
  await expect(ada.page.getByText('No conversation open')).toBeVisible();
  await ada.expectCounts({ mine: 0, unassigned: 0, all: 0, closed: 0 });
  ada.expectNeverReloaded();
});

test('the link works once', async ({ stage }) => {
  const link = await stage.server.setupLink();
  await setUp(stage, link);
  const stranger = await (await stage.newBrowser('Eve')).newPage();
  stage.watch.expectStatus(410, /^\/api\/setup$/);
  await stranger.goto(link);
  await stranger.getByTestId('setup-name').fill('Eve');
  await stranger.getByTestId('setup-email').fill('eve@example.com');
  await stranger.getByTestId('setup-password').fill(PASSWORD);
  await stranger.getByTestId('setup-submit').click();
  await expect(stranger.getByRole('alert')).toContainText('This link has been used or is too old');
  await stranger.goto('/inbox/all');
  await expect(stranger).toHaveURL(/\/login\?next=\/inbox\/all$/);
});

test('before there is an account, every page tells where the link is, and another start prints another', async ({ stage }) => {
  const first = await stage.server.setupLink();
  const page = await (await stage.newBrowser('Ada')).newPage();
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.getByText('The server printed a link when it started')).toBeVisible();
  await stage.restart();
  const second = await stage.server.setupLink();
  expect(second).not.toBe(first);
  await setUp(stage, second);
});

test('a password that is too short is told beside its field, and nothing that was typed is lost', async ({ stage }) => {
  const page = await (await stage.newBrowser('Ada')).newPage();
  stage.watch.expectStatus(422, /^\/api\/setup$/);
  await page.goto(await stage.server.setupLink());
  await page.getByTestId('setup-name').fill(ADA.name);
  await page.getByTestId('setup-email').fill(ADA.email);
  await page.getByTestId('setup-password').fill('short');
  await page.getByTestId('setup-submit').click();
  const password = page.getByTestId('setup-password');
  await expect(password).toHaveAttribute('aria-invalid', 'true');
  await expect(password).toHaveAccessibleDescription(/12 characters/);
  await expect(page.getByTestId('setup-name')).toHaveValue(ADA.name);
  await password.fill(ADA.password);
  await page.getByTestId('setup-submit').click();
  await expect(page).toHaveURL(/\/inbox\/mine$/);
});

test('a wrong password is told, the right one logs in, and a reload keeps the session', async ({ stage }) => {
  const ada = await setUp(stage, await stage.server.setupLink());
  await ada.page.reload();
  await ada.expectConnected();
  await ada.page.getByTestId('logout').click();
  await expect(ada.page).toHaveURL(/\/login/);

  stage.watch.expectStatus(401, /^\/api\/session$/);
  await logIn(ada, 'seven teal kettles hush');
  await expect(ada.page.getByRole('alert')).toHaveText('Email and password don\'t fit together.');
  await logIn(ada);
  await ada.expectConnected();
  await ada.page.reload();
  await ada.expectConnected();
});

test('who was sent to the login comes out where they wanted to go', async ({ stage }) => {
  const ada = await setUp(stage, await stage.server.setupLink());
  await ada.page.getByTestId('logout').click();
  await expect(ada.page).toHaveURL(/\/login/);
  await ada.page.goto('/settings/people');
  await expect(ada.page).toHaveURL(/\/login\?next=\/settings\/people$/);
  await logIn(ada);
  await expect(ada.page).toHaveURL(/\/settings\/people$/);
  await expect(ada.page.getByTestId('person')).toContainText([ADA.name]);
});

test('a colleague joins by the link that the admin hands over', async ({ stage }) => {
  const ada = await setUp(stage, await stage.server.setupLink());
  await ada.page.getByRole('link', { name: 'Settings' }).click();
  await ada.page.getByTestId('invite').click();
  await ada.page.getByTestId('invite-name').fill('Ben Okri');
  await ada.page.getByTestId('invite-email').fill('ben@example.com');
  await ada.page.getByTestId('invite-submit').click();
  const link = ada.page.getByTestId('invitation-link');
  await expect(link).toHaveValue(/\/join\?token=/);

  const ben = new Agent(await (await stage.newBrowser('Ben')).newPage());
  await ben.page.goto(await link.inputValue());
  await expect(ben.page.getByRole('heading', { name: 'Welcome, Ben Okri' })).toBeVisible();
  await ben.page.getByTestId('join-password').fill(PASSWORD);
  await ben.page.getByTestId('join-submit').click();
  await ben.expectConnected();
  await ada.page.keyboard.press('Escape');
  const people = ada.page.getByTestId('person').filter({ hasText: 'Ben Okri' });
  await expect(people).toBeVisible();
  await expect(people.getByText('invited')).toBeHidden();
  ada.expectNeverReloaded();
});
