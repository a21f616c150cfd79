// How to reach the operator: at the foot of every page and of the menu, and in full where one asks for help.
import { language, t } from "../i18n";
import { operator } from "../operator";
import { chooseLanguage } from "../session";
import { useStore } from "../store";

/** The telephone, to be called with a press. */
const Phone = ({ number }: { number: string }) => <a href={`tel:${number.replace(/[^+\d]/g, "")}`}>{number}</a>;

const Status = ({ url }: { url: string }) => <a href={url}>{t.foot.status}</a>;

/** Telephone, hours, disturbances; what is not set is not there. `outside` adds what members have in their menu. */
export function Foot({ outside }: { outside?: boolean }) {
  const { support_phone, support_hours, status_url } = useStore(operator);
  const hours = support_hours[useStore(language)];
  return (
    <footer class="foot">
      {outside && <Outside />}
      {(support_phone || hours) && (
        <p>
          {support_phone && <><span>{t.foot.support}</span> <Phone number={support_phone} /></>} {hours && <span>{hours}</span>}
        </p>
      )}
      {status_url && <Status url={status_url} />}
    </footer>
  );
}

function Outside() {
  const other = useStore(language) === "sv" ? "en" : "sv";
  return (
    <>
      <button class="link" type="button" lang={other} onClick={() => chooseLanguage(other)}>{t.door.other_language}</button>
      <a href="/help">{t.nav.help}</a>
      <a href="/terms">{t.nav.terms}</a>
      <a href="/accessibility">{t.nav.accessibility}</a>
    </>
  );
}

export function Contacts() {
  const { support_email, support_phone, support_hours, status_url, ...house } = useStore(operator);
  const hours = support_hours[useStore(language)];
  const who = [house.legal_name, house.organisation_number, house.postal_address].filter(Boolean).join(", ");
  return (
    <ul class="contacts">
      {who && <li>{who}</li>}
      <li><a href={`mailto:${support_email}`}>{support_email}</a></li>
      {support_phone && <li><Phone number={support_phone} /></li>}
      {hours && <li>{hours}</li>}
      {status_url && <li><Status url={status_url} /></li>}
    </ul>
  );
}
