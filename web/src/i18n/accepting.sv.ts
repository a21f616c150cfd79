// The words of accepting new terms, in Swedish.

export const accepting = {
  title: "Godkänn de nya villkoren",
  text: "De gäller för dig när du har godkänt dem. Tills dess gäller de du har godkänt tidigare. Vill du inte ha kvar kontot på de här villkoren?",
  leave: "Så avslutar du det",
  accept: (version: string) => `Jag godkänner version ${version}`,
  done: "Tack! Villkoren är godkända",
};
