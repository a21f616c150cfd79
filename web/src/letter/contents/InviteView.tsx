// An invitation: who is behind it, what it is about, until when, and the way there.
import { useNow } from "../../clock";
import { fullDate, clockTime } from "../../dates";
import { contentWords } from "../../i18n/contents";
import { Note } from "../../ui/States";
import { behind } from "./behalf";
import { Facts, Lines, Title, WayOut } from "./parts";
import type { Invite } from "./types";

export function InviteView({ invite, sender, subject }: { invite: Invite; sender: string; subject: string }) {
  const words = contentWords().invites[invite.kind];
  const time = useNow(30_000);
  const { expires_at } = invite;
  const over = expires_at !== undefined && Date.parse(expires_at) <= time;
  const until = expires_at && `${fullDate(expires_at)} ${contentWords().at(clockTime(expires_at))}`;
  return (
    <section class="content-card" aria-labelledby="invite">
      <Title id="invite" icon="invitation" subject={subject}>{invite.title || words.title}</Title>
      <Facts facts={[
        [contentWords().from, sender],
        [contentWords().behind, invite.behalf_of && behind(invite.behalf_of)],
        [contentWords().store, invite.store?.name],
        [contentWords().service, invite.service_provider?.name],
        [contentWords().good_until, until],
      ]} />
      {invite.description && <Lines>{invite.description}</Lines>}
      {over
        ? <Note kind="due" icon="warning">{contentWords().expired}</Note>
        : <WayOut uri={invite.uri} main>{words.go}</WayOut>}
    </section>
  );
}
