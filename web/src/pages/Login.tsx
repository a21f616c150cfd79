// Logging in with BankID, and the way in for those who are new.
import { useState } from "preact/hooks";
import { api } from "../api";
import type { After } from "../api-types";
import { LOGIN, useBankId } from "../bankid";
import { t } from "../i18n";
import { usePlace, type Memory } from "../router";
import { enter } from "../session";
import { BankId } from "../ui/BankId";
import { Button, LinkButton } from "../ui/Button";
import { Heading } from "../ui/Heading";
import { Door } from "../ui/Door";
import { Note } from "../ui/States";

export function Login() {
  const [after, setAfter] = useState<After | null>(null);
  const order = useBankId(
    LOGIN,
    (same_device) => api.login({ purpose: "login", same_device }),
    (next) => (next === "no_account" || next === "underage" ? setAfter(next) : void enter()),
  );
  const again = () => {
    if (after === "no_account") void api.leaveEnrolment().catch(() => {}); // or whoever comes next could open it
    setAfter(null);
  };
  if (after) return <Stranger why={after} again={again} />;
  const resting = order.view.at !== "waiting";
  return (
    <Door>
      <Why memory={usePlace().memory} hidden={!resting} />
      <Heading title={t.login.title}>{t.login.title}</Heading>
      {resting && <p class="lead">{t.login.lead}</p>}
      <BankId order={order} />
      <p class="door-foot"><a href="/open">{t.login.new_here}</a></p>
    </Door>
  );
}

/** A kind word about why one is asked to log in. */
const Why = ({ memory: { why }, hidden }: { memory: Memory; hidden: boolean }) =>
  why && !hidden ? <Note kind={why === "left" || why === "everywhere" ? "ok" : "info"} live>{t.login.why[why]}</Note> : null;

function Stranger({ why, again }: { why: After; again: () => void }) {
  const words = why === "underage" ? t.login.underage : t.login.no_account;
  return (
    <Door>
      <Heading title={words.title}>{words.title}</Heading>
      <p class="lead">{words.text}</p>
      <div class="ways">
        {why === "no_account" && <LinkButton wide look="go" href="/open">{t.login.open}</LinkButton>}
        <Button wide onPress={again}>{t.login.again}</Button>
      </div>
    </Door>
  );
}
