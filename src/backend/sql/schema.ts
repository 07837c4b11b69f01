/**
 * The tables of a desk. Times are ISO 8601 UTC texts of 24 characters, which sort as they stand; names are in normal form; a priority is its rank.
 *
 * - `ticket.active` is 1 for what is unfinished and not gone: the lists of a day's work have an index of their own on it.
 * - `attribute` holds what a ticket may have several of, or of its own naming: `tag`, `cc`, `place`, `field.<name>`; `key` is the value's normal form.
 * - `link` holds each link twice, once from each side.
 * - `event` is append-only: only erasing a ticket takes texts out of it.
 * - `once` remembers what was done under a key; `forever` are imports.
 * - `person.words` are the folded words of the name, each with a blank before it.
 * - `search` (made by the dialect) holds folded words: `subject` and `text`, by the ticket's id.
 *
 * A step, once released, is never changed: a new one is added after it. The second one brought articles:
 *
 * - `article.audience`, `tags`, `signatures` are JSON arrays; `source` is the folder that it came from.
 * - `article_key` is what an article is looked up by as a whole, such as the codes of errors.
 * - `article_search` (made by the dialect) holds the terms that it is found by, by its number.
 */
export const tables: readonly string[] = [
  `CREATE TABLE ticket (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL, active INTEGER NOT NULL,
    subject TEXT NOT NULL, status TEXT NOT NULL, priority INTEGER NOT NULL, queue TEXT NOT NULL, owner TEXT, requester TEXT,
    channel TEXT NOT NULL, category TEXT, side TEXT, language TEXT,
    created TEXT NOT NULL, updated TEXT NOT NULL, due TEXT, closed TEXT, first_reply TEXT, waiting_since TEXT, until TEXT,
    merged_into INTEGER, gone TEXT, messages INTEGER NOT NULL, links INTEGER NOT NULL)`,
  `CREATE TABLE attribute (ticket INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (ticket, name, value))`,
  `CREATE TABLE message (
    id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL, kind TEXT NOT NULL, author TEXT NOT NULL, author_name TEXT, at TEXT NOT NULL,
    body TEXT NOT NULL, cc TEXT NOT NULL, bcc TEXT NOT NULL, message_id TEXT)`,
  `CREATE TABLE blob (hash TEXT PRIMARY KEY, content BLOB NOT NULL)`,
  `CREATE TABLE attachment (
    id INTEGER PRIMARY KEY, message INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL, hash TEXT NOT NULL)`,
  `CREATE TABLE link (ticket INTEGER NOT NULL, relation TEXT NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (ticket, relation, other))`,
  `CREATE TABLE event (
    id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, kind TEXT NOT NULL, operation TEXT NOT NULL,
    before TEXT NOT NULL, after TEXT NOT NULL, message INTEGER, other TEXT, moved TEXT)`,
  `CREATE TABLE once (key TEXT PRIMARY KEY, at TEXT NOT NULL, forever INTEGER NOT NULL, ticket INTEGER NOT NULL, message INTEGER)`,
  `CREATE TABLE person (address TEXT PRIMARY KEY, name TEXT, words TEXT)`,
  `CREATE TABLE agent (name TEXT PRIMARY KEY, role TEXT NOT NULL, queues TEXT NOT NULL, removed TEXT)`,
];

/** Indexes, made after the tables so that a load can be made first. */
export const indexes: readonly string[] = [
  `CREATE INDEX ticket_pressing ON ticket (priority DESC, coalesce(due, '9'), id) WHERE active = 1`,
  `CREATE INDEX ticket_owner ON ticket (owner, priority DESC, coalesce(due, '9'), id) WHERE active = 1`,
  `CREATE INDEX ticket_requester ON ticket (requester)`,
  `CREATE INDEX attribute_key ON attribute (name, key, ticket)`,
  `CREATE INDEX message_ticket ON message (ticket, id)`,
  `CREATE INDEX message_thread ON message (message_id) WHERE message_id IS NOT NULL`,
  `CREATE INDEX attachment_message ON attachment (message)`,
  `CREATE INDEX attachment_blob ON attachment (hash)`,
  `CREATE INDEX event_ticket ON event (ticket, id)`,
  `CREATE INDEX once_old ON once (at) WHERE forever = 0`,
];

/** The second step: the knowledge base. */
export const articleTables: readonly string[] = [
  `CREATE TABLE article (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT, hash TEXT NOT NULL,
    title TEXT NOT NULL, language TEXT, audience TEXT NOT NULL, tags TEXT NOT NULL, url TEXT, signatures TEXT NOT NULL, body TEXT NOT NULL)`,
  `CREATE TABLE article_key (key TEXT NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (key, article))`,
  `CREATE INDEX article_key_article ON article_key (article)`,
];

/** The third step: access tokens, of which only a hash is kept. */
const tokenTables: readonly string[] = [
  `CREATE TABLE token (
    id INTEGER PRIMARY KEY, agent TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL, expires TEXT, used TEXT, revoked TEXT)`,
  `CREATE INDEX token_agent ON token (agent)`,
];

/**
 * The fourth step: mail on its way out, a row for each recipient.
 *
 * - `outbox.key` is the step that it tells; so nobody is told of one twice.
 * - `due` is when it is tried next; while it is being sent (`sending`), and then that the other side may have all of it (`handed`), until when `holder` has it.
 * - `person.bounced` is since when an address takes no mail, `bounce` what was said.
 */
const outboxTables: readonly string[] = [
  `CREATE TABLE outbox (
    id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, message INTEGER,
    message_id TEXT NOT NULL, recipient TEXT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL, due TEXT NOT NULL, holder TEXT,
    attempts INTEGER NOT NULL, resent INTEGER NOT NULL, created TEXT NOT NULL, settled TEXT, answer TEXT)`,
  `CREATE UNIQUE INDEX outbox_once ON outbox (key, recipient)`,
  `CREATE INDEX outbox_ticket ON outbox (ticket, id)`,
  `CREATE INDEX outbox_thread ON outbox (message_id)`,
  `CREATE INDEX outbox_due ON outbox (due, id) WHERE state IN ('waiting', 'sending', 'handed')`,
  `CREATE INDEX outbox_unsent ON outbox (id) WHERE state <> 'sent'`,
  `CREATE INDEX outbox_receipts ON outbox (recipient, created) WHERE kind = 'received'`,
  `ALTER TABLE person ADD COLUMN bounced TEXT`,
  `ALTER TABLE person ADD COLUMN bounce TEXT`,
];

/** The next step: sites whose visitors write to the desk; `site.hash` is that of their key. */
const siteTables: readonly string[] = [
  `CREATE TABLE site (
    name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, queue TEXT, category TEXT, origins TEXT NOT NULL, authenticated INTEGER NOT NULL,
    created TEXT NOT NULL, used TEXT)`,
];

/**
 * The step after it: who is on file.
 *
 * - `contact_way.way` is an address in normal form or a phone in international form, of one contact alone; `contact.words` are the folded words of the name.
 * - `contact_for` says that `contact` may act for `other`.
 * - `message.sender` is who wrote it, as was known when it came, `proof` how that was proved, `acting_for` the requester for whom somebody else wrote.
 */
const contactTables: readonly string[] = [
  `CREATE TABLE contact (id INTEGER PRIMARY KEY, name TEXT NOT NULL, words TEXT NOT NULL)`,
  `CREATE TABLE contact_way (way TEXT PRIMARY KEY, contact INTEGER NOT NULL, kind TEXT NOT NULL)`,
  `CREATE INDEX contact_way_contact ON contact_way (contact)`,
  `CREATE TABLE contact_for (contact INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (contact, other))`,
  `CREATE INDEX contact_for_other ON contact_for (other)`,
  `ALTER TABLE message ADD COLUMN sender TEXT`,
  `ALTER TABLE message ADD COLUMN proof TEXT`,
  `ALTER TABLE message ADD COLUMN acting_for TEXT`,
];

/** The step after it: `outbox.mark` is told to the recipient of a mail alone, so that what comes back with it is theirs; NULL for mails of before. */
const markColumns: readonly string[] = [`ALTER TABLE outbox ADD COLUMN mark TEXT`];

/** The step after it: `token.maker` is the token that was shown when one was made; NULL also for those of before. */
const makerColumns: readonly string[] = [`ALTER TABLE token ADD COLUMN maker INTEGER`];

/** The steps after the first two, which each engine makes alike but for its types. */
export const laterSteps: readonly (readonly string[])[] = [tokenTables, outboxTables, siteTables, contactTables, markColumns, makerColumns];
