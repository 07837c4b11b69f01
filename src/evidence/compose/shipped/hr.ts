import type { Shipped } from './shipped.ts';

export const hr: Shipped = {
  greeting: `Poštovani,

{{ body }}

{{ parts }}

Srdačan pozdrav
{{ agent | capitalize }}
`,
  'ask-for-details': `Kako bismo odmah pronašli uzrok, trebamo znati nešto više. Molimo, pošaljite nam:
{% unless given.address %}
- e-mail adresu o kojoj je riječ te kome ili od koga poruka ide
{%- endunless %}
- ne radi li slanje ili primanje i možete li se prijaviti u webmail
{%- unless given.time %}
- od kada ne radi i kada je zadnji put radilo
{%- endunless %}
{%- unless given.error %}
- točan tekst greške, najbolje poruku koja se vratila
{%- endunless %}
{%- unless given.screenshot %}
- snimku zaslona s postavkama računa u programu za poštu (poslužitelj, port, zaštita)
{%- endunless %}

Vašu lozinku nikada ne trebamo.
`,
  solved: `Ono o čemu ste pisali je riješeno; molimo, pokušajte još jednom. Ako se ponovi, samo odgovorite na ovu poruku i zahtjev {{ ticket.id }} ponovno je otvoren.
`,
  outage: `Hvala što ste nam javili. Za ovaj prekid znamo i radimo na njemu; vi ne trebate učiniti ništa. Čim sve proradi, javit ćemo vam se ponovno u zahtjevu {{ ticket.id }}.
`,
  'billing-handover': `Ovo plaćanje naplatio je centar za naplatu koji radi za nas. Reći će vam za što je bilo, prekinuti pretplatu i vratiti novac.{% if parts %} Molimo, obratite se izravno njemu:{% endif %}

{{ parts }}

Kad mu pišete, navedite datum, iznos i zadnje četiri znamenke kartice, nikada cijeli broj.
`,
};
