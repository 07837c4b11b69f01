import type { Block } from '../model/page.ts';
import { heading, list, text } from './blocks.ts';

/** Shown as it is typed. */
const shown = (lines: string): Block => ({ kind: 'text', indent: 2, text: lines });

/** Templates, and the other parts of a reply. */
export const templateBlocks = (): readonly Block[] => [
  text(
    'desk reply 12 --with tpl:greeting --with log:1-3 puts a reply together: what you type comes first, then the parts in the order given. A template that says {{ body }} takes what you typed there, and one that says {{ parts }} stands around the parts after it, as greeting does.',
  ),
  heading('Parts'),
  list([
    { name: 'log:1-3', says: 'lines that desk logs last showed for this ticket, masked, with where they stand; refused when they changed' },
    { name: 'kb:<id>', says: 'an article: its link, or its text where it has none' },
    { name: 'billing', says: 'whose billing center took the money of the payment that the ticket names, and how to reach them' },
    { name: 'tpl:<name>', says: 'a template' },
  ]),
  heading('Templates'),
  text(
    "greeting, ask-for-details, solved, outage and billing-handover come with desk in English, Slovak, Croatian, Serbian, Russian and Filipino. Your own are files, <name>.<language>.md, or <name>.md for any language, in the folder templates beside the settings; they take the place of those that come with desk. The requester's language is the ticket's, else it is read from what they wrote; where there is no template in it, its base (sr for sr-latn), then the language that the settings name, then English is taken. Who writes Serbian in Latin letters gets Latin letters.",
  ),
  text('They are Markdown, in Liquid (liquidjs.com); nothing in them is run, and what they name must be there:'),
  list([
    { name: 'ticket.id', says: 'also ticket.subject, ticket.status, ticket.priority, ticket.queue, ticket.created' },
    { name: 'requester.name', says: 'as their mails say it, or empty; also requester.address' },
    { name: 'agent', says: 'who answers' },
    { name: 'language', says: "the requester's, as a code, or empty; also script, such as Cyrillic" },
    {
      name: 'given.error',
      says: 'whether they have said it already; so given. and any kind of desk refs with _ for -, and given.screenshot',
    },
    { name: 'body, parts', says: 'what was typed; the parts asked for after this one' },
  ]),
  shown(
    'Hello{% if requester.name %} {{ requester.name }}{% endif %},\n\n{{ body }}\n{% unless given.error %}\nWhat does the error say?\n{% endunless %}\n{{ parts }}',
  ),
  heading('Settings'),
  shown('{ "templates": { "folder": "~/templates", "language": "sk" } }'),
];

/** The look at replies. */
export const preflightBlocks = (): readonly Block[] => [
  text(
    'Every reply is looked at before it goes out, also the last words of desk close, replies in desk triage, and each of many. At a terminal what is found is said and you are asked; elsewhere, and where many are answered at once, the reply is refused with exit code 7 (as one of many 8) and its draft is kept. --preflight warn says it and sends the reply, strict refuses it, off does not look.',
  ),
  heading('What is looked for'),
  list([
    { name: 'newer', says: 'somebody wrote on the ticket after the text was begun: in the editor, or as a draft' },
    {
      name: 'recipients',
      says: 'who did not get the last reply: refused where a mail brought them along, only said where you or a merge did',
    },
    {
      name: 'language, script',
      says: "not the requester's: neither that of the ticket nor what they write. Languages near to each other count as the same",
    },
    {
      name: 'private',
      says: "addresses, IBANs, cards and accounts that are not the requester's or yours and do not stand in the thread; passwords, tokens and keys of anybody. Names, phone numbers and street addresses are not looked for",
    },
    { name: 'attachment', says: 'it speaks of one, in any of six languages, and has none' },
    { name: 'given', says: 'it asks for something that the requester has said already' },
    { name: 'mail', says: 'on a desk from which mail leaves, it reaches nobody; said, and not refused' },
  ]),
  text('What you quote, and the evidence of --with, is not taken for your words.'),
  heading('Settings'),
  shown('{ "preflight": { "mode": "warn", "own": ["@hostino.example", "SK31 1200 0000 1987 4263 7541"] } }'),
  text('own is what belongs to the desk and may stand in any reply: addresses, domains, account numbers.'),
];
