import { fieldset } from '../model/field.ts';
import { type Block, tableBlock } from '../model/page.ts';
import { leastRole, type Permission } from '../model/permission.ts';
import { type Role, roles } from '../model/person.ts';
import { heading, text } from './blocks.ts';

/** What each permission lets one do, for people; the least role for it is the model's. */
const lets: Readonly<Record<Permission, string>> = {
  read: 'see tickets, mail, articles, agents; make access tokens of their own',
  work: 'change tickets, also by desk intake',
  remove: 'delete tickets',
  'write for others': 'import what others did, at other times; say what proves who wrote to us',
  curate: 'keep articles and contacts; see to notices and mail that went wrong',
  erase: 'take texts and people away for good',
  administer: "look after agents, their tokens, and sites' keys",
};

interface Row {
  readonly what: string;
  readonly least: Role;
}

const fields = fieldset<Row>('permission', [
  { name: 'what', type: 'text', says: 'what one may do', of: (row) => row.what, flexible: true },
  ...roles.map((role) => ({
    name: role,
    type: 'word' as const,
    says: `whether a ${role} may`,
    of: (row: Row) => (roles.indexOf(role) >= roles.indexOf(row.least) ? 'yes' : '–'),
  })),
]);

const rows: readonly Row[] = (Object.keys(lets) as Permission[]).map((permission) => ({
  what: lets[permission],
  least: leastRole[permission],
}));

/** Who may do what on a desk of our own. */
export const roleBlocks = (): readonly Block[] => [
  text(
    'On a desk of your own, wherever it is, each agent has a role (desk agent add --role). Whoever changes a fresh desk first looks after it: its admin.',
  ),
  tableBlock(fields, ['what', ...roles], rows),
  text(
    "Who is held to queues (desk agent add --queue) finds nothing of others there: neither tickets, nor their mail, nor what happens to them. They hand tickets over with desk route; what was handed over is out of their sight. People, contacts and articles are the whole desk's.",
  ),
  text(
    'In a file or a database that you open yourself you are who you say (DESK_AGENT), so that roles and queues only keep mistakes away. At a desk on a server (desk serve) they hold: there nobody has more than their token.',
  ),
];

/** How people sign in at a desk on a server. */
export const signInBlocks = (): readonly Block[] => [
  text(
    "With an access token (desk agent token), or, where the setting signIn is made on the server, on the page of your house's provider (OpenID Connect, its device flow): desk auth login <address> shows an address and a code, and waits. That works without a browser on the machine as well. The token that one gets so ends with desk auth logout.",
  ),
  heading('Settings'),
  {
    kind: 'text',
    indent: 2,
    text: '{ "signIn": {\n    "issuer": "https://login.firma.example/realms/house",\n    "clientId": "desk",\n    "clientSecretFile": "/etc/desk/sign-in-secret",\n    "claim": "email",\n    "agents": { "ana@firma.example": "ana" },\n    "newAgents": "viewer",\n    "tokenDays": 30 } }',
  },
  text(
    'issuer and clientId are needed: register the desk at the provider as a client with the device flow (RFC 8628), and no redirect. The secret, if it has one, is DESK_SIGN_IN_SECRET or in its file. claim is what tells who somebody is: email (which has to be verified there) unless another one is named, such as preferred_username; take one that people cannot change themselves. The agent is called as the claim says, or as agents says: then nobody else comes in. With newAgents whoever the provider knows becomes an agent of that role; without it they have to be agents already. Who was removed stays out. tokenDays is how long one stays signed in.',
  ),
];
