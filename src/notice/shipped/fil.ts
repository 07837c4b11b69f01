import type { Told } from './shipped.ts';

const around = (text: string): string => `Magandang araw po{% if requester.name %}, {{ requester.name }}{% endif %}.

${text}

{{ desk }}
`;

export const fil: Told = {
  received: around(
    `Natanggap na po namin ang inyong mensahe{% if ticket.subject %} na “{{ ticket.subject }}”{% endif %}; ang numero nito ay {{ ticket.id }}.{% unless ticket.status == 'new' %} May gumagawa na po nito.{% endunless %} Ipapaalam po namin sa inyo ang kalalabasan.

Kung may idadagdag po kayo, sagutin lang ang mensaheng ito.`,
  ),
  'received-subject': 'Natanggap na namin ang inyong mensahe',
  taken: around(
    `Sinimulan na po namin ang inyong kahilingan {{ ticket.id }} (“{{ ticket.subject }}”). Wala po kayong kailangang gawin; susulat po kami kapag may balita.`,
  ),
  held: around(
    `Ang inyong kahilingan {{ ticket.id }} (“{{ ticket.subject }}”) ay kailangan pong maghintay ng bagay na wala sa aming kamay. Hindi po namin ito nakakalimutan, at susulat po kami kapag nagpatuloy na ito.`,
  ),
  reopened: around(`Bukas po ulit ang inyong kahilingan {{ ticket.id }} (“{{ ticket.subject }}”): ginagawa po namin ito.`),
  solved: around(
    `Nalutas na po ang inyong kahilingan {{ ticket.id }} (“{{ ticket.subject }}”). Kung hindi pa, o kung bumalik ang problema, sagutin lang po ang mensaheng ito at bubuksan ulit ito.`,
  ),
  closed: around(
    `Isinara na po ang inyong kahilingan {{ ticket.id }} (“{{ ticket.subject }}”). Kung may kailangan pa po kayo, sumulat lang sa amin; magbubukas ng bagong kahilingan ang inyong mensahe.`,
  ),
  reply: `{{ body }}{% case ticket.status %}{% when 'solved' %}

— Kahilingan {{ ticket.id }}: nalutas na. Bubuksan po ulit ito ng sagot sa mensaheng ito.{% when 'closed' %}

— Kahilingan {{ ticket.id }}: isinara na. Magbubukas po ng bagong kahilingan ang bagong mensahe.{% endcase %}
`,
};
