/** A line of the manual about queries: what is typed and what it means. */
export interface SyntaxRow {
  readonly write: string;
  readonly says: string;
}

/** A query that can be typed as it stands. */
export interface QueryExample {
  readonly query: string;
  readonly says: string;
}

/** How queries are written, in the order in which it is best read. */
export const syntax: readonly SyntaxRow[] = [
  { write: 'field:value', says: 'the field has this value' },
  { write: 'field:a,b', says: 'any of these values' },
  { write: 'field:none', says: 'the field has no value; -field:none that it has one' },
  { write: 'field:"two words"', says: 'a value with blanks, commas or parentheses; \\" is a quote within it' },
  { write: 'field:val*', says: 'begins so; *val ends so, *val* has it somewhere' },
  {
    write: 'field>=value',
    says: 'with > >= < <= for id, status, priority, times, lengths of time and counts; status and priority by their order',
  },
  { write: 'field:low..high', says: 'from one to the other, both included; either end may be left out' },
  { write: 'owner:me', says: 'the agent who asks' },
  {
    write: 'requester:@acme.com',
    says: 'everybody there; a whole address is that one, anything else is part of an address, and so for cc',
  },
  { write: 'place:word', says: 'the text has it somewhere' },
  { write: 'tag:value', says: 'short for tags:value' },
  { write: 'field.name:value', says: 'a custom field' },
  { write: 'word', says: 'in the subject or a message: whole words, whatever the case, accents and script (racun finds račun and рачун)' },
  { write: 'word*', says: 'any word that begins so' },
  { write: '"some words"', says: 'these words in a row; "some wor*" when the last one is only begun' },
  { write: 'subject:word', says: 'in the subject alone; phrases and * as above' },
  { write: 'a b', says: 'both; `a and b` is the same' },
  { write: 'a or b', says: 'one of them; `and` binds closer than `or`' },
  { write: '-a', says: 'without; `not a` is the same and binds closest' },
  { write: '( )', says: 'what belongs together' },
  { write: '@name', says: 'a saved query' },
  { write: 'created:2026-11', says: 'within that month; 2026, 2026-11-21, today, yesterday, monday, "2026-11-21 14:00"' },
  { write: 'updated:3h', says: 'within the last three hours; due:2d within the next two days' },
  { write: 'updated<-2d', says: 'before the time two days ago; +2d is in two days, and so is 2d for due' },
  { write: 'age>2d', says: 'older than that; waiting>3h likewise; lengths are 15m 3h 2d 1w' },
];

/** Queries to learn from. */
export const examples: readonly QueryExample[] = [
  { query: 'status:new owner:none', says: 'what nobody has looked at yet' },
  { query: 'owner:me status:open,pending', says: 'what I am working on' },
  { query: 'priority>=high age>2d', says: 'pressing and more than two days old' },
  { query: 'waiting>4h -tag:spam', says: 'who has waited for us for more than four hours' },
  { query: 'due<today', says: 'what should have been answered before today' },
  { query: 'due:2d', says: 'what is due within the next two days' },
  { query: 'queue:billing (refund* or chargeback)', says: 'refunds and chargebacks with the billing department' },
  { query: 'requester:@acme.com created:2026-11', says: 'all that came from a company in November' },
  { query: '"payment declined" channel:mail', says: 'mails with these words in a row' },
  { query: 'subject:invoice -subject:"re invoice"', says: 'invoices in the subject, without the answers' },
  { query: 'id:12..20,31', says: 'these tickets' },
  { query: 'created:2026-11-01..2026-11-15', says: 'the first half of November, both days included' },
  { query: 'status:solved,closed closed:1w first-reply:none', says: 'closed within the last week without a reply' },
  { query: 'field.plan:pro language:sk,sr', says: 'a custom field and two languages' },
  { query: '@mine or tag:vip*', says: 'a saved query, and all whose tag begins with vip' },
];
