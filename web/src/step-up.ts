// BankID once more before something sensitive: anything may ask for it, and one dialog answers.
import { isProblem } from "./api";
import { store } from "./store";

export interface Asked {
  answer: (steppedUp: boolean) => void;
}

export const asked = store<Asked | null>(null);

/** The person closed the dialog instead of showing who they are. */
export class NotConfirmed extends Error {}

/** Do it; if the server wants BankID first, ask for that and do it again. */
export async function confirmed<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isProblem(error, "step_up_required")) throw error;
  }
  const steppedUp = await new Promise<boolean>((answer) => asked.set({ answer }));
  asked.set(null);
  if (!steppedUp) throw new NotConfirmed();
  return act();
}
