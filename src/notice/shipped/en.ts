import type { Told } from './shipped.ts';

const around = (text: string): string => `Hello{% if requester.name %} {{ requester.name }}{% endif %},

${text}

{{ desk }}
`;

export const en: Told = {
  received: around(
    `We have received your message{% if ticket.subject %} “{{ ticket.subject }}”{% endif %}; its number is {{ ticket.id }}.{% unless ticket.status == 'new' %} Somebody is at work on it.{% endunless %} We will tell you what comes of it.

To add something, just answer this message.`,
  ),
  'received-subject': 'We have your message',
  taken: around(
    `We have taken your request {{ ticket.id }} (“{{ ticket.subject }}”) into work. There is nothing that you have to do; we will write to you as soon as there is something to say.`,
  ),
  held: around(
    `Your request {{ ticket.id }} (“{{ ticket.subject }}”) has to wait for something that is not in our hands. We have not forgotten it, and will write to you as soon as it goes on.`,
  ),
  reopened: around(`Your request {{ ticket.id }} (“{{ ticket.subject }}”) is open again: we are working on it.`),
  solved: around(
    `Your request {{ ticket.id }} (“{{ ticket.subject }}”) is solved. If it is not, or the trouble comes back, just answer this message, and it is open again.`,
  ),
  closed: around(
    `Your request {{ ticket.id }} (“{{ ticket.subject }}”) is closed. If you need anything more, just write to us; your message will open a new request.`,
  ),
  reply: `{{ body }}{% case ticket.status %}{% when 'solved' %}

— Request {{ ticket.id }}: solved. An answer to this message opens it again.{% when 'closed' %}

— Request {{ ticket.id }}: closed. A new message opens a new request.{% endcase %}
`,
};
