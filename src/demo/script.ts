/** A line that the tour types. */
export interface Step {
  readonly line: string;
  /** The exit code that it is meant to end with; 0 if left out. */
  readonly ends?: number;
  /** Said before it. */
  readonly says?: string;
}

/** A part of the tour. */
export interface Section {
  readonly title: string;
  readonly says: string;
  readonly steps: readonly Step[];
}

/** The tour: what is said, and what is typed. */
export const script: readonly Section[] = [
  {
    title: 'Your day',
    says: 'Ana answers for several companies, in six languages. It is Wednesday, 18 November 2026; desk alone shows what the day holds.',
    steps: [{ line: 'desk' }],
  },
  {
    title: 'Finding tickets',
    says: 'A query is fields and words. Fields are compared; words are looked up in subjects and messages.',
    steps: [
      { line: "desk list 'status:new priority>=high'" },
      {
        says: 'Accents and scripts do not matter: racun is also račun and рачун.',
        line: 'desk list racun status:new,open,pending --columns id,language,requester,subject',
      },
      { says: 'Where the work is:', line: 'desk count status:new,open --by queue' },
      { says: 'A query that is needed often gets a name.', line: "desk query save late 'status:new,open due<3h'" },
      { line: 'desk list @late --sort due --columns id,due,owner,subject' },
    ],
  },
  {
    title: 'One ticket, from claim to answer',
    says: 'next takes the most pressing ticket that nobody owns, and shows it. Two agents never get the same one.',
    steps: [
      { line: 'desk next queue:billing' },
      { says: 'The receipt that she sent:', line: 'desk attachments 153 --all --into ~/receipts' },
      { line: 'cat ~/receipts/platba.txt' },
      { says: 'A colleague who comes too late is told so.', line: 'DESK_AGENT=marko desk claim 153', ends: 6 },
      {
        says: 'A note is for colleagues, a reply goes to the requester.',
        line: "desk note 153 --body 'Paid under VS 7781204, the number of the order. Matched by hand.'",
      },
      {
        line: "desk reply 153 --body 'Dobrý deň, pani Kováčová, platbu sme našli a k faktúre 2026110043 priradili. Hosting pozastavený nebude.' --close",
      },
      { line: 'desk tag matched,-payment 153' },
      {
        says: 'Somebody calls: a new ticket.',
        line: "desk create --subject 'Caller asks for an offer' --requester 555-0129 --channel phone --queue billing --body 'Wants hosting for three shops.'",
      },
      { says: 'Nothing is lost: every change, by whom and when.', line: 'desk show 153 --history | tail -n 4' },
    ],
  },
  {
    title: 'One outage, many reports',
    says: 'Ticket 179 is about a mail server that is down; others report the same.',
    steps: [
      { line: 'desk list subject:mail,smtp3 created:today --columns id,status,age,owner,subject' },
      { line: 'desk link 179 related 197' },
      { says: 'Reports of one thing become one ticket, with all their messages and people.', line: 'desk merge 180 183 189 --into 179' },
      { line: "desk reply 179 --body 'Front je presunutý, zadržané správy práve odchádzajú.' --status pending" },
      { line: 'desk wait 179 --until 4h' },
      { line: "desk route technical 197 --note 'Maybe smtp3 as well, see 179.'" },
      { line: 'desk prioritize high 195 197' },
    ],
  },
  {
    title: 'Answers with evidence',
    says: 'Ticket 172 asks why sending fails. What it names is looked up in the logs, around the times that it names; data of others is masked.',
    steps: [
      { line: 'desk logs 172 --columns n,time,text' },
      { says: 'The articles of a folder, and those that explain what the requester met:', line: 'desk kb sync | tail -n 1' },
      { line: 'desk kb suggest 172 --columns id,language,title' },
      {
        says: 'Lines, articles and templates go into the reply, in the language of the requester.',
        line: "desk reply 172 --with tpl:greeting --with log:8 --with kb:hr/skener-starttls --body 'Zaključao ga je skener sa starom lozinkom; otključala sam ga.' --status pending",
      },
      { line: 'desk show 172 | tail -n 28' },
      { says: 'Whose billing center took the money?', line: 'desk billing show 167' },
      {
        says: 'Every reply is looked at before it goes out.',
        line: "desk reply 149 --body 'Výpis z logu posielam v prílohe.'",
        ends: 7,
      },
    ],
  },
  {
    title: 'Many at once',
    says: 'Every command that takes a ticket takes many: ids, ranges, a query, or what comes through a pipe. What would happen can be seen first.',
    steps: [
      { line: "desk tag outage --where 'tag:late-data owner:none' --dry-run" },
      { line: 'desk list tag:late-data owner:none -q | desk assign irina -' },
      { says: 'More than twenty tickets are not touched by a slip of the hand.', line: "desk close --where 'status:new'", ends: 2 },
      {
        says: 'A list of changes from a text is checked as a whole before the first one is made.',
        line: "desk triage <<'END'\nclaim 191 198\nroute technical 199\nassign marko 194\nclose 200 --reply 'We are here. What can we do for you?'\nEND",
      },
    ],
  },
  {
    title: "Strangers' text does no harm",
    says: 'This message tries to clear the screen and to colour it; what it wanted to do is shown instead of done.',
    steps: [
      { line: 'desk show 192' },
      {
        says: 'And a subject that a spreadsheet would run as a formula is defused.',
        line: 'desk list id:177 --format csv --columns id,subject',
      },
      { line: 'desk delete 177 --spam' },
    ],
  },
  {
    title: 'In and out, and safe',
    says: 'Tickets come in from CSV, NDJSON and mail. What would be made of each row can be seen first; the same row is never imported twice.',
    steps: [
      {
        line: "desk import - --kind csv <<'END'\nsubject,requester,priority,status\nPrinter prints blank pages,lena@firma.example,high,open\nNo sound in room 4,jan@firma.example,low,new\nEND",
      },
      {
        says: 'Everything can be had as CSV or JSON, for a spreadsheet or for a script, and the whole desk as one file.',
        line: 'desk export created:2026-11 --format csv --columns id,queue,status,created,first-reply > ~/november.csv',
      },
      { line: 'head -n 4 ~/november.csv' },
      { line: 'desk list status:new language:hr --json=id,subject,age --limit 2' },
      { line: 'desk backup ~/desk-2026-11-18.db' },
    ],
  },
];

/** What is said at the end. */
export const farewell: Section = {
  title: 'On by hand',
  says: [
    'That was real output; the desk that it came from is gone, and nothing of yours was touched. To go on by hand:',
    '',
    '  desk demo --keep tour   the same desk in the folder tour, to play with',
    '  desk                    your own desk',
    '  desk create             its first ticket',
    '  desk import --help      tickets that you have: CSV, NDJSON, mail',
    '  desk help               all commands; desk help query how to find tickets',
  ].join('\n'),
  steps: [],
};
