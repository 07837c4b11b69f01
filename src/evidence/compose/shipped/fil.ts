import type { Shipped } from './shipped.ts';

export const fil: Shipped = {
  greeting: `Magandang araw po{% if requester.name %}, {{ requester.name }}{% endif %}.

{{ body }}

{{ parts }}

Lubos na gumagalang,
{{ agent | capitalize }}
`,
  'ask-for-details': `Para makita agad ang sanhi, may kailangan pa po kaming malaman. Pakisend po sa amin:
{% unless given.address %}
- ang email address na may problema, at kung kanino o galing kanino ang mensahe
{%- endunless %}
- kung pagpapadala o pagtanggap ang hindi gumagana, at kung nakakapasok kayo sa webmail
{%- unless given.time %}
- kung kailan nagsimula, at kailan huling gumana
{%- endunless %}
{%- unless given.error %}
- ang eksaktong error, mas mabuti kung ang bumalik na mensahe
{%- endunless %}
{%- unless given.screenshot %}
- screenshot ng settings ng account sa inyong mail program (server, port, security)
{%- endunless %}

Hindi po namin kailangan kailanman ang inyong password.
`,
  solved: `Naayos na po ang isinulat ninyo; pakisubukan po ulit. Kung mangyari muli, sagutin lang po ang mensaheng ito at bukas ulit ang ticket {{ ticket.id }}.
`,
  outage: `Salamat po sa pagsasabi sa amin. Alam po namin ang problemang ito at inaayos na; wala po kayong kailangang gawin. Susulat po kami ulit sa ticket {{ ticket.id }} kapag gumagana na ang lahat.
`,
  'billing-handover': `Ang bayad pong ito ay tinanggap ng billing center na nagtatrabaho para sa amin. Sila po ang makapagsasabi kung para saan ito, magkansela ng subscription at magsauli ng pera.{% if parts %} Makipag-ugnayan po kayo nang direkta sa kanila:{% endif %}

{{ parts }}

Kapag sumulat kayo sa kanila, ibigay po ang petsa, halaga at huling apat na numero ng card; huwag po ang buong numero.
`,
};
