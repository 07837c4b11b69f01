/** Whoever has an address there is not of one house with the others. */
const ofEverybody: ReadonlySet<string> = new Set(
  (
    'gmail.com googlemail.com yahoo.com outlook.com hotmail.com live.com msn.com icloud.com me.com aol.com proton.me protonmail.com gmx.de gmx.net web.de ' +
    'mail.com zoho.com fastmail.com azet.sk zoznam.sk post.sk centrum.sk pobox.sk seznam.cz email.cz centrum.cz volny.cz net.hr inet.hr hotmail.rs ' +
    'eunet.rs sbb.rs mail.ru bk.ru list.ru inbox.ru yandex.ru ya.ru rambler.ru yahoo.com.ph'
  ).split(' '),
);

/** The domain of a mail address, lower case with its `@`. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@')).toLowerCase();

/** The domain of an address where those who have one there are one house; undefined of a provider that everybody may have one at. */
export function houseOf(address: string): string | undefined {
  const domain = domainOf(address);
  return address.includes('@') && !ofEverybody.has(domain.slice(1)) ? domain : undefined;
}
