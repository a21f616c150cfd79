// The button that shows whether a channel works.
import { api } from "../../api";
import { words } from "../../i18n/notices";
import { say } from "../../toasts";
import { Button } from "../../ui/Button";
import { explain } from "../../ui/States";

export function Test({ channel, sent }: { channel: "email" | "push" | "sms"; sent: string }) {
  const test = () => api.testNotice(channel).then(() => say(sent), (problem) => say(explain(problem)));
  return <Button onPress={() => void test()}>{words().test}</Button>;
}
