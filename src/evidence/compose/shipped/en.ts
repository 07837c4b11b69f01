import type { Shipped } from './shipped.ts';

export const en: Shipped = {
  greeting: `Hello{% if requester.name %} {{ requester.name }}{% endif %},

{{ body }}

{{ parts }}

Kind regards
{{ agent | capitalize }}
`,
  'ask-for-details': `To find the cause at once, we need to know a little more. Please send us:
{% unless given.address %}
- the e-mail address that it is about, and to whom or from whom the message goes
{%- endunless %}
- whether it is sending or receiving that fails, and whether you can sign in to webmail
{%- unless given.time %}
- since when it fails, and when it last worked
{%- endunless %}
{%- unless given.error %}
- the exact text of the error, best as the bounce that came back
{%- endunless %}
{%- unless given.screenshot %}
- a screenshot of the account settings in your mail program (server, port, security)
{%- endunless %}

We never need your password.
`,
  solved: `What you wrote about is mended; please try it once more. If it comes back, just answer this message, and ticket {{ ticket.id }} is open again.
`,
  outage: `Thank you for telling us. We know of this outage and are working on it; there is nothing that you have to do. We will write to you again in ticket {{ ticket.id }} as soon as all works.
`,
  'billing-handover': `This payment was taken by a billing center that works for us. It can tell you what it is for, end a subscription and pay money back.{% if parts %} Please turn to it directly:{% endif %}

{{ parts }}

When you write to it, give the date, the amount and the last four digits of the card; never the whole number.
`,
};
