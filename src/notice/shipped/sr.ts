import type { Told } from './shipped.ts';

const around = (text: string): string => `Поштовани,

${text}

{{ desk }}
`;

/** In Cyrillic; those who write in Latin letters get the same in theirs. */
export const sr: Told = {
  received: around(
    `примили смо вашу поруку{% if ticket.subject %} „{{ ticket.subject }}”{% endif %}; њен број је {{ ticket.id }}.{% unless ticket.status == 'new' %} Већ радимо на њој.{% endunless %} Јавићемо вам шта смо учинили.

Ако желите нешто да додате, само одговорите на ову поруку.`,
  ),
  'received-subject': 'Примили смо вашу поруку',
  taken: around(
    `почели смо да радимо на вашем захтеву {{ ticket.id }} („{{ ticket.subject }}”). Ви не треба ништа да чините; јавићемо вам се чим буде новости.`,
  ),
  held: around(
    `ваш захтев {{ ticket.id }} („{{ ticket.subject }}”) мора да сачека нешто што није у нашим рукама. Нисмо га заборавили и јавићемо вам се чим се настави.`,
  ),
  reopened: around(`ваш захтев {{ ticket.id }} („{{ ticket.subject }}”) је поново отворен: радимо на њему.`),
  solved: around(
    `ваш захтев {{ ticket.id }} („{{ ticket.subject }}”) је решен. Ако није, или се проблем понови, само одговорите на ову поруку и поново је отворен.`,
  ),
  closed: around(
    `ваш захтев {{ ticket.id }} („{{ ticket.subject }}”) је затворен. Ако вам треба још нешто, само нам пишите; ваша порука ће отворити нови захтев.`,
  ),
  reply: `{{ body }}{% case ticket.status %}{% when 'solved' %}

— Захтев {{ ticket.id }}: решен. Одговор на ову поруку га поново отвара.{% when 'closed' %}

— Захтев {{ ticket.id }}: затворен. Нова порука отвара нови захтев.{% endcase %}
`,
};
