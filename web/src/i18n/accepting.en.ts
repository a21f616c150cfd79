// The words of accepting new terms, in English.

export const accepting = {
  title: "Accept the new terms",
  text: "They hold for you when you have accepted them. Until then those that you have accepted before do. Would you rather not keep the account on these terms?",
  leave: "How to close it",
  accept: (version: string) => `I accept version ${version}`,
  done: "Thank you! The terms are accepted",
};
