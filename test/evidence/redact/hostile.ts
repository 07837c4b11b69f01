/**
 * Beginnings of values, repeated: what makes an expression look again and again at the same text, if it can be made to. One a line; `␠` is a
 * blank at the end.
 */
const written = String.raw`
a
@
a@
a@x@
a%40
%40
"
"a"@
a"@x
\"
ana@x.org␠
@[IPv6:
message-id=<a@
1
1␠
1-
1.
1/
1(
1)␠
+1␠
01␠
0905 123 456␠
4111 1111 1111␠
4111111111111111␠
2026-01-01␠
1.1.2026␠
1.2.3.
1.2.3.4␠
1-2-3-
:
::
f:
a:
1:
DE89␠
AL47
A1
password
password=
password␠
password is␠
password for a b c␠
password">
name="password"␠
heslo k a␠
pass:
PIN␠
code␠
mysql␠
mysql -p
mysql a␠
login␠
login x␠
LOGIN a␠
user/password: a/
define("
--p
-u a
://a:
x://a:b@
údaje:a␠
token␠
token=
token a b c␠
key_
key
/reset/
/reset/a/
sk-a
SK00
1:AA
SG.
T1/B
Ma
G-1
backup codes a1␠
Bearer␠
Basic␠
Authorization:␠
Authorization: Digest a="
eyJ
eyJ-
eyJa.
session_
sess
a_
_
Cookie:␠
Cookie: a=b;␠
Cookie: Path=;
Cookie: secure;
Set-Cookie: expires=x
-----BEGIN PRIVATE KEY-----
-----BEGIN␠
\n
A-
račun␠
account 1
account no␠
tel 1␠
12/
漢
😀
█
²`;

const unseen = [' ', '\t', '\n', '\r\n', '\u0301', '\ud800', '\0'];
export const beginnings: readonly string[] = [
  ...unseen,
  ...written
    .trim()
    .split('\n')
    .map((line) => line.replace('␠', ' ')),
];
