// The account is open: what happens now, and the way in.
import { t } from "../../i18n";
import { enter, keepLanguage } from "../../session";
import { Button } from "../../ui/Button";
import { Heading } from "../../ui/Heading";
import { Icon } from "../../ui/Icon";

const goIn = () => {
  keepLanguage();
  void enter("/inbox");
};

export const Done = () => (
  <>
    <span class="state-icon done"><Icon name="check" /></span>
    <Heading title={t.open.done_title}>{t.open.done_title}</Heading>
    <p class="lead">{t.open.done_lead}</p>
    <p>{t.open.done_text}</p>
    <Button wide look="go" onPress={goIn}>{t.open.ok}</Button>
  </>
);
