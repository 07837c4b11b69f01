import { dids } from '../intake/incoming/taken.ts';
import { mostOf } from '../intake/form/submission.ts';
import type { Block } from '../model/page.ts';
import { heading, list, text } from './blocks.ts';

const shown = (lines: string): Block => ({ kind: 'text', indent: 2, text: lines });

const came: Readonly<Record<(typeof dids)[number], string>> = {
  created: 'it opened a ticket: it answers none, or a closed one, whose child the new one is',
  added:
    'it belongs to a ticket, which opens again where it rested or was solved; what it quotes is left out and kept beside it as original.txt',
  noted: 'a machine wrote it: a note, and the ticket stays as it is',
  again: 'it was here before: nothing was added',
  ignored: 'there is nothing in it for the desk: a mail of ours that came back, or what a machine says to mail that is not ours',
  kept: 'it can never be taken in (no mail, made to exhaust its reader, too long): a file that only you can read, for people to look at',
  would: 'in a dry run',
};

/** For a desk of a team, as README.md sets it up. */
const wrapper = `#!/bin/sh
# /usr/local/bin/team-desk, mode 0755
[ -r /etc/desk/environment ] || { echo 'team-desk: only the user desk may read /etc/desk/environment' >&2; exit 75; }
set -a
. /etc/desk/environment
exec /usr/local/bin/desk "$@"`;

const handing = `# Postfix, master.cf
desk unix - n n - 4 pipe
  flags=DRX user=desk argv=/usr/bin/env DESK_AGENT=mail /usr/local/bin/team-desk intake --for-mta --quiet
# main.cf
transport_maps = inline:{{help@firma.example=desk:}}
desk_destination_recipient_limit = 1

# procmail, .procmailrc
DESK_AGENT=mail
:0 w
| /usr/local/bin/team-desk intake --for-mta --quiet
:0 e
{ EXITCODE=75 HOST }

# .forward
"|/usr/bin/env DESK_AGENT=mail /usr/local/bin/team-desk intake --for-mta --quiet"`;

/** How mail and forms come in. */
export const incomingBlocks = (): readonly Block[] => [
  text(
    'desk intake takes one mail from standard input, as a mail server hands it over. It belongs to the ticket of the mail that it answers (In-Reply-To, References), where that is one of ours: whoever answers it has got it. What a customer sent and it answers, and the number in its subject, [#12], count only for the requester, those in copy, and contacts who may act for the requester (desk help contact add); from anybody else it opens a ticket of its own, linked to that one.',
  ),
  heading('What becomes of a mail'),
  list(dids.map((name) => ({ name, says: came[name] }))),
  text(
    'Bounces and complaints are notes on the ticket whose mail came back. Where they say that nobody is there, and bring back what we sent to that address (X-Deskhand-Id in its head; the Message-ID alone where it went to nobody else), no more notices go there until it writes again.',
  ),
  heading('A mail as a form'),
  text(
    'Lines at its beginning fill fields, in English, Slovak, Croatian, Serbian, Russian and Filipino: Category, Place, Side, Language, Time and Error (field.time, field.error). A category that the desk does not have stays in the text.',
  ),
  heading('From a mail server'),
  shown(wrapper),
  shown(handing),
  text(
    'team-desk is desk with the environment of the desk that the mails are for: without it a program works a desk of its own user. On a desk of your own it is desk itself. The last two lines for procmail give the mail back to the mail server where the desk was away; without them procmail files it and says that all is well.',
  ),
  text(
    'With --for-mta every failure is 75 (EX_TEMPFAIL): the mail server keeps the mail and brings it again, which adds nothing twice; and a desk that is not there is not made. Without it a mail that cannot be taken in is kept as a file, and the exit code is as ever; desk intake --kept takes in what was kept.',
  ),
  heading('Setting'),
  shown('{ "intake": {\n    "perHour": 30,\n    "addresses": ["help@firma.example"],\n    "checkedBy": ["mx.firma.example"] } }'),
  text(
    'perHour: mails of one sender within an hour on one ticket, or tickets that they open; what comes above is only noted, since two machines may be answering each other. addresses: ours, beside those of the setting mail: they are nobody in copy. checkedBy: the names under which your own mail server writes Authentication-Results; where the first of them in a mail says that its sender is who it names (DMARC, or DKIM of that domain), the sender is proved. That counts where whoever runs desk intake is a lead (desk agent add mail --role lead); the same goes for desk serve and what a site says of who has signed in there.',
  ),
  heading('From a site'),
  text(
    `POST /v1/intake of desk serve takes multipart/form-data or JSON: subject, body, requester, name, category, place, side, error, language, attachments (${mostOf.files} at most, ${mostOf.bytes / 1024 / 1024} MB together; in JSON each with name, type and content in base64), and website, which people do not see and must stay empty. The key of the site (desk site add) is a field key, which stands before the files, or Authorization: Bearer, without which JSON has a megabyte at most. The answer is the ticket's number. The same content from the same place within some minutes is one ticket, and so is everything under one Idempotency-Key.`,
  ),
  shown(
    '<form action="https://desk.firma.example/v1/intake" method="post" enctype="multipart/form-data">\n  <input type="hidden" name="key" value="site_…">\n  <input name="requester" type="email"> <textarea name="body"></textarea>\n  <input name="attachments" type="file" multiple> <button>Send</button>\n</form>',
  ),
];
