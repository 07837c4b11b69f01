import { foldText } from '../../../model/fold.ts';

/** The parts of a day that people name. `hours` below says what each means. */
export type Part = 'morning' | 'forenoon' | 'noon' | 'afternoon' | 'evening' | 'night' | 'midnight' | 'last night';
export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month';
export type Role =
  | 'ago'
  | 'before'
  | 'after'
  | 'since'
  | 'until'
  | 'between'
  | 'and'
  | 'last'
  | 'this'
  | 'whole'
  | 'already'
  | 'still'
  | 'about'
  | 'at'
  | 'on'
  | 'am'
  | 'pm'
  | 'just'
  | 'weekend'
  | 'ordinal'
  | 'year'
  | 'filler';

/** All that one folded word may mean; the words around it decide. */
export interface Word {
  readonly day?: number;
  readonly part?: Part;
  readonly unit?: Unit;
  /** At least and at most: a few are two to five. */
  readonly count?: readonly [number, number];
  /** 0 is Sunday. */
  readonly weekday?: number;
  readonly month?: number;
  /** An hour of the clock in Filipino, which counts them in Spanish. */
  readonly hour?: number;
  /** A zone: how far its clock is ahead of UTC, in minutes. */
  readonly zone?: number;
  readonly roles?: ReadonlySet<Role>;
}

/**
 * What the parts of a day mean, in hours from its midnight; more than 24 is the next day. They overlap, because people's words do: a window
 * that is a little wide finds the line in the log, one that is too narrow does not.
 */
export const hours: Readonly<Record<Part, readonly [number, number]>> = {
  morning: [5, 12],
  forenoon: [8, 12],
  noon: [11, 14],
  afternoon: [12, 18],
  evening: [17, 24],
  night: [21, 30],
  midnight: [23, 25],
  'last night': [18, 30],
};

const parts: Readonly<Record<Part, string>> = {
  morning: 'morning mornings ráno rána ranní ujutro ujutru jutro jutra jutru izjutra утро утром утра umaga umagang madaling',
  forenoon: 'dopoludnia dopoludním doobeda dopoledne dopo prijepodne prepodne',
  noon: 'noon midday poludnie poludní poludním obed obede obeda obedom poledne polednem podne podneva podnevu полдень полудня полдня обед обеда обедом tanghali tanghaling',
  afternoon: 'afternoon popoludní popoludnia popoludnie poobede odpoledne popodne popodneva poslijepodne poslepodne днём дня hapon hapong',
  evening: 'evening večer večera večere navečer podvečer uveče uvečer večerom вечер вечером вечера gabi gabing',
  night: 'night noc noci nocí noć noći noću ночь ночью ночи overnight',
  midnight: 'midnight polnoc polnoci půlnoc půlnoci půlnocí ponoć ponoći полночь полночи полуночи hatinggabi',
  'last night': '',
};

const units: Readonly<Record<Unit, string>> = {
  minute:
    'minute minutes min mins minút minúta minúty minútu minútou minútami minuta minuty minutu minutou minutami minut minuti minutama минута минуты минуту минут минуте minuto minutong',
  hour: 'hour hours hr hrs h hod hodina hodiny hodinu hodin hodín hodinou hodinami hodině sat sata sati satima čas časa часов ч oras horas polhodinou polhodinu polhodiny půlhodinou půlhodinu полчаса',
  day: 'day days deň dňa dní dni dňom dňami den dne dny dnů dnem dan dana dani danima день дня дней дни днями araw',
  week: 'week weeks týždeň týždňa týždne týždni týždňov týždňom týždňami týden týdne týdny týdnů týdnem týdnu tjedan tjedna tjedana tjedni tjednu tjednom sedmica sedmice sedmicu sedmici sedmicom nedelja nedelje nedelju nedelji неделя недели неделю недель неделе linggo linggong',
  month:
    'month months mesiac mesiaca mesiace mesiaci mesiacov mesiacom mesiacmi měsíc měsíce měsíci měsíců měsícem mjesec mjeseca mjeseci mjesecu mesec meseca meseci mesecu месяц месяца месяцев месяце buwan buwang',
};

const counts: readonly (readonly [readonly [number, number], string])[] = [
  [[0.5, 0.5], 'half pol pola půl polhodinou polhodinu polhodiny půlhodinou půlhodinu полчаса kalahating'],
  [[1, 1], 'a an one jeden jedna jednu jedným jednou jedné jedno jedan jednog один одна одну isa isang'],
  [[2, 2], 'two couple dva dve dvě dvoma dvěma dvaja dvije dvije два две двух dalawa dalawang'],
  [[3, 3], 'three tri tři troma třemi три трёх tatlo tatlong'],
  [[4, 4], 'four štyri štyrmi čtyři čtyřmi četiri четыре четири apat'],
  [[5, 5], 'five päť piatimi pět pěti pet пять пет lima limang'],
  [[6, 6], 'six šesť šiestimi šest шесть шест anim'],
  [[7, 7], 'seven sedem siedmimi sedm sedam семь седам pito pitong'],
  [[8, 8], 'eight osem ôsmimi osm osam восемь осам walo walong'],
  [[9, 9], 'nine deväť deviatimi devět devet девять девет siyam'],
  [[10, 10], 'ten desať desiatimi deset десять sampu sampung'],
  [[2, 5], 'few several niekoľko niekoľkými několik několika nekoliko неколико несколько pár par пару ilang'],
];

const days: readonly (readonly [number, string])[] = [
  [-2, 'predvčerom predvčerajškom předevčírem prekjučer preključer prekjuče позавчера kamakalawa'],
  [-1, 'yesterday včera včerajška včerejška jučer juče вчера вчерашнего kahapon'],
  [1, 'tomorrow zajtra zítra sutra завтра bukas'],
  [2, 'pozajtra pozítří prekosutra послезавтра'],
  [0, 'today dnes dnešného dneška dneska danas сегодня сегодняшнего kanina kaninang jutros večeras noćas tonight'],
];
/** One word for a day and its part. */
const both: readonly (readonly [number, Part, string])[] = [
  [0, 'morning', 'jutros'],
  [0, 'evening', 'večeras tonight'],
  [0, 'night', 'noćas'],
  [-1, 'last night', 'sinoć kagabi'],
];

const weekdays: readonly string[] = [
  'sunday nedeľa nedeľu nedele nedeli neděle neděli nedjelja nedjelju nedjelje nedjeljom nedelja nedelju nedelje воскресенье воскресенья linggo',
  'monday pondelok pondelka pondelku pondělí ponedjeljak ponedjeljka ponedeljak ponedeljka понедельник понедельника lunes',
  'tuesday utorok utorka utorku úterý úterka utorak utorka вторник вторника martes',
  'wednesday streda stredu stredy středa středu středy srijeda srijedu srijede sreda sredu srede среда среду среды miyerkules miyerkoles',
  'thursday štvrtok štvrtka štvrtku čtvrtek čtvrtka čtvrtku četvrtak četvrtka четверг четверга huwebes',
  'friday piatok piatka piatku pátek pátku pátka petak petka пятница пятницу пятницы biyernes',
  'saturday sobota sobotu soboty subota subotu subote суббота субботу субботы sabado',
];

const months: readonly string[] = [
  'january jan január januára januári leden ledna siječanj siječnja januar januara январь января янв enero',
  'february feb február februára februári únor února veljača veljače februar februara февраль февраля фев pebrero',
  'march mar marec marca marci březen března ožujak ožujka mart marta март марта мар marso',
  'april apr apríl apríla duben dubna travanj travnja aprila апрель апреля апр abril',
  'may máj mája květen května svibanj svibnja maj maja май мая mayo',
  'june jun jún júna červen června lipanj lipnja juna июнь июня hunyo',
  'july jul júl júla červenec července srpanj srpnja jula июль июля hulyo',
  'august aug augusta srpen srpna kolovoz kolovoza avgust avgusta август августа авг agosto',
  'september sep sept septembra září rujan rujna septembar сентябрь сентября сен setyembre',
  'october oct okt október októbra říjen října oktobar oktobra октябрь октября окт oktubre',
  'november nov novembra listopad listopadu listopada studeni studenoga studenog novembar ноябрь ноября ноя nobyembre',
  'december dec decembra prosinec prosince prosinac prosinca decembar декабрь декабря дек disyembre',
];

const clockHours = 'una dos tres kwatro singko sais siyete otso nuwebe diyes onse dose'.split(' ');

/** Whole hours, and those of the places whose people write to this desk. */
const zones: Readonly<Record<string, number>> = {
  z: 0,
  utc: 0,
  gmt: 0,
  cet: 60,
  cest: 120,
  sec: 60,
  selc: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  мск: 180,
  bst: 60,
  wet: 0,
  west: 60,
  pht: 480,
  edt: -240,
  est: -300,
  cdt: -300,
  pdt: -420,
  pst: -480,
};

const roles: Readonly<Record<Role, string>> = {
  ago: 'ago назад unazad unatrag nakaraan nakararaan nakalipas',
  before: 'pred před prije pre before',
  after: 'poslije posle после po after',
  since: 'since from od odo s so z ze mula simula magmula с со от starting',
  until: 'until till to do až hanggang до po по through',
  between: 'between medzi mezi između pagitan',
  and: 'and a i и at',
  last: 'last past previous minulý minulá minulé minulú minulého minulom minulých minulej posledný posledná posledné poslednú posledných poslední posledních prošli prošla prošle prošlu prošlog prošlom prošloj zadnji zadnja zadnje zadnju zadnjih posljednji posljednja posljednje posljednjih poslednji poslednja poslednje poslednjih прошлый прошлая прошлую прошлой прошлого прошлом последние последних nakaraang nakalipas huling uplynulé uplynulých',
  this: 'this tento toto túto tohto tomto týmto tuto ovaj ova ovo ove ovu ovog ovoga этот эта это эту этой этом ngayong',
  whole: 'celý celou celú celé cijeli ceo cijelo celog cijelog весь целый buong all whole',
  already: 'už již uz već уже',
  still: 'na',
  about:
    'about around approximately roughly okolo približne přibližně asi cca circa kolem oko otprilike približno около примерно приблизительно mga bandang circa',
  at: 'at o u v vo ve в во alas ala kl ob nang noong',
  on: 'on noong v vo ve u в во dňa dna dne dana na on nung',
  am: 'am',
  pm: 'pm',
  just: 'just только ngayon kani upravo malopre maloprije малопре práve právě před',
  weekend: 'weekend víkend víkendu vikend vikenda vikendu vikendom víkendom выходные выходных',
  ordinal: 'st nd rd th g',
  year: 'r g года год godine roku rok year',
  filler: 'the of ng nang na ang sa in v vo ve u v в во o na день po vremena času time on at s oko about k ku dobu',
};

type Building = { -readonly [K in keyof Word]: Word[K] } & { roles?: Set<Role> };

function build(): ReadonlyMap<string, Word> {
  const all = new Map<string, Building>();
  const each = (text: string, put: (word: Building) => void): void => {
    for (const written of text.split(' ')) {
      const folded = foldText(written).replaceAll(' ', '');
      if (folded === '') continue;
      const word = all.get(folded) ?? {};
      put(word);
      all.set(folded, word);
    }
  };
  const entries = <K extends string>(table: Readonly<Record<K, string>>): readonly [K, string][] => Object.entries(table) as [K, string][];
  for (const [part, text] of entries(parts)) each(text, (word) => (word.part = part));
  for (const [unit, text] of entries(units)) each(text, (word) => (word.unit = unit));
  for (const [count, text] of counts) each(text, (word) => (word.count = count));
  for (const [day, text] of days) each(text, (word) => (word.day = day));
  for (const [day, part, text] of both) each(text, (word) => Object.assign(word, { day, part }));
  for (const [weekday, text] of weekdays.entries()) each(text, (word) => (word.weekday = weekday));
  for (const [month, text] of months.entries()) each(text, (word) => (word.month = month + 1));
  for (const [hour, text] of clockHours.entries()) each(text, (word) => (word.hour = hour + 1));
  for (const [name, zone] of Object.entries(zones)) each(name, (word) => (word.zone = zone));
  for (const [role, text] of entries(roles)) each(text, (word) => (word.roles ??= new Set()).add(role));
  return all;
}

let known: ReadonlyMap<string, Word> | undefined;

/** What a folded word may mean; undefined if we do not know it. */
export const wordOf = (folded: string): Word | undefined => (known ??= build()).get(folded);
