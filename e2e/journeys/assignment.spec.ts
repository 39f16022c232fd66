// Automatic allocation: a lead sets up rules, tries them, and conversations find who answers by themselves.
import { ulid } from '../support/ulid';
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('a lead sets up a rule, tries it, and customers find who answers them', async ({ stage }, info) => {
  stage.watch.expectStatus(422, /^\/api\/commands/);
  const ada = await stage.admin({ at: '/settings/assignment' });
  const [sales, billing] = [ulid(), ulid()];
  await stage.desk().want(stage.server.url, { team: [sales, { create: { name: 'Sales' } }] });
  await stage.desk().want(stage.server.url, { team: [billing, { create: { name: 'Billing' } }] });
  const ben = await stage.colleague('Ben Okri', { visibility: 'team', teams: [billing] });
  const lea = await stage.colleague('Lea Lund', { role: 'lead', teams: [sales] });
  await lea.page.goto('/settings/assignment');
  const rules = lea.page.getByTestId('rule');
  await expect(rules).toHaveCount(1);
  await expect(rules.first()).toContainText('Everything else');

  // What can't work is refused with what to do.
  await lea.page.getByTestId('new-rule').click();
  const form = lea.page.getByRole('dialog', { name: 'New rule' });
  await form.getByTestId('rule-name').fill('Invoices');
  await form.getByTestId('rule-words').fill('invoice, facture');
  await form.getByTestId('rule-team').selectOption('Billing');
  await form.getByTestId('add-skill').click();
  await form.getByLabel('Skill', { exact: true }).fill('French');
  await form.getByTestId('rule-submit').click();
  await expect(form.getByRole('alert')).toContainText('Nobody in Billing has French at 3');
  await form.getByRole('button', { name: 'Remove this skill' }).click();
  await form.getByTestId('hours-on').check();
  await form.getByTestId('zone').fill('Nowhere/Town');
  await form.getByTestId('rule-submit').click();
  await expect(form.getByText('There is no such time zone')).toBeVisible();
  await lookEverywhere(lea.page, 'rule', info);
  await form.getByTestId('hours-on').uncheck();
  await form.getByTestId('warn').fill('5');
  await form.getByTestId('rule-submit').click();
  await expect(form).toBeHidden();
  await expect(rules).toHaveCount(2);
  await expect(rules.first()).toContainText('begins with “invoice” or “facture”');
  await expect(rules.first()).toContainText('Billing · in turns');
  // Whoever else looks at it sees it at once.
  await expect(ada.page.getByTestId('rule')).toHaveCount(2);

  // A second one, above the first.
  await lea.page.getByTestId('new-rule').click();
  await form.getByTestId('rule-name').fill('Advertisements');
  await form.getByTestId('rule-source').selectOption('Through any advertisement');
  await form.getByTestId('rule-team').selectOption('Sales');
  await form.getByText('Nobody: it waits until').click();
  await form.getByTestId('rule-submit').click();
  await expect(rules).toHaveCount(3);
  await rules.nth(1).getByTestId('up').click();
  await expect(rules.first()).toContainText('Advertisements');
  await rules.first().getByTestId('archive').click();
  await expect(lea.page.getByTestId('rules').getByTestId('rule')).toHaveCount(2);

  // The trial says who would get it, and why not the others.
  await lea.page.getByTestId('trial-text').fill('My INVOICE please');
  await lea.page.getByTestId('trial-submit').click();
  await expect(lea.page.getByTestId('trial-to')).toHaveText('Ben Okri would get it');
  await lea.page.getByTestId('trial-text').fill('Hello');
  await lea.page.getByTestId('trial-submit').click();
  await expect(lea.page.getByTestId('trial-to')).toHaveText('Nobody would get it now: it would wait');
  await expect(lea.page.getByTestId('trial')).toContainText('Invoices does not fit: none of its words is there, whole');
  await lookEverywhere(lea.page, 'assignment', info);

  // Somebody who writes finds Ben, and the thread says why.
  await (await stage.customer('Sam')).writes('Où est ma facture ?');
  await ben.looksAt('mine');
  await expect(ben.names).toHaveText(['Sam']);
  await ben.opens('Sam');
  await expect(ben.thread.getByText('Given to you by the rule “Invoices”')).toBeVisible();

  // Nobody is given a second one of this number, and the trial says so.
  const most = lea.page.getByTestId('number-capacity');
  await most.fill('0');
  await lea.page.getByTestId('number-capacity-submit').click();
  await expect(lea.page.getByText('this takes from 1 to 500 conversations')).toBeVisible();
  await most.fill('1');
  await most.press('Enter');
  await expect(lea.page.getByText('this takes from 1 to 500 conversations')).toBeHidden();
  await lea.page.getByTestId('trial-text').fill('My invoice');
  await lea.page.getByTestId('trial-submit').click();
  await expect(lea.page.getByTestId('trial')).toContainText('Ben Okri has no room for more of this number: 1 open, takes 1');
  await most.scrollIntoViewIfNeeded();
  await lookEverywhere(lea.page, 'assignment-number', info);
  await most.fill('');
  await most.press('Enter');
  await expect(async () => {
    await lea.page.getByTestId('trial-submit').click();
    await expect(lea.page.getByTestId('trial-to')).toHaveText('Ben Okri would get it', { timeout: 500 });
  }).toPass();

  // Ben takes one at a time from now on: the next one waits until there is room.
  await ada.page.goto('/settings/people');
  const him = ada.page.getByTestId('person').filter({ hasText: 'Ben Okri' });
  await him.getByTestId('work').click();
  const work = ada.page.getByRole('dialog', { name: 'What they take' });
  await work.getByTestId('work-capacity').fill('1');
  await work.getByTestId('add-skill').click();
  await work.getByLabel('Skill', { exact: true }).fill('French');
  await work.getByTestId('work-submit').click();
  await expect(work).toBeHidden();
  await expect(him).toContainText('takes 1 · French 3');
  await lookEverywhere(ada.page, 'people', info);
  await (await stage.customer('Tim')).writes('An invoice, please');
  await ben.looksAt('unassigned');
  await expect(ben.names).toHaveText(['Tim']);
  await ben.looksAt('mine');
  await ben.row('Sam').click();
  await ben.page.keyboard.press('e');
  await expect(ben.names).toHaveText(['Tim']);
});
