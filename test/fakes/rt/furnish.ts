import { agent, type Lab, type Queue } from './lab.ts';

/** What the contract of a backend speaks of, as test/live/provision.pl makes it on a real server: agents, queues, custom fields. */
export function furnish(lab: Lab): void {
  const more: readonly Queue[] = ['Sales', 'Second line', 'zoo', 'zebra'].map((name, at) => ({ id: 6 + at, name }));
  lab.queues.push(...more);
  lab.queues.sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const single = ['Plan', 'Tier', 'Category', 'Side', 'Place', 'Language', 'Channel'];
  for (const [at, name] of single.entries()) lab.fields.push({ id: 10 + at, name, type: 'Freeform', many: false, values: [] });
  const works = lab.queues.map(({ id }) => id);
  for (const [at, name] of ['ana', 'ben', 'eve'].entries()) lab.users.push(agent(100 + at, name, '', works));
}

/** How it is used: a priority a quarter, tags and the rest in custom fields. */
export const furnished = {
  bands: { low: 0, normal: 25, high: 50, urgent: 75 },
  tagsField: 'Tags',
  fields: { category: 'Category', side: 'Side', place: 'Place', language: 'Language', channel: 'Channel' },
  customFields: { Plan: 'one', Tier: 'one', Severity: 'one', 'Customer ID': 'one', Tags: 'many' },
} as const;
