import type { Told } from './shipped.ts';

const around = (text: string): string => `Dobrý deň,

${text}

{{ desk }}
`;

export const sk: Told = {
  received: around(
    `vašu správu{% if ticket.subject %} „{{ ticket.subject }}“{% endif %} sme dostali; má číslo {{ ticket.id }}.{% unless ticket.status == 'new' %} Už na nej pracujeme.{% endunless %} O výsledku vám dáme vedieť.

Ak chcete niečo doplniť, stačí odpovedať na túto správu.`,
  ),
  'received-subject': 'Dostali sme vašu správu',
  taken: around(
    `vašu požiadavku {{ ticket.id }} („{{ ticket.subject }}“) sme vzali do práce. Z vašej strany netreba robiť nič; ozveme sa hneď, ako bude čo povedať.`,
  ),
  held: around(
    `vaša požiadavka {{ ticket.id }} („{{ ticket.subject }}“) musí počkať na niečo, čo nie je v našich rukách. Nezabudli sme na ňu a ozveme sa hneď, ako sa pohne ďalej.`,
  ),
  reopened: around(`vaša požiadavka {{ ticket.id }} („{{ ticket.subject }}“) je znova otvorená: pracujeme na nej.`),
  solved: around(
    `vaša požiadavka {{ ticket.id }} („{{ ticket.subject }}“) je vyriešená. Ak nie je, alebo sa problém vráti, stačí odpovedať na túto správu a znova sa otvorí.`,
  ),
  closed: around(
    `vaša požiadavka {{ ticket.id }} („{{ ticket.subject }}“) je uzavretá. Ak potrebujete ešte niečo, stačí nám napísať; vaša správa otvorí novú požiadavku.`,
  ),
  reply: `{{ body }}{% case ticket.status %}{% when 'solved' %}

— Požiadavka {{ ticket.id }}: vyriešená. Odpoveď na túto správu ju znova otvorí.{% when 'closed' %}

— Požiadavka {{ ticket.id }}: uzavretá. Nová správa otvorí novú požiadavku.{% endcase %}
`,
};
