import type { Told } from './shipped.ts';

const around = (text: string): string => `Poštovani,

${text}

{{ desk }}
`;

export const hr: Told = {
  received: around(
    `primili smo vašu poruku{% if ticket.subject %} „{{ ticket.subject }}”{% endif %}; njezin je broj {{ ticket.id }}.{% unless ticket.status == 'new' %} Već radimo na njoj.{% endunless %} Javit ćemo vam što smo učinili.

Ako želite nešto dodati, samo odgovorite na ovu poruku.`,
  ),
  'received-subject': 'Primili smo vašu poruku',
  taken: around(
    `počeli smo raditi na vašem zahtjevu {{ ticket.id }} („{{ ticket.subject }}”). Vi ne trebate učiniti ništa; javit ćemo vam se čim bude novosti.`,
  ),
  held: around(
    `vaš zahtjev {{ ticket.id }} („{{ ticket.subject }}”) mora pričekati nešto što nije u našim rukama. Nismo ga zaboravili i javit ćemo vam se čim se nastavi.`,
  ),
  reopened: around(`vaš zahtjev {{ ticket.id }} („{{ ticket.subject }}”) ponovno je otvoren: radimo na njemu.`),
  solved: around(
    `vaš zahtjev {{ ticket.id }} („{{ ticket.subject }}”) je riješen. Ako nije, ili se problem ponovi, samo odgovorite na ovu poruku i ponovno je otvoren.`,
  ),
  closed: around(
    `vaš zahtjev {{ ticket.id }} („{{ ticket.subject }}”) je zatvoren. Trebate li još nešto, samo nam pišite; vaša poruka otvorit će novi zahtjev.`,
  ),
  reply: `{{ body }}{% case ticket.status %}{% when 'solved' %}

— Zahtjev {{ ticket.id }}: riješen. Odgovor na ovu poruku ponovno ga otvara.{% when 'closed' %}

— Zahtjev {{ ticket.id }}: zatvoren. Nova poruka otvara novi zahtjev.{% endcase %}
`,
};
