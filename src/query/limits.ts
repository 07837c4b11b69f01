/** Of a query as it is typed: UTF-16 units. Room for some ten thousand ids. */
export const maxLength = 65_536;

/** How deep parentheses, `not` and saved queries may stand within each other. */
export const maxDepth = 50;

/** How many terms a query may have, those of its saved queries included, each word of a phrase as one: databases stop at about a thousand. */
export const maxTerms = 500;
