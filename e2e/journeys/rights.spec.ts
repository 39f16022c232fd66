// Who may see what, and what happens in open pages when that changes.
import { expect, test } from '../support/test';

test('an agent who sees only their own sees nothing of the others, live and by address', async ({ stage }) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri', { visibility: 'own' });
  await (await stage.customer('Mina Park')).writes('A question');
  await (await stage.customer('Omar Haddad')).writes('Another question');
  await ada.expectCounts({ unassigned: 2, all: 2 });
  await ben.expectCounts({ mine: 0, unassigned: 0, all: 0, closed: 0 });

  await ada.opens('Omar Haddad');
  const omars = new URL(ada.page.url()).pathname;
  await ada.opens('Mina Park');
  await ada.page.getByTestId('assign-menu').click();
  await ada.page.getByTestId(`assign-to-${ben.person.id}`).click();
  await ben.expectCounts({ mine: 1, unassigned: 0, all: 1 });
  await ben.looksAt('all');
  await expect(ben.names).toHaveText(['Mina Park']);
  await ben.opens('Mina Park');
  await expect(ben.texts).toHaveText(['A question']);

  // Whatever is open there is asked for once more, and does not exist any longer.
  stage.watch.expectStatus(404, /^\/api\/conversations\//);
  await ada.page.getByTestId('assign-menu').click();
  await ada.page.getByTestId('unassign').click();
  await ben.expectCounts({ mine: 0, unassigned: 0, all: 0 });
  await expect(ben.names).toHaveCount(0);
  await expect(ben.page.getByText('A question')).toHaveCount(0);
  ben.expectNeverReloaded();

  await ben.page.goto(omars);
  await expect(ben.page.getByText("This conversation can't be shown")).toBeVisible();
  await expect(ben.page.getByText('Another question')).toHaveCount(0);
});

test('what an agent may see and do changes in their open page', async ({ stage }) => {
  const ada = await stage.admin({ at: '/settings/people' });
  const ben = await stage.colleague('Ben Okri', { visibility: 'own' });
  await (await stage.customer('Mina Park')).writes('A question');
  await ada.expectConnected();
  await ben.expectCounts({ all: 0 });

  const entry = ada.page.getByTestId('person').filter({ hasText: 'Ben Okri' });
  await entry.getByTestId('rights').click();
  await ada.page.getByRole('radio', { name: 'Every conversation of the company.' }).check();
  await ada.page.getByRole('radio', { name: /^Admin/ }).check();
  await ada.page.getByTestId('rights-submit').click();
  await expect(entry.getByText('Admin')).toBeVisible();

  await ben.expectCounts({ unassigned: 1, all: 1 });
  await expect(ben.names).toHaveText(['Mina Park']);
  await ben.page.getByRole('link', { name: 'Settings' }).click();
  await expect(ben.page.getByTestId('settings-people')).toBeVisible();

  await entry.getByTestId('rights').click();
  await ada.page.getByRole('radio', { name: 'Conversations assigned to them, and no others.' }).check();
  await ada.page.getByRole('radio', { name: /^Agent/ }).check();
  await ada.page.getByTestId('rights-submit').click();
  await expect(ben.page.getByTestId('settings-people')).toHaveCount(0);
  await ben.page.getByRole('link', { name: 'Inbox' }).click();
  await ben.expectCounts({ unassigned: 0, all: 0 });
  ben.expectNeverReloaded();
});

test('logging out in one tab ends the others of that browser, and no other browser', async ({ stage }) => {
  await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const elsewhere = await stage.again(ben.person);
  const second = await ben.page.context().newPage();
  await second.goto('/inbox/all');
  await expect(second.getByTestId('connection')).toHaveAttribute('data-state', 'connected');
  await second.getByTestId('logout').click();
  await expect(second).toHaveURL(/\/login/);
  await expect(ben.page).toHaveURL(/\/login/);
  await elsewhere.expectConnected();
  await expect(elsewhere.page).toHaveURL(/\/inbox/);
});

test('a session that is ended from another browser is out at once', async ({ stage }) => {
  await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const elsewhere = await stage.again(ben.person);
  await elsewhere.page.goto('/settings/sessions');
  const others = elsewhere.page.getByTestId('session').filter({ hasNotText: 'this one' });
  await expect(elsewhere.page.getByTestId('session')).toHaveCount(2);
  await others.getByRole('button', { name: 'Log out' }).click();
  await expect(ben.page).toHaveURL(/\/login/);
  await expect(elsewhere.page.getByTestId('session')).toHaveCount(1);
  await elsewhere.expectConnected();
});

test('who has left is out at once, and can’t come back', async ({ stage }) => {
  const ada = await stage.admin({ at: '/settings/people' });
  const ben = await stage.colleague('Ben Okri');
  const entry = ada.page.getByTestId('person').filter({ hasText: 'Ben Okri' });
  // The open page asks once more, and is told that nobody is logged in.
  stage.watch.expectStatus(401, /^\/api\//);
  await entry.getByTestId('deactivate').click();
  await expect(entry.getByText('has left')).toBeVisible();
  await expect(ben.page).toHaveURL(/\/login/);
  await ben.page.getByTestId('login-email').fill(ben.person.email);
  await ben.page.getByTestId('login-password').fill(ben.person.password);
  await ben.page.getByTestId('login-submit').click();
  await expect(ben.page.getByRole('alert')).toBeVisible();
});
