// BankID once more before something sensitive: anything may ask for it, and one dialog answers.
import { isProblem } from "./api";
import { onLeave } from "./session";
import { store } from "./store";

export interface Asked {
  answer: (steppedUp: boolean) => void;
}

export const asked = store<Asked | null>(null);
onLeave.add(() => asked.get()?.answer(false));

/** The person closed the dialog instead of showing who they are. */
export class NotConfirmed extends Error {}

async function ask(): Promise<void> {
  const steppedUp = await new Promise<boolean>((answer) => asked.set({ answer }));
  asked.set(null);
  if (!steppedUp) throw new NotConfirmed();
}

/** Do it; if the server wants BankID first, ask for that and do it again. */
export async function confirmed<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isProblem(error, "step_up_required")) throw error;
  }
  await ask();
  return act();
}

/** Do it after BankID, also when that was shown for something else a moment ago: for what is about everything one has here. */
export async function confirmedAnew<T>(act: () => Promise<T>): Promise<T> {
  await ask();
  return confirmed(act);
}
