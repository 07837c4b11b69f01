/**
 * What mail programs write around what is quoted, in the languages of our desks (English, Slovak, Serbian in both scripts, Croatian, Russian, Filipino) and of their
 * neighbours. Texts of programs, not of people: they are compared as they stand, whatever the case.
 */

/** "wrote", as in "On Monday Ann wrote:". */
export const wrote = alternatives(
  'wrote writes schrieb geschrieben schreef geschreven napísala? napísal\\(a\\) napsala? napsal\\(a\\) napisała? napisał\\(a\\) napisa[ol]a? написал[аи]?',
  'написал\\(а\\) написао написала пишет пише писал[аи]? писао kirjoitti skrev scrisse scritto scris escribió escreveu écrit írta yazdı isinulat sinulat sumulat nagsulat',
  'napisao/la написао/ла escribio ecrit',
);

/** The lines above a quoted mail, by what they tell. */
export const headings = {
  from: alternatives(
    'from od von de van da från fra lähettäjä otpravitelʹ от кого од отправитель mula|mula\\ kay|mula\\ sa пошиљалац pošiljatelj feladó',
  ),
  sent: alternatives(
    'sent date gesendet datum verzonden enviad[oa] inviato data skickat sendt envoyé odoslané odesláno poslano poslato dátum datum fecha päiväys lähetetty отправлено дата послато датум ipinadala petsa',
    'wysłano elküldve',
  ),
  to: alternatives('to an aan para à pour till til komu за кому kome prima za para\\ kay címzett vastaanottaja do a'),
  subject: alternatives(
    'subject betreff onderwerp asunto assunto oggetto objet ämne emne predmet předmět тема предмет naslov наслов paksa temat tárgy aihe',
  ),
} as const;

/** Between dashes above a mail that was answered. */
export const original = alternatives(
  'original\\ (?:message|mail|appointment) reply\\ message ursprüngliche\\ nachricht originalnachricht oorspronkelijk\\ bericht message\\ d.origine mensaje\\ original mensagem\\ original',
  'messaggio\\ originale pôvodná\\ správa původní\\ zpráva izvorna\\ poruka originalna\\ poruka оригинална\\ порука изворна\\ порука исходное\\ сообщение oprindelig\\ (?:meddelelse|besked) opprinnelig\\ melding ursprungligt\\ meddelande',
  'oryginalna\\ wiadomość orihinal\\ na\\ mensahe message\\ original eredeti\\ üzenet',
);

/** Above a mail that was handed on: what stands below is what its sender wants us to read. */
export const forwarded = alternatives(
  'forwarded\\ message begin\\ forwarded\\ message forwarded\\ by weitergeleitete\\ nachricht doorgestuurd\\ bericht message\\ transféré mensaje\\ reenviado mensagem\\ encaminhada messaggio\\ inoltrato',
  'preposlaná\\ správa přeposlaná\\ zpráva proslijeđena\\ poruka prosleđena\\ poruka прослеђена\\ порука пересылаемое\\ сообщение пересланное\\ сообщение videresendt\\ (?:meddelelse|melding)',
  'vidarebefordrat\\ meddelande przekazana\\ wiadomość ipinasang\\ mensahe',
);

/** What phones and programs put under each mail, up to the name of the thing. */
export const sentFrom = alternatives(
  'sent\\ from sent\\ via sent\\ with get\\ outlook\\ for gesendet\\ (?:von|mit|aus) von\\ meinem verzonden\\ (?:vanaf|met|via) verstuurd\\ (?:vanaf|met) envoyé\\ (?:de|depuis|à\\ partir) enviado\\ (?:desde|do|a\\ partir|con)',
  'inviato\\ da(?:l)? odoslané\\ (?:z|zo|cez|pomocou) odesláno\\ (?:z|ze|pomocí) poslano\\ (?:s|sa|iz|pomoću) poslato\\ (?:sa|s|iz|pomoću) послато\\ (?:са|из|помоћу) отправлено\\ (?:с|со|из|через) ipinadala\\ mula sendt\\ (?:fra|med|via)',
  'skickat\\ från skickades\\ från wysłane\\ z lähetetty lahetetty diese\\ nachricht\\ wurde\\ von',
);

/** The last words before a name. */
export const farewells = alternatives(
  '(?:best|kind|kindest|warm|warmest|many)?\\ ?(?:regards|wishes|thanks) cheers sincerely yours\\ (?:sincerely|truly|faithfully) thanks(?:\\ (?:again|in\\ advance|a\\ lot))? thank\\ you respectfully',
  's\\ pozdravom s\\ úctou (?:pekný|pekne|srdečne)\\ ?(?:deň|pozdravujem)? ďakujem za\\ pochopenie\\ ďakujem s\\ pozdravem lijep\\ pozdrav lep\\ pozdrav srdačan\\ pozdrav pozdrav s\\ poštovanjem hvala',
  'леп\\ поздрав срдачан\\ поздрав с\\ поштовањем поздрав хвала с\\ уважением с\\ наилучшими\\ пожеланиями спасибо заранее\\ спасибо salamat(?:\\ po)? maraming\\ salamat(?:\\ po)? lubos\\ na\\ gumagalang',
  'mit\\ (?:freundlichen|besten|lieben)\\ grüßen (?:viele|liebe|beste|schöne)\\ grüße mfg cordialement saludos atentamente cordiali\\ saluti met\\ vriendelijke\\ groet',
);

/** A blank parts two; `\\ ` is one within. */
function alternatives(...lists: readonly string[]): string {
  return `(?:${lists
    .join(' ')
    .split(/(?<!\\) +/)
    .filter((word) => word !== '')
    .map((word) => word.replaceAll('\\ ', String.raw`\s+`))
    .join('|')})`;
}
