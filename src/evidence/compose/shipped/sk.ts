import type { Shipped } from './shipped.ts';

export const sk: Shipped = {
  greeting: `Dobrý deň,

{{ body }}

{{ parts }}

S pozdravom
{{ agent | capitalize }}
`,
  'ask-for-details': `Aby sme príčinu našli hneď, potrebujeme vedieť trochu viac. Pošlite nám, prosím:
{% unless given.address %}
- e-mailovú adresu, ktorej sa to týka, a komu alebo od koho správa ide
{%- endunless %}
- či nejde odosielanie, alebo prijímanie, a či sa prihlásite do webmailu
{%- unless given.time %}
- odkedy to nejde a kedy to naposledy fungovalo
{%- endunless %}
{%- unless given.error %}
- presné znenie chyby, najlepšie nedoručenku, ktorá sa vrátila
{%- endunless %}
{%- unless given.screenshot %}
- snímku obrazovky s nastavením konta v poštovom programe (server, port, zabezpečenie)
{%- endunless %}

Heslo od vás nikdy nepotrebujeme.
`,
  solved: `To, o čom ste písali, je opravené; vyskúšajte to, prosím, ešte raz. Ak sa to vráti, stačí odpovedať na túto správu a tiket {{ ticket.id }} sa znova otvorí.
`,
  outage: `Ďakujeme, že ste nám dali vedieť. O výpadku vieme a pracujeme na ňom, z vašej strany netreba robiť nič. Hneď ako bude všetko fungovať, napíšeme vám znova v tikete {{ ticket.id }}.
`,
  'billing-handover': `Túto platbu prijalo platobné centrum, ktoré pre nás pracuje. Povie vám, za čo bola, zruší predplatné a vráti peniaze.{% if parts %} Obráťte sa, prosím, priamo naň:{% endif %}

{{ parts }}

Keď tam budete písať, uveďte dátum, sumu a posledné štyri číslice karty, nikdy nie celé číslo.
`,
};
