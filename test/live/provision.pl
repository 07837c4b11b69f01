#!/usr/bin/perl
# Agents, queues and custom fields that the contract of a backend speaks of, on a Request Tracker that was started for it. Prints them as JSON.
use strict; use warnings; use utf8;
use lib '/usr/local/share/request-tracker5/lib', '/usr/share/request-tracker5/lib';
use RT -init; use JSON;
require RT::AuthToken;
my $sys = RT->SystemUser;
sub ok { my ($ok, $msg) = @_; die "provision: $msg\n" unless $ok }
sub grant { my ($to, $on, @rights) = @_;
  for my $right (@rights) { next if $to->HasRight(Right => $right, Object => $on); ok($to->GrantRight(Right => $right, Object => $on)) } }
my $agents = RT::Group->new($sys); $agents->LoadUserDefinedGroup('Agents'); die "no group Agents\n" unless $agents->id;
my @rights = qw(SeeQueue ShowTicket ShowTicketComments ShowOutgoingEmail CreateTicket ReplyToTicket CommentOnTicket OwnTicket
  TakeTicket StealTicket ModifyTicket DeleteTicket Watch WatchAsAdminCc SeeCustomField ModifyCustomField);
my @queues;
for my $name ('Sales', 'Second line', 'zoo', 'zebra', 'Support', 'Billing', 'Technical') {
  my $queue = RT::Queue->new($sys); $queue->Load($name);
  ok($queue->Create(Name => $name, CorrespondAddress => 'q' . int(rand 1e9) . '@lab.test')) unless $queue->id;
  grant($agents->PrincipalObj, $queue, @rights);
  push @queues, $queue;
}
my %fields;
for my $field (['Tags', 'FreeformMultiple'], map { [$_, 'FreeformSingle'] } qw(Plan Tier Category Side Place Language Channel)) {
  my ($name, $type) = @$field; my $cf = RT::CustomField->new($sys);
  $cf->LoadByName(Name => $name, LookupType => RT::Ticket->CustomFieldLookupType, IncludeDisabled => 1);
  ok($cf->Create(Name => $name, Type => $type, LookupType => RT::Ticket->CustomFieldLookupType)) unless $cf->id;
  for my $queue (@queues) { next if $cf->IsAdded($queue->id); ok($cf->AddToObject($queue)) }
  $fields{$name} = $type;
}
my %tokens;
for my $name (qw(ana ben eve), map { "racer$_" } 1 .. 6) {
  my $user = RT::User->new($sys); $user->Load($name);
  ok($user->Create(Name => $name, RealName => ucfirst $name, EmailAddress => "$name\@lab.test", Privileged => 1)) unless $user->id;
  ok($agents->AddMember($user->PrincipalId)) unless $agents->HasMember($user->PrincipalId);
  my $token = RT::AuthToken->new($sys); my ($id, $msg, $text) = $token->Create(Owner => $user->id, Description => 'contract'); ok($id, $msg);
  $tokens{$name} = $text;
}
print JSON->new->canonical->encode({ tokens => \%tokens, queues => [map { $_->Name } @queues], fields => \%fields }), "\n";
