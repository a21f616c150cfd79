// One's own labels: fetched once, changed at once, by ids made here so that a retry makes no second.
import { api } from "./api";
import type { Label } from "./api-types";
import { onLeave } from "./session";
import { store } from "./store";

export const MOST_LABELS = 40;
export const MANY_LABELS = 35;

export const labels = store<readonly Label[]>([]);
onLeave.add(() => labels.set([]));

const byName = (one: Label, other: Label) => one.name.localeCompare(other.name, "sv");

export const loadLabels = (): Promise<void> => api.labels().then((found) => labels.set([...found].sort(byName)));

const newId = (): string => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Make a label, rename it, or put one back that was removed. */
export async function putLabel(name: string, label?: Label): Promise<Label> {
  const put = await api.putLabel(label?.id ?? newId(), { name, ...(label && { colour: label.colour }) });
  labels.set([...labels.get().filter(({ id }) => id !== put.id), put].sort(byName));
  return put;
}

export async function deleteLabel({ id }: Label): Promise<void> {
  await api.deleteLabel(id);
  labels.set(labels.get().filter((label) => label.id !== id));
}
