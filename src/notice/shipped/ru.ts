import type { Told } from './shipped.ts';

const around = (text: string): string => `Здравствуйте{% if requester.name %}, {{ requester.name }}{% endif %}!

${text}

{{ desk }}
`;

export const ru: Told = {
  received: around(
    `Мы получили ваше сообщение{% if ticket.subject %} «{{ ticket.subject }}»{% endif %}; его номер — {{ ticket.id }}.{% unless ticket.status == 'new' %} Мы уже работаем над ним.{% endunless %} О результате сообщим.

Если хотите что-то добавить, просто ответьте на это письмо.`,
  ),
  'received-subject': 'Мы получили ваше сообщение',
  taken: around(
    `Ваше обращение {{ ticket.id }} («{{ ticket.subject }}») взято в работу. От вас ничего не требуется; мы напишем, как только будут новости.`,
  ),
  held: around(
    `Ваше обращение {{ ticket.id }} («{{ ticket.subject }}») должно подождать того, что зависит не от нас. Мы о нём не забыли и напишем, как только дело продвинется.`,
  ),
  reopened: around(`Ваше обращение {{ ticket.id }} («{{ ticket.subject }}») снова открыто: мы над ним работаем.`),
  solved: around(
    `Ваше обращение {{ ticket.id }} («{{ ticket.subject }}») решено. Если это не так или проблема вернётся, просто ответьте на это письмо, и оно снова будет открыто.`,
  ),
  closed: around(
    `Ваше обращение {{ ticket.id }} («{{ ticket.subject }}») закрыто. Если понадобится что-то ещё, просто напишите нам: ваше сообщение откроет новое обращение.`,
  ),
  reply: `{{ body }}{% case ticket.status %}{% when 'solved' %}

— Обращение {{ ticket.id }}: решено. Ответ на это письмо снова откроет его.{% when 'closed' %}

— Обращение {{ ticket.id }}: закрыто. Новое письмо откроет новое обращение.{% endcase %}
`,
};
