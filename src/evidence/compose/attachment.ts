import { sentences } from './own-words.ts';
import { folded, phrases } from './phrases.ts';

/** What a writer says who attaches something. */
const ours = phrases(
  [
    'I attach*, we attach*, I have attach*, we have attach*, I ve attach*, we ve attach*, I am attach*, we are attach*, I enclose*, we enclose*',
    'attached is, attached are, attached you, attached please, attached file*, attached screenshot*, attached document*, attached invoice, attached receipt, attached log, log attached, invoice attached, file attached, files attached, receipt attached, document attached, screenshot attached',
    'see attached, see the attached, see attachment, see the attachment, find attached, find the attached, find enclosed, in the attachment, in attachment, is attached, are attached, is enclosed, as an attachment',
    'v prílohe, v prílohách, v příloze, prikladám*, přikládám*, priložen*, přilože*, pripájam, pripojen* súbor*',
    'u prilogu, u privitku, prilažem*, priložen*, u attachmentu, u prilogu je',
    'во вложении, в приложении к письму, прилагаю, прилагаем, прикладываю, прикладываем, прикрепляю, прикрепляем, прикрепил, прикрепила, прикрепили, приложил, приложила, в прикреплённом, в прикрепленном',
    'nakalakip, kalakip, inilakip ko, inilakip namin, nilakip ko, naka attach, in attach ko, inattach ko, ikinabit ko',
  ].join(','),
);

/** What tells that the requester's attachment is meant, or one that they are asked for, or that it stands in the text itself. */
const theirs = phrases(
  [
    'below, nižšie, niže, ispod, u nastavku, ниже, далее, sa ibaba',
    'you attach*, you have attach*, you ve attach*, you sent, you have sent, you enclosed, your attach*, please attach, to attach, can attach, if attach*',
    'attached to your, attached to the, attached to our',
    'ste poslali, ste priložili, ste pripojili, ste prikladali, vašej prílohe, priložte, pošlite, pripojte, dostali, dostala, prišla, otvorila, otvorili, pozrela, vidím v prílohe',
    'jste poslali, jste přiložili, vaší příloze, přiložte, pošlete',
    'ste priložili, ste dostavili, vašem prilogu, vašem privitku, priložite, pošaljite, dobili, dobila, primili, primila, vidim u prilogu',
    'вы прислали, вы приложили, вы прикрепили, вашем вложении, ваше вложение, пришлите, приложите, прикрепите, получили, получила, вижу во вложении',
    'inilakip ninyo, nilakip ninyo, inyong inilakip, ninyong inilakip, paki attach, pakilakip, ilakip ninyo, in attach ninyo, inattach ninyo, ipinadala ninyo, natanggap',
  ].join(','),
);

/** The words in which a text speaks of something that comes with it; undefined where it does not. */
export function speaksOfAttachment(text: string): string | undefined {
  for (const sentence of sentences(text)) {
    const words = folded(sentence);
    if (ours.test(words) && !theirs.test(words)) return sentence;
  }
  return undefined;
}
