import type { Block } from '../model/page.ts';
import { heading, list, text } from './blocks.ts';

const shown = (lines: string): Block => ({ kind: 'text', indent: 2, text: lines });

/** How mail leaves a desk. */
export const mailBlocks = (): readonly Block[] => [
  text(
    'Where the setting mail is made, replies leave a desk of your own as mail, and requesters are told of the steps of their tickets. Each is written down together with the change that it tells of, once for each step; a server of the desk sends it, or desk outbox send. Everybody who works the desk without a server needs the setting; who sends needs the mail server, too.',
  ),
  heading('What is told'),
  list([
    {
      name: 'received',
      says: 'a ticket has come, with its number; nothing that a machine wrote is answered. Where it is not proved who wrote it (desk help incoming), it names neither their subject nor them: anybody can write any address',
    },
    { name: 'taken', says: 'somebody owns it for the first time, and nobody has answered yet' },
    { name: 'held', says: 'it is put off (status hold)' },
    { name: 'solved, closed', says: 'it is done; one that is closed after it was solved is not told again' },
    { name: 'reopened', says: 'an agent opened it again' },
  ]),
  text(
    'A reply is always mail, to the requester and all in copy; one that also solves or closes is one mail. Nothing is told of priorities, queues, tags and notes, of waiting for the requester (the reply that asks is their mail), of what imports bring, of spam and deleted tickets, to addresses that take no mail, that nobody reads (noreply@), or that are ours.',
  ),
  heading('What becomes of a mail'),
  list([
    { name: 'waiting', says: 'until it is sent; what is refused for now, or finds no server, is tried again for four days' },
    { name: 'sent', says: 'the mail server took it; its answer is kept as proof (desk notices)' },
    { name: 'failed', says: 'it was refused for good; where nobody is there, the address gets no more notices until a mail comes from it' },
    {
      name: 'uncertain',
      says: 'it was handed over and the answer was lost: it may have arrived, and is never sent again by itself (desk outbox retry)',
    },
    { name: 'dropped', says: 'it was no longer to be sent' },
  ]),
  heading('Settings'),
  shown(
    '{ "mail": {\n    "from": "Support <support@firma.example>",\n    "replyTo": "support@firma.example",\n    "own": ["@firma.example"],\n    "notices": ["received", "taken", "solved"],\n    "smtp": { "host": "smtp.firma.example", "port": 587, "security": "starttls",\n              "user": "support", "passwordFile": "~/.config/desk/smtp-password" } } }',
  ),
  text(
    'Only from is needed. notices are all if left out, and [] for none; own are further addresses and domains of yours. security is starttls, tls (port 465) or none; none only on this machine, unless "insecure": true says that mail and password may be read on the way. The password is DESK_SMTP_PASSWORD, or the first line of passwordFile, which only you may be able to read.',
  ),
  heading('Templates'),
  text(
    'The texts come in English, Slovak, Croatian, Serbian in both scripts, Russian and Filipino, and are chosen as those of replies are (desk help templates). Your own are Liquid in the folder mail within that of templates: <kind>.<language>.md, such as solved.sk.md, or reply.md, which says {{ body }}; received-subject is the subject of a receipt to who is not proved, where ticket.subject and requester.name are empty. They may name ticket.id, ticket.subject, ticket.status, ticket.queue, requester.name, requester.address, agent, desk and language.',
  ),
];
