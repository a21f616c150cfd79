// The account is open: what happens now, and the way in.
import { words } from "../../i18n/open";
import { expectLetters } from "../../letters";
import { enter, keepLanguage } from "../../session";
import { Button } from "../../ui/Button";
import { Heading } from "../../ui/Heading";
import { Icon } from "../../ui/Icon";

const goIn = () => {
  keepLanguage();
  void enter("/inbox").then(expectLetters);
};

export const Done = () => (
  <>
    <span class="state-icon done"><Icon name="check" /></span>
    <Heading title={words().open.done_title}>{words().open.done_title}</Heading>
    <p class="lead">{words().open.done_lead}</p>
    <p>{words().open.done_text}</p>
    <Button wide look="go" onPress={goIn}>{words().open.ok}</Button>
  </>
);
