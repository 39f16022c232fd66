// Two agents want the same: what is nobody's is taken by one, and what a colleague has changed is not changed unseen.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';
import type { Agent } from '../support/agent';

/** What happens elsewhere is not heard of from here on. */
async function hearsNothing(agent: Agent): Promise<void> {
  await agent.page.routeWebSocket(/api\/socket/, () => {});
  await agent.page.reload();
}

test('who was not the first is told who was, and goes on to the next who waits', async ({ stage }, info) => {
  stage.watch.expectStatus(409, /^\/api\/commands$/);
  const ada = await stage.admin({ at: '/inbox/unassigned' });
  const ben = await stage.colleague('Ben Okri');
  for (const name of ['Mina Park', 'Omar']) {
    const customer = await stage.customer(name);
    await customer.writes('Hello');
    await expect(ada.row(name)).toBeVisible();
  }
  await hearsNothing(ben);
  await ben.looksAt('unassigned');
  await ben.opens('Mina Park');
  await ada.opens('Mina Park');
  await ada.page.getByTestId('assign-me').click();
  await ada.expectCounts({ mine: 1, unassigned: 1 });

  await ben.page.keyboard.press('i');
  await expect(ben.page.getByTestId('toast')).toContainText(/Mina Park: Ada Byron took it .* ago\. This is the next one\./);
  await expect(ben.page.getByTestId('thread-name')).toHaveText('Omar');
  await lookEverywhere(ben.page, 'claims-lost', info);
  await ben.page.getByTestId('assign-me').click();
  await ada.expectCounts({ mine: 1, unassigned: 0 });
});

test('who changes what a colleague has changed is told, and does it anyway or leaves it', async ({ stage }, info) => {
  stage.watch.expectStatus(409, /^\/api\/commands$/);
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  await (await stage.customer('Mina Park')).writes('Hello');
  await expect(ada.row('Mina Park')).toBeVisible();
  await hearsNothing(ben);
  await ben.looksAt('all');
  await ben.opens('Mina Park');
  await ada.opens('Mina Park');
  await ada.page.getByTestId('assign-menu').click();
  await ada.page.getByTestId(`assign-to-${ben.person.id}`).click();
  await ada.expectCounts({ unassigned: 0 });

  // Ben gives it to Ada, and had not seen that it is his. What does not touch that is done at once.
  await ben.page.getByTestId('assign-menu').click();
  await ben.page.getByRole('menuitem', { name: /Ada Byron/ }).click();
  const toast = ben.page.getByTestId('toast').filter({ hasText: 'Not done' });
  await expect(toast).toContainText(/Ada Byron gave the conversation to you .* ago/);
  await lookEverywhere(ben.page, 'claims-changed', info);
  await ada.expectCounts({ mine: 0 });
  await toast.getByTestId('toast-act').click();
  await ada.expectCounts({ mine: 1 });
  await ben.page.getByTestId('close').click();
  await ada.expectCounts({ closed: 1 });
});
