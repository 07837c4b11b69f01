import { foldText } from '../../model/fold.ts';
import type { Side } from '../../model/ticket.ts';

/** What a line at the beginning of a mail can tell, as a site's form would. */
export type FormField = 'category' | 'place' | 'side' | 'language' | 'time' | 'error';

/** Texts by how they fold: Serbian is the same in both scripts, and accents may be missing. Several for one thing are parted by commas. */
function folded<Key extends string>(words: Readonly<Record<Key, string>>): ReadonlyMap<string, Key> {
  const entries = Object.entries(words) as [Key, string][];
  return new Map(entries.flatMap(([key, list]) => list.split(',').map((word) => [foldText(word), key] as const)));
}

/** In English, Slovak, Croatian, Serbian, Russian, Filipino. */
export const formLabels = folded<FormField>({
  category:
    'category,type of user,kategória,typ používateľa,kategorija,vrsta korisnika,категория,тип пользователя,kategorya,uri ng gumagamit',
  place: 'place,page,location,where,url,miesto,stránka,kde,mjesto,stranica,gdje,mesto,gde,место,страница,где,lugar,pahina,saan',
  side: 'side,whose side,strana,na strane,страна,сторона,panig',
  language: 'language,jazyk,jezik,язык,wika,lengguwahe',
  time: 'time,when,date,since,čas,kedy,dátum,vrijeme,kada,datum,vreme,время,когда,дата,oras,kailan,petsa',
  error:
    'error,error type,type of error,problem,chyba,typ chyby,problém,greška,vrsta greške,ошибка,тип ошибки,проблема,mali,uri ng mali,problema',
});

export const sideWords = folded<Side>({
  requester:
    'requester,user,customer,client,mine,ours,používateľ,zákazník,klient,moja,korisnik,kupac,moj,пользователь,клиент,моя,gumagamit,kustomer,akin',
  provider:
    'provider,site,service,server,yours,poskytovateľ,služba,vaša,pružatelj,davatelj,vaš,pružalac,сервис,провайдер,сайт,ваша,tagapagbigay,serbisyo,inyo',
});

export const languageWords = folded({
  en: 'english,angličtina,anglicky,engleski,английский,ingles',
  sk: 'slovak,slovenčina,slovensky,slovački,словацкий',
  hr: 'croatian,chorvátčina,hrvatski,хорватский',
  sr: 'serbian,srbčina,srpski,сербский',
  ru: 'russian,ruština,ruski,русский,ruso',
  fil: 'filipino,tagalog,filipínčina,филиппинский',
});
