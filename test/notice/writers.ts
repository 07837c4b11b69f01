export const slovak = 'Dobrý deň, od včera mi neprichádzajú žiadne správy a neviem sa prihlásiť do schránky. Prosím o pomoc, ďakujem.';

/** What a requester wrote, and a word by which the language of the answer is told. */
export const writers = [
  ['sk', slovak, 'žiadosť|požiadavk|správu'],
  [
    'hr',
    'Poštovani, od jučer ne primam nikakve poruke i ne mogu se prijaviti u sandučić. Molim vas za pomoć, što prije, hvala lijepa.',
    'zahtjev|poruku',
  ],
  [
    'sr',
    'Поштовани, од јуче не примам никакве поруке и не могу да се пријавим у сандуче. Молим вас за помоћ, хвала унапред.',
    'захтев|поруку',
  ],
  [
    'sr-latn',
    'Poštovani, od juče ne primam nijednu poruku i ne mogu da se ulogujem u sanduče. Šta treba da uradim? Gde mogu da vidim podešavanja? Hvala unapred.',
    'zahtev|poruku',
  ],
  [
    'ru',
    'Здравствуйте, со вчерашнего дня мне не приходят письма, и я не могу войти в почтовый ящик. Помогите, пожалуйста.',
    'обращение|сообщение',
  ],
  [
    'fil',
    'Magandang araw po, mula kahapon ay wala na akong natatanggap na mensahe at hindi ako makapasok sa aking account. Pakitulungan po ninyo ako.',
    'kahilingan|mensahe',
  ],
  [
    'en',
    'Hello, since yesterday I have not received any messages and I cannot sign in to my mailbox. Please help me, thank you.',
    'request|message',
  ],
] as const;
